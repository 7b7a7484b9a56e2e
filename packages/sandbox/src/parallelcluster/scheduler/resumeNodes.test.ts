import { expect, test } from "vitest";
import { findCluster, type ClusterRecord } from "../cluster/ClusterRecord.ts";
import type { ScalingStrategy } from "../slurm/planResume.ts";
import { createClusterFixture, queue, requestFleetStatus, startCluster } from "../testing/clusterFixture.ts";
import { fakeCloud } from "../testing/fakeCloud.ts";
import { createFakeSlurm } from "../testing/fakeSlurm.ts";
import { putLink } from "./links.ts";
import { resumeNodes } from "./resumeNodes.ts";
import { suspendNodes } from "./suspendNodes.ts";

const MINUTE_MS = 60_000;

function running(strategy: ScalingStrategy = "all-or-nothing", capacity = 100) {
  const fixture = createClusterFixture();
  const headNodeId = startCluster(fixture, [queue("q", { MaxCount: 6 })]);
  fixture.kernel.clock.runUntilIdle();
  fakeCloud(fixture.context).capacity = { "ml-q-r": capacity };
  const cluster = clusterOf(fixture.context, headNodeId);
  cluster.scalingStrategy = strategy;
  const slurm = createFakeSlurm();
  for (const index of [1, 2, 3, 4, 5, 6]) slurm.nodes[`q-dy-r-${index}`] = "idle~";
  putLink(fixture.context, cluster, slurm.link);
  slurm.link.open();
  return { ...fixture, slurm, cluster };
}

function clusterOf(context: Parameters<typeof findCluster>[0], headNodeId: string): ClusterRecord {
  const cluster = findCluster(context, headNodeId);
  if (cluster === undefined) throw new Error("the fixture has no cluster");
  return cluster;
}

function nodes(...indexes: readonly number[]): readonly string[] {
  return indexes.map((index) => `q-dy-r-${index}`);
}

function job(jobId: number, ...indexes: readonly number[]) {
  return { jobId, nodeNames: nodes(...indexes) };
}

function resume(...jobs: readonly ReturnType<typeof job>[]) {
  return { kind: "resume" as const, nodeNames: jobs.flatMap(({ nodeNames }) => nodeNames), jobs };
}

test("nodes get instances, and Slurm their addresses", async () => {
  const { context, cluster, slurm } = running();
  await slurm.pass(3_000);
  resumeNodes(context, cluster, resume(job(1, 1, 2)));
  await slurm.pass(10);
  expect(Object.keys(cluster.nodes)).toEqual(nodes(1, 2));
  expect(slurm.commands).toEqual([
    "scontrol update nodename=q-dy-r-1,q-dy-r-2 nodeaddr=10.1.0.11,10.1.0.12 nodehostname=q-dy-r-1,q-dy-r-2",
  ]);
});

test("a node that has an instance gets no second one", async () => {
  const { context, cluster, slurm } = running();
  resumeNodes(context, cluster, resume(job(1, 1)));
  resumeNodes(context, cluster, resume(job(1, 1), job(2, 2)));
  expect(Object.keys(fakeCloud(context).instances)).toHaveLength(3);
  await slurm.pass(10);
});

test.each([
  { strategy: "all-or-nothing" as const, kept: nodes(4), launchedInVain: 0 },
  { strategy: "greedy-all-or-nothing" as const, kept: nodes(), launchedInVain: 2 },
  { strategy: "best-effort" as const, kept: nodes(1, 2), launchedInVain: 0 },
])(
  "with $strategy two instances for a job of three and one of one leave $kept",
  async ({ strategy, kept, launchedInVain }) => {
    const { context, cluster, slurm } = running(strategy, 2);
    await slurm.pass(3_000);
    resumeNodes(context, cluster, resume(job(1, 1, 2, 3), job(2, 4)));
    await slurm.pass(10);
    expect(Object.keys(cluster.nodes)).toEqual(kept);
    const ended = Object.values(fakeCloud(context).instances).filter(({ state }) => state === "terminated");
    expect(ended).toHaveLength(launchedInVain);
    const down = slurm.commands.filter((command) => command.includes("state=down")).join("\n");
    for (const name of nodes(1, 2, 3, 4)) expect(down.includes(name)).toBe(!kept.includes(name));
  },
);

test("without capacity the whole resource is down for ten minutes, then powered down and free again", async () => {
  const { kernel, context, cluster, slurm } = running("all-or-nothing", 0);
  await slurm.pass(3_000);
  resumeNodes(context, cluster, resume(job(1, 1, 2)));
  await slurm.pass(10);
  kernel.clock.advance(2 * MINUTE_MS);
  await slurm.pass(10);
  expect(slurm.commands).toEqual([
    "scontrol update nodename=q-dy-r-1,q-dy-r-2 state=down reason=(Code:InsufficientInstanceCapacity)Failure when resuming nodes",
    "scontrol update nodename=q-dy-r-3,q-dy-r-4,q-dy-r-5,q-dy-r-6 state=down reason=(Code:InsufficientInstanceCapacity)Temporarily disabling node due to insufficient capacity",
  ]);
  kernel.clock.advance(7 * MINUTE_MS);
  await slurm.pass(10);
  expect(slurm.commands).toHaveLength(2);
  kernel.clock.advance(2 * MINUTE_MS);
  await slurm.pass(10);
  expect(slurm.commands.some((command) => command.includes("state=power_down_force"))).toBe(true);
  expect(cluster.capacityHolds).toEqual({});
});

test("nothing is launched for a fleet that is stopped", async () => {
  const { kernel, context, cluster, slurm } = running();
  requestFleetStatus(context, "STOP_REQUESTED");
  kernel.clock.advance(2 * MINUTE_MS);
  await slurm.pass(3_000);
  resumeNodes(context, cluster, resume(job(1, 1)));
  await slurm.pass(10);
  expect(cluster.nodes).toEqual({});
  expect(slurm.commands[0]).toBe("scontrol update partitionname=q state=INACTIVE");
  expect(slurm.commands.at(-1)).toContain("nodename=q-dy-r-1 state=down reason=(Code:FleetStopped)");
});

test("a node that Slurm powers down loses its instance", async () => {
  const { context, cluster, slurm } = running();
  resumeNodes(context, cluster, resume(job(1, 1, 2)));
  suspendNodes(context, cluster, { kind: "suspend", nodeNames: nodes(1), jobs: [] });
  await slurm.pass(10);
  expect(Object.keys(cluster.nodes)).toEqual(nodes(2));
});
