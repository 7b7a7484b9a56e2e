import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gpuQueue, type QueuesOf, type RealCluster } from "../e2e/slurm/clusterUnderTest.ts";
import { createRealCluster } from "../e2e/slurm/createRealCluster.ts";
import { until } from "../e2e/support/until.ts";
import { ensureLayer } from "../packages/sandbox/src/hosts/layer/ensureLayer.ts";
import { examineMachine } from "../packages/sandbox/src/hosts/machine/examineMachine.ts";
import { tell } from "./measure.ts";

/** Seconds of the laboratory's scripts: until that many nodes were idle. */
const LABORATORY_SECONDS = { 1: 0.9, 16: 2.5, 64: 7.3, 128: 17 } as const;
const FIRST_RESULT_SECONDS = 10;
const COLD_START_SECONDS = 2.5;
const STOP_SECONDS = 3;
const WAVES = 3;
const JOBS_PER_WAVE = 12;
const WAVE_RUNS = 10;

const figures: Readonly<Record<string, () => Promise<void>>> = {
  first: firstResult,
  cold: coldStart,
  nodes: async () => {
    for (const count of [1, 16, 64, 128] as const) await nodesUntilIdle(count);
  },
  waves,
};

const { driver, reason } = await examineMachine();
if (driver === "simulated") console.log(`left out: ${reason}`);
else {
  await ensureLayer({ packages: "slurm" });
  const wanted = process.argv.slice(2);
  for (const [name, measure] of Object.entries(figures))
    if (wanted.length === 0 || wanted.includes(name)) await measure();
}

/** With the built program: from no sandbox to the output of a job on two nodes that do not run yet. */
async function firstResult(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "trainyard-bench-"));
  const trainyard = (...args: string[]) =>
    execFileSync(process.execPath, [resolve("bin/trainyard.js"), ...args], {
      cwd: directory,
      env: { ...process.env, TRAINYARD_STATE_DIR: join(directory, "state") },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  const capacity = "{ reservation: cr-0123456789abcdef0, static: 0 }";
  writeFileSync(join(directory, "trainyard.yaml"), `name: ml\nregion: us-west-2\ncapacity: ${capacity}\n`);
  try {
    const startMs = performance.now();
    trainyard("sandbox", "start", "--detach", "--speed", "max", "--hosts", "namespaces");
    trainyard("up", "--sandbox", "--yes");
    const printed = trainyard("submit", "--sandbox", "--nodes", "2", "--", "hostname");
    const seconds = (performance.now() - startMs) / 1000;
    if (new Set(printed.trim().split("\n")).size !== 2) throw new Error(`two nodes printed ${printed}`);
    report("nothing to a 2-node job's output", seconds, FIRST_RESULT_SECONDS, "at most 1");
  } finally {
    trainyard("sandbox", "stop");
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Each time on two nodes that were never up, on a slurmctld that has scheduled before. */
async function coldStart(): Promise<void> {
  const { cluster, ...created } = await createRealCluster(gpuQueue(0, 8));
  const startJob = async (nodes: string): Promise<number> => {
    const startMs = performance.now();
    const script = "#!/bin/sh\n: >/fsx/$SLURM_JOB_ID\n";
    const job = await cluster.submit(script, "-N2", `--nodelist=gpu-dy-ml-[${nodes}]`);
    await until("the job began", 60, async () => (await cluster.run("ls", "/fsx")).split("\n").includes(job));
    return (performance.now() - startMs) / 1000;
  };
  await startJob("1-2");
  const seconds = [await startJob("3-4"), await startJob("5-6"), await startJob("7-8")].sort((a, b) => a - b);
  report(
    "cold sbatch -N2 until it runs",
    seconds[1] ?? Infinity,
    COLD_START_SECONDS,
    "at most 1 (median of 3)",
  );
  await created.end();
}

/** The head node runs; from the launch of nodes that were never up. */
async function nodesUntilIdle(count: keyof typeof LABORATORY_SECONDS): Promise<void> {
  const { cluster, ...created } = await createRealCluster(smallQueue(count), {
    slurmSettings: { ScaledownIdletime: -1 },
  });
  await cluster.runAsRoot("scontrol", "update", `nodename=gpu-dy-ml-[1-${count}]`, "state=power_up");
  // slurmctld calls its program within a second; the laboratory launched nodes itself.
  while (cluster.computeInstances().length < count) await new Promise((go) => setTimeout(go, 5));
  const startMs = performance.now();
  await until("all nodes are idle", 300, async () => (await cluster.countNodes("idle")) === count);
  const idleMs = performance.now();
  report(`${count} nodes until idle`, (idleMs - startMs) / 1000, LABORATORY_SECONDS[count], "at most 1.2");
  await created.stop();
  if (count === 128)
    report(`stop of ${count} nodes`, (performance.now() - idleMs) / 1000, STOP_SECONDS, "at most 1");
  await created.end();
}

/** Types that the account's quota has enough of. */
function smallQueue(count: number): QueuesOf {
  return gpuQueue(0, count, { InstanceType: "c5.large" });
}

/** Two-node jobs on dynamic nodes that come and go: every job prints two different nodes. */
async function waves(): Promise<void> {
  const { cluster, ...created } = await createRealCluster(gpuQueue(0, 8));
  for (let run = 1; run <= WAVE_RUNS; run += 1) {
    const startMs = performance.now();
    const jobs: string[] = [];
    for (let wave = 0; wave < WAVES; wave += 1) {
      for (let job = 0; job < JOBS_PER_WAVE; job += 1)
        jobs.push(await cluster.submit("#!/bin/sh\nsrun hostname\n", "-N2", "--exclusive", "-o", "%j.out"));
      await until("the wave is done", 180, () => cluster.isQueueEmpty());
      await until("the nodes are gone", 180, async () => (await cluster.countNodes("idle~")) === 8);
    }
    const right = await countRight(cluster, jobs);
    tell({
      what: `run ${run}: jobs right of ${jobs.length}`,
      figure: String(right),
      baseline: String(jobs.length),
      ratio: right / jobs.length,
      aim: `1 (${((performance.now() - startMs) / 1000).toFixed(0)} s)`,
    });
    if (right < jobs.length) process.exitCode = 1;
  }
  await created.end();
}

async function countRight(cluster: RealCluster, jobs: readonly string[]): Promise<number> {
  let right = 0;
  for (const job of jobs) {
    const hosts = (await cluster.run("cat", `/fsx/${job}.out`)).split("\n");
    if (hosts.length === 2 && new Set(hosts).size === 2) right += 1;
  }
  return right;
}

function report(what: string, seconds: number, baselineSeconds: number, aim: string): void {
  tell({
    what,
    figure: `${seconds.toFixed(2)} s`,
    baseline: `${baselineSeconds.toFixed(2)} s`,
    ratio: seconds / baselineSeconds,
    aim,
  });
}
