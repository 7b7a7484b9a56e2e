import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
} from "@aws-sdk/client-cloudformation";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createProgram, type Program } from "../support/createProgram.ts";

const STACK = "parallelcluster-prerequisites";
const PROJECT = `name: ml-cluster
region: us-west-2
capacity: { reservation: cr-0123456789abcdef0, count: 2 }
network: { prerequisitesStack: ${STACK} }
`;

let program: Program;

beforeAll(async () => {
  program = createProgram();
  await program.run(["sandbox", "start", "--detach", "--speed", "max"]);
});

afterAll(async () => program.end());

/** Makes the prerequisites as the guide has it: from a template, in the console, without trainyard's tags. */
async function makeByHand(template: string): Promise<void> {
  const { endpoint } = JSON.parse(readFileSync(join(program.stateDirectory, "sandbox.json"), "utf8"));
  const client = new CloudFormationClient({
    endpoint,
    region: "us-west-2",
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
  });
  const parameters = { VPCName: "ML VPC", PrimarySubnetAZ: "us-west-2a" };
  await client.send(
    new CreateStackCommand({
      StackName: STACK,
      TemplateBody: template,
      Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
    }),
  );
  let status = "CREATE_IN_PROGRESS";
  while (status.endsWith("_IN_PROGRESS")) {
    const answer = await client.send(new DescribeStacksCommand({ StackName: STACK }));
    status = answer.Stacks?.[0]?.StackStatus ?? "";
  }
  expect(status).toBe("CREATE_COMPLETE");
}

test("a prerequisites stack made by hand is used as it is, and survives down", async () => {
  program.write("trainyard.yaml", PROJECT);
  const template = await program.run(["template", "prerequisites", "--sandbox"]);
  expect(template, template.stderr).toMatchObject({ code: 0 });
  await makeByHand(template.stdout);

  const planned = await program.run(["plan", "--sandbox", "--json"]);
  expect(planned.events[0]?.["items"]).toContainEqual(
    expect.objectContaining({ step: "prerequisites", action: "adopt", name: STACK }),
  );

  const up = await program.run(["up", "--sandbox", "--yes", "--json"]);
  expect(up, up.stdout.slice(-1_500)).toMatchObject({ code: 0 });
  expect(up.events.at(-1)).toMatchObject({ status: "CREATE_COMPLETE", nodeCount: 2 });

  const down = await program.run([
    "down",
    "--sandbox",
    "--yes",
    "--json",
    "--discard",
    "scratch",
    "--discard",
    "home",
  ]);
  expect(down, down.stdout.slice(-1_500)).toMatchObject({ code: 0 });
  expect(down.events.at(-1)?.["retained"]).toContainEqual(
    expect.objectContaining({ id: "prerequisites", name: STACK }),
  );
});

test("a stack of that name without the guide's outputs is refused", async () => {
  writeFileSync(join(program.directory, "other.yaml"), PROJECT.replace(STACK, "something-else"));
  const { endpoint } = JSON.parse(readFileSync(join(program.stateDirectory, "sandbox.json"), "utf8"));
  const client = new CloudFormationClient({
    endpoint,
    region: "us-west-2",
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
  });
  const body = '{"Resources":{"Handle":{"Type":"AWS::CloudFormation::WaitConditionHandle"}}}';
  await client.send(new CreateStackCommand({ StackName: "something-else", TemplateBody: body }));
  const planned = await program.run(["plan", "--sandbox", "-f", "other.yaml"]);
  expect(planned.code).toBe(3);
  expect(planned.stderr).toContain("error STACK_CONFLICT");
});
