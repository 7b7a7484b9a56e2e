import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { execFileSync } from "node:child_process";
import { afterEach, expect, test } from "vitest";
import { readRemote, runRemote } from "../remote/runRemote.ts";
import { createShellNode, type ShellNode } from "../remote/testing/createShellRemote.ts";
import { followJob, type JobEvent } from "./followJob.ts";
import { HISTORY_SCRIPT } from "./jobScripts.ts";
import { submitJob, type JobSubmission } from "./submitJob.ts";

const nodes: ShellNode[] = [];
const shellNode = (): ShellNode => {
  const made = createShellNode();
  nodes.push(made);
  return made;
};
afterEach(() => nodes.splice(0).forEach((made) => made.remove()));

const bytes = (text: string) => new TextEncoder().encode(text);
const SUBMISSION: JobSubmission = {
  loginUser: "ubuntu",
  token: "t-1",
  kind: "script",
  scriptName: "my train.sbatch",
  content: bytes("#!/bin/bash\necho hello\n"),
  options: [],
  args: [],
};

/** Keeps the words that sbatch got, one a line, and a copy of the script. */
const SBATCH = `for word; do printf '[%s]\\n' "$word"; done >"$HOME/words"
for word; do case $word in *.sbatch) cat "$word" >"$HOME/script";; esac; done
echo 42`;

test.each([
  { options: [], args: [], words: [] },
  { options: ["--nodes=2"], args: [], words: ["--nodes=2"] },
  { options: ["--nodes=2", "--comment=a b"], args: ["--epochs", "3 ' $(id)"], words: [] },
  { options: [], args: ["", "x"], words: [] },
])("sbatch gets the options $options, the script and the arguments $args", async ({ options, args }) => {
  const { node, home, program } = shellNode();
  program("sbatch", SBATCH);
  expect(await submitJob(node, { ...SUBMISSION, options, args })).toEqual({ jobId: "42", directory: home });
  const words = readFileSync(join(home, "words"), "utf8");
  const script = join(home, ".trainyard/t-1/my train.sbatch");
  expect(words).toBe(["--parsable", ...options, script, ...args].map((word) => `[${word}]\n`).join(""));
  expect(readFileSync(join(home, "script"), "utf8")).toBe("#!/bin/bash\necho hello\n");
  expect(existsSync(join(home, ".trainyard/t-1"))).toBe(false);
});

test("a directory goes along and the job works in it", async () => {
  const { node, home, program } = shellNode();
  program("sbatch", SBATCH);
  const source = join(home, "source");
  mkdirSync(join(source, "jobs"), { recursive: true });
  writeFileSync(join(source, "jobs/a.sbatch"), "#!/bin/bash\n");
  // More than one piece: what cannot be packed.
  const noise = Buffer.from(
    Array.from({ length: 60_000 }, (_, index) => (index * index * 31 + (index >> 3)) % 251),
  );
  writeFileSync(join(source, "noise.bin"), noise);
  const content = gzipSync(execFileSync("tar", ["-cf", "-", "-C", source, "."]), { level: 0 });
  const sent: number[] = [];
  const job = { ...SUBMISSION, kind: "archive" as const, scriptName: "jobs/a.sbatch", content };
  const { directory } = await submitJob(node, job, (sentBytes) => sent.push(sentBytes));
  expect(directory).toBe(join(home, "trainyard/t-1/jobs"));
  expect(readFileSync(join(home, "words"), "utf8")).toBe("[--parsable]\n[./a.sbatch]\n");
  expect(readFileSync(join(directory, "../noise.bin")).equals(noise)).toBe(true);
  expect(sent.length).toBeGreaterThan(1);
});

test("Slurm's refusal is told in its words, and nothing is left behind", async () => {
  const { node, home, program } = shellNode();
  program("sbatch", "echo 'sbatch: error: Batch job submission failed: Invalid qos' >&2; exit 1");
  await expect(submitJob(node, SUBMISSION)).rejects.toMatchObject({
    code: "JOB_REJECTED",
    message: "Slurm refuses the job: Batch job submission failed: Invalid qos",
  });
  expect(existsSync(join(home, ".trainyard/t-1"))).toBe(false);
});

test("what is too large is refused before anything is sent", async () => {
  const { node, sent } = shellNode();
  const content = new Uint8Array(4_000_001);
  await expect(submitJob(node, { ...SUBMISSION, content })).rejects.toMatchObject({
    code: "UPLOAD_TOO_LARGE",
  });
  expect(sent).toEqual([]);
});

/** A scontrol that tells one line of a file after the other, the last one for ever. */
function tellJob(made: ShellNode, records: readonly string[]): void {
  writeFileSync(join(made.home, "records"), `${records.join("\n")}\n`);
  made.program(
    "scontrol",
    `cd "${made.home}"; n=$(cat count 2>/dev/null || echo 1); echo $((n + 1)) >count
last=$(wc -l <records); [ "$n" -le "$last" ] || n=$last
line=$(sed -n "$n"p records); [ -n "$line" ] && printf '%s\\n' "$line"
[ ! -e "output.$n" ] || cp "output.$n" out.log`,
  );
  made.program("sinfo", "echo 'n-1 alloc#'; echo 'n-2 alloc'");
}

function record(made: ShellNode, state: string, more = ""): string {
  return `JobId=42 JobName=a UserId=ubuntu(1000) GroupId=ubuntu(1000) JobState=${state} Reason=None Dependency=(null) Restarts=0 ExitCode=${more || "0:0"} Partition=train NodeList=n-[1-2] NumNodes=2 Command=/a WorkDir=/ StdErr=/a StdIn=/dev/null StdOut=${made.home}/out.log Power=`;
}

async function follow(made: ShellNode) {
  const events: JobEvent[] = [];
  const followed = await followJob(
    made.node,
    { jobId: "42", loginUser: "ubuntu", lookIntervalMs: 1 },
    (event) => events.push(event),
  );
  const output = events.map((event) => (event.type === "job-output" ? event.text : "")).join("");
  const states = events.flatMap((event) => (event.type === "job-state" ? [event] : []));
  return { followed, output, states };
}

test("a job is followed from its nodes over its output to its exit code", async () => {
  const made = shellNode();
  tellJob(
    made,
    ["CONFIGURING", "RUNNING", "RUNNING"]
      .map((state) => record(made, state))
      .concat(record(made, "FAILED", "3:0")),
  );
  writeFileSync(join(made.home, "output.2"), "one\n");
  writeFileSync(join(made.home, "output.3"), "one\ntwo ü\n");
  writeFileSync(join(made.home, "output.5"), "one\ntwo ü\nlate\n");
  writeFileSync(join(made.home, "output.4"), "one\ntwo ü\nlate\n");
  const { followed, output, states } = await follow(made);
  expect(followed.end).toEqual({ kind: "exited", exitCode: 3 });
  expect(output).toBe("one\ntwo ü\nlate\n");
  expect(states[0]).toMatchObject({ state: "CONFIGURING", nodeCount: 2, readyNodeCount: 1 });
  expect(states.map(({ state }) => state)).toEqual(["CONFIGURING", "RUNNING", "FAILED"]);
});

test("a requeued job's output is shown again from its beginning", async () => {
  const made = shellNode();
  tellJob(
    made,
    ["RUNNING", "RUNNING", "PENDING", "RUNNING", "COMPLETED"].map((state) => record(made, state)),
  );
  writeFileSync(join(made.home, "output.2"), "first life\n");
  writeFileSync(join(made.home, "output.4"), "second\n");
  const { output } = await follow(made);
  expect(output).toBe("first life\nsecond\n");
});

test("a requeued job that wrote more than before is shown whole", async () => {
  const made = shellNode();
  const again = (state: string) => record(made, state).replace("Restarts=0", "Restarts=1");
  tellJob(made, [
    record(made, "RUNNING"),
    record(made, "RUNNING"),
    again("PENDING"),
    again("RUNNING"),
    again("COMPLETED"),
  ]);
  writeFileSync(join(made.home, "output.2"), "first\n");
  writeFileSync(join(made.home, "output.4"), "second life is longer\n");
  const { output } = await follow(made);
  expect(output).toBe("first\nsecond life is longer\n");
});

test("a job that Slurm forgot is an error", async () => {
  const made = shellNode();
  made.program("scontrol", "exit 1");
  await expect(follow(made)).rejects.toMatchObject({ code: "JOB_NOT_FOUND" });
});

test("an array is followed by the states of its tasks", async () => {
  const made = shellNode();
  const task = (id: number, state: string, exit = "0:0") =>
    record(made, state, exit).replace("JobId=42", `JobId=${42 + id} ArrayJobId=42 ArrayTaskId=${id}`);
  writeFileSync(join(made.home, "all"), [task(0, "COMPLETED"), task(1, "FAILED", "5:0"), ""].join("\n"));
  made.program("scontrol", `cat "${made.home}/all"`);
  made.program("sinfo", "true");
  const { followed, states } = await follow(made);
  expect(followed.end).toEqual({ kind: "exited", exitCode: 5 });
  expect(states).toMatchObject([{ taskCount: 2, endedTaskCount: 2 }]);
});

test.each([
  { config: "AccountingStorageType   = accounting_storage/slurmdbd", says: "sacct -a -P -n -X" },
  {
    config: "JobCompType             = jobcomp/filetxt\nJobCompLoc              = /etc/hosts",
    says: "localhost",
  },
  { config: "JobCompType = jobcomp/filetxt\nJobCompLoc = /not here", says: "completed since 2" },
])("history with $config comes from $says", async ({ config, says }) => {
  const made = shellNode();
  made.program("scontrol", `echo '${config}'`);
  made.program("sacct", `echo "sacct $*"`);
  expect(await readRemote(made.node, { script: HISTORY_SCRIPT, args: ["7"], comment: "history" })).toContain(
    says,
  );
});

test("history without any record is told by its exit code", async () => {
  const made = shellNode();
  made.program("scontrol", "echo 'JobCompType = jobcomp/none'");
  expect(
    await runRemote(made.node, { script: HISTORY_SCRIPT, args: ["7"], comment: "history" }),
  ).toMatchObject({ exitCode: 4 });
});
