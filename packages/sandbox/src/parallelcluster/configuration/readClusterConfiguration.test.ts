import { expect, test } from "vitest";
import type { JsonObject } from "../../kernel/json.ts";
import { ConfigurationError } from "./ConfigurationError.ts";
import { readClusterConfiguration } from "./readClusterConfiguration.ts";

function configuration(changes: JsonObject = {}, resource: JsonObject = {}): JsonObject {
  return {
    Image: { Os: "ubuntu2204" },
    HeadNode: { InstanceType: "m5.large", Networking: { SubnetId: "subnet-12345678" } },
    Scheduling: {
      Scheduler: "slurm",
      SlurmQueues: [
        {
          Name: "q",
          Networking: { SubnetIds: ["subnet-12345678"] },
          ComputeResources: [{ Name: "r", InstanceType: "c5.large", ...resource }],
        },
      ],
    },
    ...changes,
  };
}

test("defaults are ParallelCluster's", () => {
  const read = readClusterConfiguration(configuration());
  expect(read.queues[0]?.computeResources[0]).toMatchObject({ minCount: 0, maxCount: 10, efaEnabled: false });
  expect(read).toMatchObject({
    scalingStrategy: "all-or-nothing",
    imdsSupport: "v2.0",
    slurm: { scaledownIdleMinutes: 10, queueUpdateStrategy: "COMPUTE_FLEET_STOP", managedDns: true },
    monitoring: { detailed: false, logs: { enabled: true, retentionDays: 180, deletionPolicy: "Retain" } },
    bootstrapTimeouts: { headNodeSeconds: 2100, computeNodeSeconds: 2100 },
  });
});

test("numbers and flags may come as text, as CloudFormation hands them to a custom resource", () => {
  const read = readClusterConfiguration(
    configuration({}, { MinCount: "2", MaxCount: "4", Efa: { Enabled: "true" } }),
  );
  expect(read.queues[0]?.computeResources[0]).toMatchObject({ minCount: 2, maxCount: 4, efaEnabled: true });
});

test.each([
  { when: "a key is unknown", change: { Monitorin: {} }, problem: "Monitorin: Unknown field." },
  {
    when: "login nodes are asked for",
    change: { LoginNodes: { Pools: [] } },
    problem: "LoginNodes: The sandbox does not model login nodes.",
  },
  {
    when: "EFS is asked for",
    change: { SharedStorage: [{ Name: "e", MountDir: "/e", StorageType: "Efs" }] },
    problem: "SharedStorage[0]: The sandbox does not model shared storage of type Efs.",
  },
  { when: "a section is no map", change: { Monitoring: "on" }, problem: "Monitoring: Invalid input type." },
  { when: "a value is null", change: { Region: null }, problem: "Region: Field may not be null." },
])("when $when the problem names the place", ({ change, problem }) => {
  expect(problemsOf(configuration(change))).toContain(problem);
});

test("every problem is reported at once", () => {
  const problems = problemsOf(
    configuration({ Monitorin: {}, Image: { Os: "windows" } }, { MaxCount: "many" }),
  );
  expect(problems).toHaveLength(3);
});

function problemsOf(raw: JsonObject): readonly string[] {
  try {
    readClusterConfiguration(raw);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}
