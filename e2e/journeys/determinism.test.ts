import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
} from "@aws-sdk/client-cloudformation";
import { expect, test } from "vitest";
import { createProgram } from "../support/createProgram.ts";

const PROJECT = "name: ml-cluster\nregion: us-west-2\ncapacity: { reservation: cr-0123456789abcdef0 }\n";

/** Events of the prerequisites stack of a new sandbox, as text. */
async function eventsOfARun(): Promise<string> {
  const program = createProgram();
  try {
    program.write("trainyard.yaml", PROJECT);
    const start = [
      "sandbox",
      "start",
      "--detach",
      "--speed",
      "max",
      "--seed",
      "7",
      "--start-time",
      "2026-01-05T08:00:00Z",
    ];
    await program.run(start);
    const template = await program.run(["template", "prerequisites", "--sandbox"]);
    const { endpoint } = JSON.parse(readFileSync(join(program.stateDirectory, "sandbox.json"), "utf8"));
    const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
    const client = new CloudFormationClient({ endpoint, region: "us-west-2", credentials });
    const Parameters = [{ ParameterKey: "PrimarySubnetAZ", ParameterValue: "us-west-2a" }];
    await client.send(
      new CreateStackCommand({ StackName: "network", TemplateBody: template.stdout, Parameters }),
    );
    for (;;) {
      const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: "network" }));
      if (Stacks?.[0]?.StackStatus?.endsWith("_IN_PROGRESS") === false) break;
    }
    const { StackEvents } = await client.send(new DescribeStackEventsCommand({ StackName: "network" }));
    return JSON.stringify(StackEvents, undefined, 1);
  } finally {
    await program.end();
  }
}

test("the same seed and start time give the same events, byte for byte", async () => {
  const first = await eventsOfARun();
  expect(first).toContain("CREATE_COMPLETE");
  expect(await eventsOfARun()).toBe(first);
});
