import { afterEach, beforeEach, expect, test } from "vitest";
import { createProgram, type Program } from "../support/createProgram.ts";

const PROJECT =
  "name: ml-cluster\nregion: us-west-2\ncapacity: { reservation: cr-0123456789abcdef0, count: 4 }\n";

let program: Program;

beforeEach(async () => {
  program = createProgram();
  program.write("trainyard.yaml", PROJECT);
  await program.run(["sandbox", "start", "--detach", "--speed", "2000"]);
});

afterEach(async () => program.end());

test.each([
  { moment: "the key pair is made", line: '"step-finished","step":"key-pair"' },
  { moment: "the bucket is made", line: '"step-finished","step":"data-bucket"' },
  { moment: "the network is on its way", line: '"logicalId":"FSxLFilesystem"' },
  { moment: "Lustre is there", line: '"step-finished","step":"scratch-file-system"' },
  { moment: "the cluster has begun", line: '"step-started","step":"cluster"' },
  { moment: "the head node is on its way", line: '"logicalId":"HeadNode"' },
])(
  "killed when $moment and run again, up ends in the same state with nothing made twice",
  async ({ line }) => {
    const killed = await program.run(["up", "--sandbox", "--yes", "--json"], {
      killWhen: (stdout) => stdout.includes(line),
    });
    expect(killed.code).toBe(-1);
    const again = await program.run(["up", "--sandbox", "--yes", "--json"]);
    expect(again, again.stdout.slice(-1_500)).toMatchObject({ code: 0 });
    expect(again.events.at(-1)).toMatchObject({
      type: "up-finished",
      status: "CREATE_COMPLETE",
      nodeCount: 4,
    });
    const { events } = await program.run(["sandbox", "status", "--json"]);
    const operations = events[0]?.["operations"];
    expect(operations).toMatchObject({
      "ec2:CreateKeyPair": 1,
      "fsx:CreateDataRepositoryAssociation": 1,
      "fsx:CreateFileSystem": 2,
    });
  },
);
