import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gpuQueue, startRealCluster, whyNoSlurm, type RealCluster } from "./realCluster.ts";
import { until } from "../support/until.ts";

const skip = (await whyNoSlurm()) !== undefined;

/** Another price is a change that follows the queues' update strategy, and nothing else. */
const withPrice = (usd: number) => gpuQueue(1, 2, { SpotPrice: usd });
const NAMES = ["gpu-st-ml-1", "gpu-dy-ml-1"] as const;

test.skipIf(skip)("an update adds nodes while a job runs on the others", async () => {
  const cluster = await startRealCluster(gpuQueue(1, 2));
  const job = await startJob(cluster, "hold");
  await cluster.update(gpuQueue(2, 3));
  await until("the added node is idle", 60, async () => (await cluster.countNodes("idle")) >= 1);
  expect(await cluster.jobState(job)).toBe("R");
  await letGo(cluster, "hold");
  await until("the job is done", 60, () => cluster.isQueueEmpty());
  expect(outputOf(cluster, job)).toEqual(["start 0 gpu-st-ml-1", "end"]);
  expect(cluster.defects).toEqual([]);
});

test.skipIf(skip)("with DRAIN changed nodes are made anew when their jobs have ended", async () => {
  const cluster = await startRealCluster(withPrice(1), { slurmSettings: { QueueUpdateStrategy: "DRAIN" } });
  const jobs = [await startJob(cluster, "hold"), await startJob(cluster, "hold")];
  const before = NAMES.map((name) => cluster.instanceOf(name));
  await cluster.update(withPrice(2));
  expect(NAMES.map((name) => cluster.instanceOf(name))).toEqual(before);
  expect(await reasonsOf(cluster)).toEqual(["updating node state during cluster update"]);
  const late = await cluster.submit("#!/bin/sh\nhostname\n", "-o", "late.out");
  expect(await cluster.jobState(late)).toBe("PD");
  await letGo(cluster, "hold");
  await until("all jobs are done", 90, () => cluster.isQueueEmpty());
  expect(jobs.map((job) => outputOf(cluster, job).length)).toEqual([2, 2]);
  await until("the static node is idle", 60, async () => (await cluster.countNodes("idle")) >= 1);
  const after = NAMES.map((name) => cluster.instanceOf(name));
  expect(after[0]).toBeDefined();
  for (const [index, instance] of before.entries()) expect(after[index]).not.toBe(instance);
  expect(cluster.defects).toEqual([]);
});

test.skipIf(skip)("with TERMINATE changed nodes end at once, and their jobs run again", async () => {
  const cluster = await startRealCluster(withPrice(1), {
    slurmSettings: { QueueUpdateStrategy: "TERMINATE" },
  });
  const job = await startJob(cluster, "hold");
  const before = cluster.instanceOf("gpu-st-ml-1");
  await cluster.update(withPrice(2));
  expect(cluster.instanceOf("gpu-st-ml-1")).not.toBe(before);
  await letGo(cluster, "hold");
  await until("the job is done", 90, () => cluster.isQueueEmpty());
  expect(outputOf(cluster, job)).toContainEqual(expect.stringMatching(/^start 1 /));
  expect(cluster.defects).toEqual([]);
});

test.skipIf(skip)("with COMPUTE_FLEET_STOP a change waits until the fleet is stopped", async () => {
  const cluster = await startRealCluster(withPrice(1));
  await expect(cluster.update(withPrice(2))).rejects.toThrow("Update failure");
  cluster.requestFleet("STOP_REQUESTED");
  await until("the fleet is stopped", 30, () => cluster.fleetStatus() === "STOPPED");
  await cluster.update(withPrice(2));
  cluster.requestFleet("START_REQUESTED");
  await until("the static node is idle", 90, async () => (await cluster.countNodes("idle")) === 1);
  expect(cluster.defects).toEqual([]);
});

/** A job on one whole node that ends when it is let go. */
async function startJob(cluster: RealCluster, gate: string): Promise<string> {
  const job = await cluster.submit(
    `#!/bin/sh
echo "start \${SLURM_RESTART_COUNT:-0} $(hostname)"
until [ -e /fsx/${gate} ]; do sleep 0.2; done
echo end
`,
    "--requeue",
    "--exclusive",
    "--open-mode=append",
    "-o",
    "%j.out",
  );
  await until("the job runs", 60, async () => (await cluster.jobState(job)) === "R");
  return job;
}

async function letGo(cluster: RealCluster, gate: string): Promise<void> {
  await cluster.run("touch", `/fsx/${gate}`);
}

function outputOf(cluster: RealCluster, job: string): readonly string[] {
  return readFileSync(join(cluster.fsx, `${job}.out`), "utf8")
    .trim()
    .split("\n");
}

/** Why nodes are drained, in Slurm's words. */
async function reasonsOf(cluster: RealCluster): Promise<readonly string[]> {
  const nodes = await cluster.run("scontrol", "-o", "show", "nodes");
  const reasons = nodes.split("\n").flatMap((line) => / Reason=(.*?) \[/.exec(line)?.[1] ?? []);
  return [...new Set(reasons)];
}
