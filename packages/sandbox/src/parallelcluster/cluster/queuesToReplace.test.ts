import { expect, test } from "vitest";
import type { JsonObject } from "../../kernel/json.ts";
import { queuesToReplace } from "./queuesToReplace.ts";

const RESOURCE: JsonObject = { Name: "r", InstanceType: "p5.48xlarge", MinCount: 1, MaxCount: 2 };

function configuration(change: {
  readonly resource?: JsonObject;
  readonly queue?: JsonObject;
  readonly other?: JsonObject;
}): JsonObject {
  const queue = { Networking: { SubnetIds: ["subnet-12345678"] }, ComputeResources: [RESOURCE] };
  const changed = { ...queue, ComputeResources: [{ ...RESOURCE, ...change.resource }], ...change.queue };
  return {
    Image: { Os: "ubuntu2204" },
    Scheduling: {
      Scheduler: "slurm",
      SlurmQueues: [
        { Name: "a", ...changed },
        { Name: "b", ...queue },
      ],
    },
    ...change.other,
  };
}

const STORAGE = { Name: "s", MountDir: "/s", StorageType: "Ebs" };

test.each<{
  readonly when: string;
  readonly change: Parameters<typeof configuration>[0];
  readonly queues: "all" | readonly string[];
}>([
  { when: "nothing changed", change: {}, queues: [] },
  { when: "a resource asks for another price", change: { resource: { SpotPrice: 2 } }, queues: ["a"] },
  { when: "a queue has another capacity type", change: { queue: { CapacityType: "SPOT" } }, queues: ["a"] },
  { when: "a resource grows", change: { resource: { MinCount: 2, MaxCount: 8 } }, queues: [] },
  { when: "only Slurm's weights change", change: { resource: { StaticNodePriority: 7 } }, queues: [] },
  { when: "a storage is added", change: { other: { SharedStorage: [STORAGE] } }, queues: "all" },
  {
    when: "a queue has an image of its own",
    change: { queue: { Image: { CustomAmi: "ami-12345678" } } },
    queues: ["a"],
  },
])("when $when the nodes of $queues are made anew", ({ change, queues }) => {
  const comparison = { before: configuration({}), after: configuration(change) };
  expect(queuesToReplace({ ...comparison, rulesVersion: "3.13.1", region: "us-west-2" })).toEqual(queues);
});
