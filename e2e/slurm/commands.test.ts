import { mkdirSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createProgram, type Program, type ProgramResult } from "../support/createProgram.ts";
import { whyNoSlurm } from "./realCluster.ts";
import { until } from "../support/until.ts";

const skip = (await whyNoSlurm()) !== undefined;
const CAPACITY = "region: us-west-2\ncapacity: { reservation: cr-0123456789abcdef0, count: 3, static: 1 }\n";

let program: Program;

beforeAll(async () => {
  if (skip) return;
  program = createProgram();
  program.write("trainyard.yaml", `name: ml\n${CAPACITY}`);
  // The packages of hosts that this machine has already.
  const environment = { XDG_CACHE_HOME: process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache") };
  const start = ["sandbox", "start", "--detach", "--speed", "max", "--hosts", "namespaces"];
  await program.run(start, { environment });
  const up = await run("up", "--yes");
  if (up.code !== 0) throw new Error(up.stderr);
});

afterAll(async () => {
  if (!skip) await program.end();
});

test.skipIf(skip)("a script goes with its directory, and its exit code is the command's", async () => {
  mkdirSync(join(program.directory, "other project/my job/data"), { recursive: true });
  program.write("other project/my job/data/text", "read\n");
  symlinkSync("data/text", join(program.directory, "other project/my job/link"));
  program.write(
    "other project/my job/run me.sbatch",
    '#!/bin/bash\n#SBATCH --job-name="my job"\n#SBATCH --nodes=2\ncat link; echo "got $*"; srun hostname; exit 7\n',
  );
  const submitted = await run(
    "submit",
    "--with-files",
    "other project/my job/run me.sbatch",
    "--",
    "one",
    "two three",
  );
  expect(submitted, submitted.stderr).toMatchObject({ code: 7 });
  const lines = submitted.stdout.trim().split("\n").sort();
  expect(lines).toEqual([
    "compute-gpu-dy-distributed-ml-1",
    "compute-gpu-st-distributed-ml-1",
    "got one two three",
    "read",
  ]);
  const history = await run("jobs", "--history", "--json");
  expect(history.events).toContainEqual(
    expect.objectContaining({ type: "finished-job", name: "my job", state: "FAILED", exitCode: "7:0" }),
  );
});

test.skipIf(skip)("an array ends as the worst of its tasks, and a job waits for another one", async () => {
  program.write(
    "array.sbatch",
    "#!/bin/bash\n#SBATCH --array=0-2\n#SBATCH --output=/fsx/%A_%a.out\nsleep 1; exit $((SLURM_ARRAY_TASK_ID * 2))\n",
  );
  program.write(
    "first.sbatch",
    "#!/bin/bash\nuntil [ -e /fsx/go ]; do sleep 0.2; done; echo 1 >> /fsx/order\n",
  );
  program.write("second.sbatch", "#!/bin/bash\necho 2 >> /fsx/order; cat /fsx/order\n");
  expect(await run("submit", "array.sbatch")).toMatchObject({ code: 4 });
  const first = jobIdOf(await run("submit", "--no-follow", "first.sbatch", "--json"));
  const second = run("submit", "second.sbatch", `--option=--dependency=afterok:${first}`);
  await until("the second job waits", 60, async () => {
    const waiting = (await run("jobs", "--json")).events.find(({ state }) => state === "PENDING");
    return String(waiting?.["dependency"]).startsWith(`afterok:${first}`);
  });
  expect(await run("submit", "--", "touch", "/fsx/go")).toMatchObject({ code: 0 });
  expect(await second).toMatchObject({ code: 0, stdout: expect.stringContaining("1\n2") });
});

test.skipIf(skip)("a job that is put back into the queue is shown as such, and cancelled", async () => {
  program.write("again.sbatch", "#!/bin/bash\n#SBATCH --requeue\nsleep 600\n");
  const job = jobIdOf(await run("submit", "--no-follow", "again.sbatch", "--json"));
  const shown = async () => (await run("jobs", "--json")).events.find(({ jobId }) => jobId === job);
  await until("the job runs", 60, async () => (await shown())?.["state"] === "RUNNING");
  expect(await run("connect", "--", "scontrol", "requeue", job)).toMatchObject({ code: 0 });
  await until("the job waits again", 60, async () => (await shown())?.["state"] === "PENDING");
  expect(await shown()).toMatchObject({ restartCount: 1 });
  expect((await run("jobs")).stdout).toContain("start 2");
  expect(await run("cancel", job)).toMatchObject({ code: 0 });
  await until("the job is cancelled", 60, async () =>
    (await run("jobs", job, "--json")).events.some(({ state }) => state === "CANCELLED"),
  );
});

test.skipIf(skip)("what the cluster cannot run is refused before it is sent", async () => {
  program.write("wide.sbatch", "#!/bin/bash\n#SBATCH --nodes=4\ntrue\n");
  program.write("fast.sbatch", "#!/bin/bash\n#SBATCH --gpus-per-node=9\ntrue\n");
  program.write("lost.sbatch", "#!/bin/bash\n#SBATCH --partition=compute-cpu\ntrue\n");
  const refusals = await Promise.all(
    ["missing.sbatch", "wide.sbatch", "fast.sbatch", "lost.sbatch"].map(async (file) => {
      const { code, events } = await run("submit", file, "--json");
      return [file, code, events.at(-1)?.["code"]];
    }),
  );
  expect(refusals).toEqual([
    ["missing.sbatch", 2, "FILE_NOT_FOUND"],
    ["wide.sbatch", 3, "JOB_REJECTED"],
    ["fast.sbatch", 3, "JOB_REJECTED"],
    ["lost.sbatch", 3, "JOB_REJECTED"],
  ]);
});

test.skipIf(skip)("history comes from sacct with a database, and else says which key to set", async () => {
  program.write("records.yaml", `name: records\n${CAPACITY}accounting: true\n`);
  program.write("forgetful.yaml", `name: forgetful\n${CAPACITY}accounting: { completionLog: false }\n`);
  for (const file of ["records.yaml", "forgetful.yaml"]) {
    const up = await run("up", "--yes", "-f", file);
    expect(up, up.stderr).toMatchObject({ code: 0 });
  }
  const counted = ["--name", "counted", "--gpus-per-node", "8", "--", "true"];
  const done = await run("submit", "-f", "records.yaml", ...counted);
  expect(done, done.stderr).toMatchObject({ code: 0 });
  await until("the job is recorded", 60, async () => {
    const { events } = await run("jobs", "--history", "-f", "records.yaml", "--json");
    return events.some(({ name, state }) => name === "counted" && state === "COMPLETED");
  });
  const sums = await run("connect", "-f", "records.yaml", "--", "sacct", "-anP", "-o", "alloctres");
  expect(sums.stdout).toContain("gres/gpu=8");
  const { code, events, stderr } = await run("jobs", "--history", "-f", "forgetful.yaml", "--json");
  expect([code, events.at(-1)?.["code"]], stderr).toEqual([2, "JOB_HISTORY_OFF"]);
  expect(events.at(-1)?.["hint"]).toContain("accounting.completionLog: true");
});

function run(...words: string[]): Promise<ProgramResult> {
  const [command = "", ...rest] = words;
  return program.run([command, "--sandbox", ...rest]);
}

function jobIdOf({ events }: ProgramResult): string {
  return String(events.find(({ type }) => type === "job-submitted")?.["jobId"]);
}
