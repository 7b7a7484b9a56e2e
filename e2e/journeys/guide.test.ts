import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createProgram, type Program } from "../support/createProgram.ts";

/** The guide's example values, for a region in which the sandbox's account has the reservation. */
const GUIDE_CONFIG = `CLUSTER_NAME: ml-cluster
AWS_REGION: us-west-2
PCLUSTER_VERSION: 3.13.1
CAPACITY_RESERVATION_ID: cr-0123456789abcdef0
AZ: us-west-2a
NUM_INSTANCES: "16"
INSTANCE: p5.48xlarge
KEY_PAIR_NAME: us-west-2
DATA_BUCKET_NAME: "cluster-data-bucket-us-west-2-123456789012"
STACK_ID_VPC: parallelcluster-prerequisites
`;

let program: Program;

beforeAll(async () => {
  program = createProgram();
  program.write("guide/config.yaml", GUIDE_CONFIG);
  await program.run(["sandbox", "start", "--detach", "--speed", "max"]);
});

afterAll(async () => program.end());

test("the guide's values become a cluster, stay one when run again, and go away", async () => {
  const imported = await program.run(["import", "guide"]);
  expect(imported, imported.stderr).toMatchObject({ code: 0 });

  const planned = await program.run(["plan", "--sandbox", "--json"]);
  expect(planned, planned.stdout).toMatchObject({ code: 0 });
  expect(planned.events[0]).toMatchObject({ type: "plan", done: false });

  const up = await program.run(["up", "--sandbox", "--yes", "--json"]);
  expect(up, up.stdout.slice(-2_000)).toMatchObject({ code: 0 });
  expect(up.events.at(-1)).toMatchObject({ type: "up-finished", status: "CREATE_COMPLETE", nodeCount: 16 });

  const key = join(program.stateDirectory, "keys/us-west-2.pem");
  expect(statSync(key).mode & 0o777).toBe(0o600);
  expect(readFileSync(key, "utf8")).toContain("PRIVATE KEY");

  const status = await program.run(["status", "--sandbox", "--json"]);
  expect(status.events[0]).toMatchObject({
    type: "status",
    clusterStatus: "CREATE_COMPLETE",
    fleetStatus: "RUNNING",
    reservation: { id: "cr-0123456789abcdef0", availableInstances: 0 },
    dataLinks: [
      {
        path: "/data",
        lifecycle: "AVAILABLE",
        repository: "s3://cluster-data-bucket-us-west-2-123456789012",
      },
    ],
  });

  const again = await program.run(["up", "--sandbox", "--yes", "--json"]);
  expect(again.events[0]).toMatchObject({ type: "plan", done: true });
  expect(again.events.some(({ type }) => type === "step-started")).toBe(false);

  const written = await program.run(["template", "guide-config", "--sandbox"]);
  for (const line of ["CLUSTER_NAME: ml-cluster", "PCLUSTER_VERSION: 3.13.1", 'NUM_INSTANCES: "16"'])
    expect(written.stdout).toContain(line);
  expect(written.stdout).toMatch(/FSxLustreFilesystemId: fs-/);

  const down = await program.run(["down", "--sandbox", "--yes", "--json"]);
  expect(down, down.stdout.slice(-2_000)).toMatchObject({ code: 0 });
  expect(down.events.at(-1)).toMatchObject({ type: "down-finished", clusterLeft: false, instancesLeft: [] });
  const kept = down.events.at(-1)?.["retained"];
  expect(JSON.stringify(kept)).toContain("cluster-data-bucket-us-west-2-123456789012");

  const gone = await program.run([
    "down",
    "--sandbox",
    "--yes",
    "--discard",
    "scratch",
    "--discard",
    "home",
    "--json",
  ]);
  expect(gone, gone.stdout.slice(-2_000)).toMatchObject({ code: 0 });
  expect(existsSync(key)).toBe(true);
});
