import { expect, test } from "vitest";
import type { JsonObject } from "../../../kernel/json.ts";
import { configurationChanges } from "./configurationChanges.ts";
import { updatePolicy } from "./updatePolicies.ts";

function configuration(resource: JsonObject, changes: JsonObject = {}): JsonObject {
  return {
    Image: { Os: "ubuntu2204" },
    HeadNode: { InstanceType: "m5.large", Ssh: { AllowedIps: "10.0.0.0/8" } },
    Scheduling: {
      SlurmQueues: [{ Name: "q", CapacityType: "ONDEMAND", ComputeResources: [{ Name: "r", ...resource }] }],
    },
    ...changes,
  };
}

const CURRENT = configuration({ InstanceType: "c5.large", MinCount: 1, MaxCount: 4 });

test.each([
  {
    when: "MaxCount grows",
    requested: configuration({ InstanceType: "c5.large", MinCount: 1, MaxCount: 8 }),
    policy: "supported",
  },
  {
    when: "MaxCount shrinks",
    requested: configuration({ InstanceType: "c5.large", MinCount: 1, MaxCount: 2 }),
    policy: "resize",
  },
  {
    when: "the instance type changes",
    requested: configuration({ InstanceType: "c5.xlarge", MinCount: 1, MaxCount: 4 }),
    policy: "fleet-stop",
  },
  {
    when: "EFA is switched on",
    requested: configuration({ InstanceType: "c5.large", MinCount: 1, MaxCount: 4, Efa: { Enabled: true } }),
    policy: "queue-strategy",
  },
  {
    when: "the head node's type changes",
    requested: { ...CURRENT, HeadNode: { InstanceType: "m5.xlarge", Ssh: { AllowedIps: "10.0.0.0/8" } } },
    policy: "unsupported",
  },
  {
    when: "SSH is opened to another range",
    requested: { ...CURRENT, HeadNode: { InstanceType: "m5.large", Ssh: { AllowedIps: "10.0.0.0/16" } } },
    policy: "supported",
  },
  {
    when: "the operating system changes",
    requested: { ...CURRENT, Image: { Os: "ubuntu2404" } },
    policy: "unsupported",
  },
  {
    when: "another home directory is mounted",
    requested: { ...CURRENT, SharedStorage: [{ Name: "h", MountDir: "/home", StorageType: "FsxOpenZfs" }] },
    policy: "unsupported",
  },
])("when $when the policy is $policy", ({ requested, policy }) => {
  const changes = configurationChanges(CURRENT, requested);
  expect(changes.map((change) => updatePolicy(change, changes))).toEqual([policy]);
});

test.each([
  { when: "the maximum grows with it", MaxCount: 6, policies: ["supported", "supported"] },
  { when: "the maximum stays", MaxCount: 4, policies: ["resize"] },
])("more static nodes are $policies when $when", ({ MaxCount, policies }) => {
  const requested = configuration({ InstanceType: "c5.large", MinCount: 3, MaxCount });
  const changes = configurationChanges(CURRENT, requested);
  expect(changes.map((change) => updatePolicy(change, changes))).toEqual(policies);
});

test("items of lists are matched by name, so their order does not matter", () => {
  expect(configurationChanges(items(["a", "b"]), items(["b", "a"]))).toEqual([]);
  expect(configurationChanges(items(["a"]), items(["a", "b"]))).toMatchObject([
    { path: "Scheduling.SlurmQueues[b]", pattern: "Scheduling.SlurmQueues[]" },
  ]);
});

function items(names: readonly string[]): JsonObject {
  return { Scheduling: { SlurmQueues: names.map((Name) => ({ Name, CapacityType: "SPOT" })) } };
}
