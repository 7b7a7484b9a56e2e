import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gpuQueue, startRealCluster, whyNoSlurm } from "./realCluster.ts";
import { until } from "../support/until.ts";

const skip = (await whyNoSlurm()) !== undefined;

test.skipIf(skip)(
  "static nodes are idle in Slurm when the cluster is created, and a job adds up right over two of them",
  async () => {
    const cluster = await startRealCluster(gpuQueue(2, 2));
    expect(await cluster.countNodes("idle")).toBe(2);
    await cluster.run("sh", "-c", "cd /fsx/allreduce && sbatch --gpus-per-node=8 allreduce.sbatch");
    await until("the job is done", 60, () => cluster.isQueueEmpty());
    const output = readFileSync(join(cluster.fsx, "allreduce-1.out"), "utf8");
    expect(output).toContain("all sums of 2 ranks are right");
    for (const name of ["gpu-st-ml-1", "gpu-st-ml-2"]) expect(output).toContain(` of 2 on ${name}`);
    await until("the logs are in CloudWatch", 10, () =>
      cluster.logMessages("slurmctld").some((line) => line.includes("Allocate JobId=1")),
    );
    expect(cluster.logMessages("slurmd").some((line) => line.includes("slurmd started"))).toBe(true);
    expect(cluster.defects).toEqual([]);
  },
);

test.skipIf(skip)(
  "a job on nodes that do not exist yet brings them up, and they go when they idle",
  async () => {
    const cluster = await startRealCluster(gpuQueue(0, 4));
    expect(cluster.computeInstances()).toEqual([]);
    expect(await cluster.countNodes("idle~")).toBe(4);
    const printed = await cluster.run(
      "srun",
      "-N2",
      "sh",
      "-c",
      "echo $(hostname) $(ls /dev/nvidia* | wc -l)",
    );
    expect(printed.split("\n").sort()).toEqual(["gpu-dy-ml-1 8", "gpu-dy-ml-2 8"]);
    expect(cluster.computeInstances()).toHaveLength(2);
    await until("the nodes are gone", 60, async () => (await cluster.countNodes("idle~")) === 4);
    expect(cluster.computeInstances()).toEqual([]);
    expect(cluster.defects).toEqual([]);
  },
);

test.skipIf(skip)(
  "what a job writes below /fsx/data is in the bucket, and more GPUs than a node has are refused",
  async () => {
    const cluster = await startRealCluster(gpuQueue(1, 1));
    await expect(cluster.run("sh", "-c", "echo mine > /fsx/data/result.txt")).rejects.toThrow("denied");
    await cluster.run("sh", "-c", 'sudo install -d -o "$USER" /fsx/data/mine');
    await cluster.run("srun", "-N1", "sh", "-c", "echo trained > /fsx/data/mine/result.txt");
    await until("the file is in the bucket", 30, () => cluster.objectKeys().includes("mine/result.txt"));
    await expect(cluster.run("srun", "--gpus-per-node=9", "true")).rejects.toThrow(
      /node configuration is not available/,
    );
    expect(cluster.defects).toEqual([]);
  },
);
