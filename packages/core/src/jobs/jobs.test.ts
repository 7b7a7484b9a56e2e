import { expect, test } from "vitest";
import { readBatchScript } from "./BatchScript.ts";
import { checkJob } from "./checkJob.ts";
import { gpusOf, parsePartitions } from "./ClusterPartition.ts";
import { parseJobRecords } from "./JobRecord.ts";
import { jobRequestOf } from "./JobRequest.ts";
import { hasJobEnded, jobEndOf, worstEnd } from "./jobStates.ts";
import { parseHistory } from "./parseHistory.ts";
import { parseQueue } from "./QueuedJob.ts";

const FIELD = "\u001f";
const ROW = "\u001e\n";
const row = (...fields: string[]): string => fields.join(FIELD) + ROW;

test("a queue is read field by field, whatever the names hold", () => {
  const name = "a | b\nc  JobState=RUNNING";
  const text =
    row(
      "12_[4-9%2]",
      "12",
      name,
      "ubuntu",
      "train",
      "PENDING",
      "Dependency",
      "2",
      "",
      "0:00",
      "UNLIMITED",
      "afterok:11(unfulfilled)",
      "2026-01-05T08:00:00",
    ) +
    row(
      "13",
      "13",
      "x",
      "ubuntu",
      "train",
      "RUNNING",
      "None",
      "2",
      "train-st-main-[1-2]",
      "1:02",
      "1:00:00",
      "(null)",
      "2026-01-05T08:00:01",
    );
  const restarts = "12_[4-9%2]       0   \n13        2       \n";
  expect(parseQueue(`${text}\u001d${restarts}`)).toEqual([
    expect.objectContaining({
      id: "12_[4-9%2]",
      jobId: "12",
      name,
      reason: "Dependency",
      dependency: "afterok:11(unfulfilled)",
      restartCount: 0,
    }),
    expect.objectContaining({ id: "13", nodes: "train-st-main-[1-2]", dependency: "", restartCount: 2 }),
  ]);
  expect(parseQueue("")).toEqual([]);
});

/** As Slurm 22.05 and 24.05 print it. */
const RECORDS = [
  "JobId=5 JobName=train me UserId=root(0) GroupId=root(0) MCS_label=N/A Priority=4294901755 Nice=0 Account=(null) QOS=(null) JobState=FAILED Reason=NonZeroExitCode Dependency=(null) Requeue=1 Restarts=2 BatchFlag=1 Reboot=0 ExitCode=3:0 RunTime=00:00:04 TimeLimit=UNLIMITED TimeMin=N/A SubmitTime=2026-11-24T15:00:00 EligibleTime=2026-11-24T15:00:00 AccrueTime=2026-11-24T15:00:00 StartTime=2026-11-24T15:00:05 EndTime=2026-11-24T15:00:09 Deadline=N/A SuspendTime=None SecsPreSuspend=0 LastSchedEval=2026-11-24T15:00:05 Scheduler=Main Partition=train AllocNode:Sid=ip-10-0-0-10:99 ReqNodeList=(null) ExcNodeList=(null) NodeList=train-st-main-[1-2] BatchHost=train-st-main-1 NumNodes=2 NumCPUs=4 NumTasks=2 CPUs/Task=1 ReqB:S:C:T=0:0:*:* TRES=cpu=4,node=2,billing=4 Socks/Node=* NtasksPerN:B:S:C=1:0:*:1 CoreSpec=* MinCPUsNode=1 MinMemoryNode=0 MinTmpDiskNode=0 Features=(null) DelayBoot=00:00:00 OverSubscribe=OK Contiguous=0 Licenses=(null) Network=(null) Command=/home/ubuntu/my script.sh WorkDir=/home/ubuntu/a b StdErr=/home/ubuntu/a b/out %.log StdIn=/dev/null StdOut=/home/ubuntu/a b/out %.log Power= ",
  "JobId=7 ArrayJobId=6 ArrayTaskId=1-3%2 ArrayTaskThrottle=2 JobName=x NodeList=fake y UserId=ubuntu(1000) GroupId=ubuntu(1000) MCS_label=N/A Priority=1 Nice=0 Account=(null) QOS=(null) JobState=PENDING Reason=Dependency Dependency=afterok:5(unfulfilled) Requeue=1 Restarts=0 BatchFlag=1 Reboot=0 ExitCode=0:0 RunTime=00:00:00 TimeLimit=01:00:00 TimeMin=N/A SubmitTime=2026-11-24T15:00:00 StartTime=Unknown EndTime=Unknown Partition=train NodeList= NumNodes=1-2 NumCPUs=1 Command=./x WorkDir=/fsx StdErr=/fsx/%A_%a.err StdIn=/dev/null StdOut=/fsx/%A_%a.out TresPerNode=gres/gpu:8",
].join("\n");

test("records of jobs are read with the spaces in their names and paths", () => {
  const [job, array] = parseJobRecords(RECORDS);
  expect(job).toMatchObject({
    jobId: "5",
    name: "train me",
    user: "root",
    state: "FAILED",
    restartCount: 2,
    exitCode: 3,
    exitSignal: 0,
    nodes: "train-st-main-[1-2]",
    nodeCount: 2,
    command: "/home/ubuntu/my script.sh",
    directory: "/home/ubuntu/a b",
    stdoutPath: "/home/ubuntu/a b/out %.log",
    arrayJobId: undefined,
    dependency: "",
  });
  expect(array).toMatchObject({
    arrayJobId: "6",
    arrayTaskId: "1-3%2",
    name: "x NodeList=fake y",
    nodes: "",
    reason: "Dependency",
    stdoutPath: "/fsx/%A_%a.out",
  });
});

test.each([
  { state: "COMPLETED", exit: [0, 0], end: { kind: "exited", exitCode: 0 } },
  { state: "FAILED", exit: [3, 0], end: { kind: "exited", exitCode: 3 } },
  { state: "FAILED", exit: [0, 9], end: { kind: "exited", exitCode: 137 } },
  { state: "TIMEOUT", exit: [0, 15], end: { kind: "unfinished", state: "TIMEOUT" } },
  { state: "CANCELLED", exit: [0, 15], end: { kind: "unfinished", state: "CANCELLED" } },
  { state: "NODE_FAIL", exit: [0, 0], end: { kind: "unfinished", state: "NODE_FAIL" } },
])("$state with $exit ends as $end", ({ state, exit: [exitCode = 0, exitSignal = 0], end }) => {
  expect(hasJobEnded({ state })).toBe(true);
  expect(jobEndOf({ state, exitCode, exitSignal })).toEqual(end);
});

test.each(["PENDING", "CONFIGURING", "RUNNING", "COMPLETING", "REQUEUED", "SUSPENDED", ""])(
  "a job that is %s has not ended",
  (state) => expect(hasJobEnded({ state })).toBe(false),
);

const exited = (exitCode: number) => ({ kind: "exited" as const, exitCode });

test("an array ends as the worst of its tasks", () => {
  expect(worstEnd([exited(0), exited(4), exited(1)])).toEqual(exited(4));
  expect(worstEnd([exited(4), { kind: "unfinished", state: "TIMEOUT" }])).toMatchObject({ state: "TIMEOUT" });
});

test.each([
  { gres: "gpu:8", count: 8 },
  { gres: "gpu:h100:8(S:0-1)", count: 8 },
  { gres: "gpu:a:4,gpu:b:4", count: 8 },
  { gres: "gpu", count: 1 },
  { gres: "(null)", count: 0 },
  { gres: "nvme:2", count: 0 },
])("$gres means $count GPUs", ({ gres, count }) => expect(gpusOf(gres)).toBe(count));

const PARTITIONS = parsePartitions(
  row("train*", "up", "2", "192", "gpu:h100:8") +
    row("train*", "up", "2", "192", "gpu:h100:8") +
    row("cpu", "up", "10", "8+", "(null)"),
);

test("rows of one partition become one", () => {
  expect(PARTITIONS).toEqual([
    {
      name: "train",
      isDefault: true,
      isUp: true,
      nodeCount: 4,
      gpusPerNode: 8,
      cpusPerNode: 192,
      gpuCount: 32,
    },
    { name: "cpu", isDefault: false, isUp: true, nodeCount: 10, gpusPerNode: 0, cpusPerNode: 8, gpuCount: 0 },
  ]);
});

const SCRIPTS: readonly { lines: string[]; says?: string }[] = [
  { lines: ["#SBATCH --nodes=4 --gpus-per-node=8"] },
  { lines: ["#SBATCH -N5"], says: "asks for 5 nodes, the partition train has 4" },
  { lines: ["#SBATCH --nodes 5-8 # all of them"], says: "asks for 5 nodes" },
  { lines: ["#SBATCH --nodes=1k"], says: "asks for 1024 nodes" },
  { lines: ["#SBATCH --gres=gpu:h100:9"], says: "asks for 9 GPUs on each node, a node of train has 8" },
  { lines: ["#SBATCH --gpus=33"], says: "asks for 33 GPUs, the partition train has 32" },
  { lines: ["#SBATCH -p trian"], says: 'there is no partition "trian"' },
  { lines: ["#SBATCH -p train,cpu -N 10"] },
  { lines: ["#SBATCH --partition=cpu", "#SBATCH --gpus-per-node=1"], says: "a node of cpu has 0" },
  { lines: ["# a remark", "", "#SBATCH -N 5"], says: "asks for 5 nodes" },
  { lines: ["##SBATCH -N 5"] },
  { lines: ["#SBATCH --comment='-N 5'"] },
  { lines: ["srun true", "#SBATCH -N 5"] },
];

test.each(SCRIPTS)("$lines: $says", ({ lines, says }) => {
  const script = readBatchScript(["#!/bin/bash", ...lines, "srun hostname"].join("\n"));
  const problems = checkJob(jobRequestOf(script), PARTITIONS);
  expect(problems.map(({ message }) => message)).toEqual(
    [says ?? []].flat().map((words) => expect.stringContaining(words)),
  );
});

test("flags win over the script", () => {
  const script = readBatchScript("#!/bin/bash\n#SBATCH -N 5 -p nowhere\n");
  expect(checkJob(jobRequestOf(script, { nodes: 2, partition: "cpu" }), PARTITIONS)).toEqual([]);
});

test("without a default partition the job must name one", () => {
  const request = jobRequestOf({ options: [] });
  const none = parsePartitions(row("train", "up", "2", "1", "(null)") + row("cpu", "up", "2", "1", "(null)"));
  expect(checkJob(request, none)).toMatchObject([
    { option: "partition", hint: expect.stringContaining("train, cpu") },
  ]);
});

test.each([
  { what: "an empty file", text: " \n", says: "empty" },
  { what: "no interpreter", text: "echo a", says: "interpreter" },
  { what: "Windows line ends", text: "#!/bin/bash\r\necho a\r\n", says: "CR LF" },
])("$what is a problem before it is sent", ({ text, says }) => {
  expect(readBatchScript(text).problems).toMatchObject([{ message: expect.stringContaining(says) }]);
});

const accounted = (name: string): string =>
  [
    "5",
    name,
    "ubuntu",
    "train",
    "CANCELLED by 1000",
    "0:15",
    "S",
    "B",
    "E",
    "00:01:00",
    "2",
    "None assigned",
  ].join(FIELD);

test("what was accounted is read, a line break in a name too", () => {
  expect(parseHistory(`${accounted("a")}\n${accounted("b\nc")}\n`)).toMatchObject([
    { id: "5", name: "a", state: "CANCELLED by 1000", nodeCount: 2, nodes: "" },
    { name: "b\nc" },
  ]);
});

const completed = (fields: { readonly name: string; readonly ended: string; readonly more?: string }) =>
  `JobId=7 UserId=ubuntu(1000) GroupId=ubuntu(1000) Name=${fields.name} JobState=FAILED Partition=train TimeLimit=525600 StartTime=2026-11-24T18:50:43 EndTime=${fields.ended} NodeList=train-dy-main-1,train-st-main-1 NodeCnt=2 ProcCnt=2 WorkDir=/home/ubuntu/a b ReservationName= Tres=cpu=2,mem=1M,node=2,billing=2 Account= QOS= WcKey= Cluster=unknown SubmitTime=2026-11-24T18:50:41 EligibleTime=2026-11-24T18:50:41 ${fields.more ?? ""}DerivedExitCode=0:0 ExitCode=7:0 `;

test("the list of completed jobs is read from a time on, with arrays and any name", () => {
  const lines = [
    completed({ name: "too old", ended: "2026-11-24T18:49:00" }),
    completed({ name: "my JobState=x job", ended: "2026-11-25T20:51:44" }),
    completed({ name: "a", ended: "2026-11-24T18:51:43", more: "ArrayJobId=5 ArrayTaskId=2 " }),
    "half a lin",
  ];
  expect(parseHistory(`completed since 2026-11-24T18:50:00\n${lines.join("\n")}\n`)).toMatchObject([
    {
      id: "7",
      name: "my JobState=x job",
      user: "ubuntu",
      state: "FAILED",
      exitCode: "7:0",
      elapsed: "1-02:01:01",
      nodeCount: 2,
      nodes: "train-dy-main-1,train-st-main-1",
    },
    { id: "5_2", elapsed: "00:01:00" },
  ]);
});
