import { expect, test } from "vitest";
import {
  configure,
  createClusterFixture,
  FLEET_TABLE,
  fleetStatus,
  queue,
  requestFleetStatus,
  startCluster,
  type ClusterFixture,
} from "../testing/clusterFixture.ts";
import { endInstance, fakeCloud } from "../testing/fakeCloud.ts";
import { injectBootstrapFault } from "./bootstrapFaults.ts";

const MINUTE_MS = 60_000;

function booted(
  queues: Parameters<typeof startCluster>[1],
  prepare: (fixture: ClusterFixture) => void = () => undefined,
) {
  const fixture = createClusterFixture();
  fakeCloud(fixture.context).capacity = { "ml-q-r": 100 };
  prepare(fixture);
  const headNodeId = startCluster(fixture, queues);
  fixture.kernel.clock.runUntilIdle();
  return { ...fixture, headNodeId };
}

function computeNodes(fixture: ClusterFixture): readonly string[] {
  return Object.entries(fakeCloud(fixture.context).instances)
    .filter(([, { state, tags }]) => state === "running" && tags["parallelcluster:node-type"] === "Compute")
    .map(([id]) => id);
}

test("a cluster with static nodes comes up: nodes, table items, address records, then the signal", () => {
  const fixture = booted([queue("q", { MinCount: 3, MaxCount: 4 })]);
  expect(fixture.signals).toEqual([{ handle: "1", status: "SUCCESS", reason: "HeadNode setup complete" }]);
  expect(fleetStatus(fixture.context)).toBe("RUNNING");
  expect(computeNodes(fixture)).toHaveLength(3);
  expect(fakeCloud(fixture.context).addressRecords).toEqual([
    "q-st-r-1.ml.pcluster.",
    "q-st-r-2.ml.pcluster.",
    "q-st-r-3.ml.pcluster.",
  ]);
  const { Items } = fixture.context.call("dynamodb", "Scan", { TableName: "parallelcluster-slurm-ml" });
  expect(Items?.map((item) => item["Id"]?.S).sort()).toEqual(["q-st-r-1", "q-st-r-2", "q-st-r-3"]);
  const config = fixture.context.call("dynamodb", "GetItem", {
    TableName: FLEET_TABLE,
    Key: { Id: { S: `CLUSTER_CONFIG.${computeNodes(fixture)[0]}` } },
  });
  expect(config.Item?.["Data"]?.M?.["status"]?.S).toBe("DEPLOYED");
});

test("logs lie in streams named after host, instance and log", () => {
  const fixture = booted([queue("q", { MinCount: 1 })]);
  const { logStreams } = fixture.context.call("logs", "DescribeLogStreams", {
    logGroupName: "/aws/parallelcluster/ml-202601050800",
  });
  const names = logStreams?.map(({ logStreamName }) => logStreamName) ?? [];
  expect(names).toContain(`ip-10-1-0-10.${fixture.headNodeId}.clustermgtd`);
  expect(names).toContain(`ip-10-1-0-11.${computeNodes(fixture)[0]}.slurmd`);
});

test("a cluster without static nodes is ready with its head node alone", () => {
  const fixture = booted([queue("q", { MaxCount: 4 })]);
  expect(fixture.signals.map(({ status }) => status)).toEqual(["SUCCESS"]);
  expect(computeNodes(fixture)).toEqual([]);
});

test("nodes of a Capacity Block that has not begun are not waited for, and launched when it begins", () => {
  const block = queue(
    "q",
    { MinCount: 2, CapacityReservationTarget: { CapacityReservationId: "cr-1" } },
    { CapacityType: "CAPACITY_BLOCK" },
  );
  const fixture = booted([block], ({ context }) => {
    fakeCloud(context).reservationState = "scheduled";
  });
  expect(fixture.signals.map(({ status }) => status)).toEqual(["SUCCESS"]);
  expect(computeNodes(fixture)).toEqual([]);
  fakeCloud(fixture.context).reservationState = "active";
  fixture.kernel.clock.advance(20 * MINUTE_MS);
  expect(computeNodes(fixture)).toHaveLength(2);
});

test.each([
  {
    when: "there is no capacity for the static nodes",
    prepare: ({ context }: ClusterFixture) => {
      fakeCloud(context).capacity = {};
    },
    reason: "Cluster has been set to PROTECTED mode due to failures detected in static node provisioning",
  },
  {
    when: "every compute node fails its bootstrap",
    prepare: ({ context }: ClusterFixture) =>
      injectBootstrapFault(context, {
        clusterName: "ml",
        nodeType: "Compute",
        reason: "Failed to run OnNodeConfigured script",
        count: 1000,
      }),
    reason: "Cluster has been set to PROTECTED mode due to failures detected in static node provisioning",
  },
  {
    when: "the head node fails its bootstrap",
    prepare: ({ context }: ClusterFixture) =>
      injectBootstrapFault(context, {
        clusterName: "ml",
        nodeType: "HeadNode",
        reason: "Failed to execute OnNodeConfigured script 1 https://example.com/a.sh, return code: 1.",
        count: 1,
      }),
    reason: "Failed to execute OnNodeConfigured script",
  },
  {
    when: "the image was made for another version",
    prepare: ({ context }: ClusterFixture) => {
      fakeCloud(context).imageName = "aws-parallelcluster-3.12.0-ubuntu-2204";
    },
    reason: "This AMI was created with aws-parallelcluster-cookbook-3.12.0",
  },
  {
    when: "the image is not ParallelCluster's",
    prepare: ({ context }: ClusterFixture) => {
      fakeCloud(context).imageName = "ubuntu-22.04";
    },
    reason: "This AMI was not baked by ParallelCluster",
  },
  {
    when: "a file system is not available",
    prepare: ({ context }: ClusterFixture) => {
      fakeCloud(context).fileSystemState = "FAILED";
    },
    reason: "Failed to mount FSX",
  },
])("when $when the head node signals a failure", ({ prepare, reason }) => {
  const fixture = booted([queue("q", { MinCount: 4 })], prepare);
  expect(fixture.signals).toHaveLength(1);
  expect(fixture.signals[0]).toMatchObject({ status: "FAILURE" });
  expect(fixture.signals[0]?.reason).toContain(reason);
});

test("too little capacity gives some nodes at once and the rest when there is more", () => {
  const fixture = createClusterFixture();
  fakeCloud(fixture.context).capacity = { "ml-q-r": 2 };
  startCluster(fixture, [queue("q", { MinCount: 3 })]);
  fixture.kernel.clock.advance(10 * MINUTE_MS);
  expect(fixture.signals).toEqual([]);
  fakeCloud(fixture.context).capacity = { "ml-q-r": 5 };
  fixture.kernel.clock.runUntilIdle();
  expect(fixture.signals.map(({ status }) => status)).toEqual(["SUCCESS"]);
  expect(computeNodes(fixture)).toHaveLength(3);
});

test("a script in S3 that does not exist fails the bootstrap with the download's reason", () => {
  const actions = { CustomActions: { OnNodeStart: { Script: "s3://cluster-artifacts/missing.sh" } } };
  const fixture = booted([queue("q", { MinCount: 10 }, actions)]);
  expect(fixture.signals[0]?.reason).toContain("PROTECTED mode");
  const { events } = fixture.context.call("logs", "FilterLogEvents", {
    logGroupName: "/aws/parallelcluster/ml-202601050800",
    filterPattern: '"Failed to download OnNodeStart script"',
  });
  expect(events?.length).toBeGreaterThan(0);
});

test("stopping the fleet ends all compute nodes, starting it brings the static ones back", () => {
  const fixture = booted([queue("q", { MinCount: 2 })]);
  requestFleetStatus(fixture.context, "STOP_REQUESTED");
  fixture.kernel.clock.advance(2 * MINUTE_MS);
  expect(fleetStatus(fixture.context)).toBe("STOPPED");
  expect(computeNodes(fixture)).toEqual([]);
  fixture.kernel.clock.advance(10 * MINUTE_MS);
  expect(computeNodes(fixture)).toEqual([]);
  requestFleetStatus(fixture.context, "START_REQUESTED");
  fixture.kernel.clock.advance(2 * MINUTE_MS);
  expect(fleetStatus(fixture.context)).toBe("RUNNING");
  expect(computeNodes(fixture)).toHaveLength(2);
});

test("a static node that loses its instance gets another one, without waiting for the wall clock", () => {
  const fixture = booted([queue("q", { MinCount: 2 })]);
  const [lost] = computeNodes(fixture);
  endInstance(fixture.context, lost ?? "");
  fixture.kernel.clock.runUntilIdle();
  expect(computeNodes(fixture)).toHaveLength(2);
  expect(computeNodes(fixture)).not.toContain(lost);
  expect(fleetStatus(fixture.context)).toBe("RUNNING");
});

test("nothing is launched any more when the head node is gone", () => {
  const fixture = booted([queue("q", { MinCount: 2 })]);
  endInstance(fixture.context, fixture.headNodeId);
  for (const node of computeNodes(fixture)) endInstance(fixture.context, node);
  fixture.kernel.clock.advance(10 * MINUTE_MS);
  expect(computeNodes(fixture)).toEqual([]);
});

test("an update adds nodes of a new queue, ends those of a removed one and signals the new handle", () => {
  const fixture = booted([queue("q", { MinCount: 1 }), queue("old", { MinCount: 1 })], ({ context }) => {
    fakeCloud(context).capacity = { "ml-q-r": 9, "ml-old-r": 9, "ml-new-r": 9 };
  });
  configure(fixture.context, {
    queues: [queue("q", { MinCount: 2 }), queue("new", { MinCount: 1 })],
    generation: 2,
  });
  fixture.kernel.clock.advance(20 * MINUTE_MS);
  expect(fixture.signals.at(-1)).toEqual({
    handle: "2",
    status: "SUCCESS",
    reason: "Update complete",
  });
  expect(fakeCloud(fixture.context).capacity).toEqual({ "ml-q-r": 7, "ml-old-r": 8, "ml-new-r": 8 });
  expect(computeNodes(fixture)).toHaveLength(3);
});

test.each([
  { strategy: "TERMINATE", launched: 2 },
  { strategy: "COMPUTE_FLEET_STOP", launched: 1 },
])(
  "with $strategy a changed resource has launched $launched instances for its one node",
  ({ strategy, launched }) => {
    const fixture = booted([queue("q", { MinCount: 1, SpotPrice: 1 })]);
    configure(fixture.context, {
      queues: [queue("q", { MinCount: 1, SpotPrice: 2 })],
      generation: 2,
      strategy,
    });
    fixture.kernel.clock.advance(20 * MINUTE_MS);
    expect(fakeCloud(fixture.context).capacity).toEqual({ "ml-q-r": 100 - launched });
    expect(computeNodes(fixture)).toHaveLength(1);
  },
);

test("a sandbox stopped in the middle of the boot goes on where it stood", () => {
  const first = createClusterFixture();
  fakeCloud(first.context).capacity = { "ml-q-r": 100 };
  startCluster(first, [queue("q", { MinCount: 3 })]);
  first.kernel.clock.advance(8 * MINUTE_MS);
  const saved: unknown = JSON.parse(JSON.stringify(first.kernel.state));
  expect(saved).toEqual(first.kernel.state);
  const second = createClusterFixture(first.kernel.state);
  second.kernel.clock.runUntilIdle();
  expect(second.signals.map(({ status }) => status)).toEqual(["SUCCESS"]);
  expect(computeNodes(second)).toHaveLength(3);
});
