import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gpuQueue, startRealCluster, whyNoSlurm } from "./realCluster.ts";
import { until } from "../support/until.ts";

const skip = (await whyNoSlurm()) !== undefined;
const HOSTS = "#!/bin/sh\nsrun hostname\n";

test.skipIf(skip)("a sandbox that is stopped and started has its cluster, jobs and files", async () => {
  const cluster = await startRealCluster(gpuQueue(2, 4));
  await cluster.run("sh", "-c", "echo kept > ~/note");
  const held = await cluster.submit(HOSTS, "-H", "-N2", "-o", "held.out");
  await cluster.submit(HOSTS, "-N4", "-o", "cold.out");
  // Slurm saves its jobs each few seconds, and this one comes too late for that.
  const late = await cluster.submit(HOSTS, "-N2", "-o", "late.out", `--dependency=after:${held}`);
  await cluster.restart();
  await until("slurmctld knows the job", 60, async () => (await cluster.jobState(late)) === "PD");
  await cluster.run("scontrol", "release", held);
  await until("all jobs are done", 120, () => cluster.isQueueEmpty());
  const hostCounts = ["held", "cold", "late"].map((job) => {
    const output = readFileSync(join(cluster.fsx, `${job}.out`), "utf8");
    return new Set(output.match(/^gpu-.*$/gm)).size;
  });
  expect(hostCounts).toEqual([2, 4, 2]);
  expect(await cluster.run("sh", "-c", "cat ~/note")).toBe("kept");
  await until("the logs are whole in CloudWatch", 30, () => {
    const log = cluster.logMessages("slurmctld");
    const starts = log.filter((line) => line.includes("started on cluster")).length;
    return starts === 2 && log.some((line) => line.includes("Saving all slurm state"));
  });
  expect(cluster.defects).toEqual([]);
});
