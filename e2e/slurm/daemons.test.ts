import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gpuQueue, startRealCluster, whyNoSlurm } from "./realCluster.ts";
import { until } from "../support/until.ts";

const skip = (await whyNoSlurm()) !== undefined;

test.skipIf(skip)("slurmctld that is killed comes back, and a job goes on", async () => {
  const cluster = await startRealCluster(gpuQueue(1, 1));
  const job = await cluster.submit(
    "#!/bin/sh\nhostname; until [ -e /fsx/hold ]; do sleep 0.2; done; echo end\n",
    "-o",
    "on.out",
  );
  await until("the job runs", 60, async () => (await cluster.jobState(job)) === "R");
  const runsSinceMs = Date.now();
  const state = join(cluster.clusterDirectory, "state/job_state");
  await until("slurmctld has saved the job", 60, () => statSync(state).mtimeMs > runsSinceMs);
  await cluster.runAsRoot("sh", "-c", "kill -9 $(cat /run/slurmctld.pid)");
  await until("slurmctld has the job", 60, async () => (await cluster.jobState(job)) === "R");
  await cluster.run("touch", "/fsx/hold");
  await until("the job is done", 60, () => cluster.isQueueEmpty());
  expect(readFileSync(join(cluster.fsx, "on.out"), "utf8")).toBe("gpu-st-ml-1\nend\n");
  expect(cluster.defects).toEqual([]);
});

test.skipIf(skip)("a node whose slurmd is killed is replaced", async () => {
  const cluster = await startRealCluster(gpuQueue(1, 1), {
    slurmSettings: { CustomSlurmSettings: [{ SlurmdTimeout: 10 }] },
  });
  const before = cluster.instanceOf("gpu-st-ml-1") ?? "";
  await cluster.runOn(before, "sh", "-c", "kill -9 $(cat /run/slurmd.pid)");
  await until("the node is another one", 150, () => !cluster.computeInstances().includes(before));
  await until("the node is idle", 60, async () => (await cluster.countNodes("idle")) === 1);
  expect(await cluster.run("srun", "hostname")).toBe("gpu-st-ml-1");
  expect(cluster.defects).toEqual([]);
});

test.skipIf(skip)("a job that fills /fsx fails, and the next one runs when there is room again", async () => {
  const cluster = await startRealCluster(gpuQueue(1, 1), { prepare: mountSmall });
  const fill = "dd if=/dev/zero of=/fsx/large bs=1M count=100";
  await expect(cluster.run("srun", "sh", "-c", fill)).rejects.toThrow("No space left on device");
  const full = await cluster.submit("#!/bin/sh\nyes > /fsx/more; exit 3\n", "-o", "full.out");
  await until("the job is done", 60, async () => (await cluster.jobState(full)) === "");
  expect(await cluster.run("scontrol", "show", "job", full)).toContain("ExitCode=3:0");
  await cluster.run("sh", "-c", "rm /fsx/large /fsx/more");
  expect(await cluster.run("srun", "sh", "-c", "echo room > /fsx/small && cat /fsx/small")).toBe("room");
  expect(await cluster.countNodes("idle")).toBe(1);
  expect(cluster.defects).toEqual([]);
});

/** A file system of 8 MiB with what the directory holds, in its place. */
const MOUNT_SMALL = `set -e
cp -a "$0" "$0.before"
mount -t tmpfs -o size=8m,mode=755 tmpfs "$0"
cp -a "$0.before/." "$0"
rm -r "$0.before"`;

function mountSmall(directory: string): () => void {
  execFileSync("sh", ["-c", MOUNT_SMALL, directory]);
  return () => execFileSync("sh", ["-c", 'umount "$0"', directory]);
}
