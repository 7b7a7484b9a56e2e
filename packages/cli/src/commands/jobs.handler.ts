import {
  CANCEL_SCRIPT,
  HISTORY_SCRIPT,
  hasJobEnded,
  parseHistory,
  parseJobRecords,
  parseQueue,
  QUEUE_SCRIPT,
  readRemote,
  RECORDS_SCRIPT,
  runRemote,
  TrainyardError,
  type JobRecord,
  type RemoteNode,
} from "@trainyard/core";
import type { CommandContext } from "../command/CommandContext.ts";
import { usageError } from "../command/usageError.ts";
import { finishedTable, queueTable, recordText } from "../render/renderJobs.ts";
import { openHeadNode } from "../session/openHeadNode.ts";

interface JobsFlags {
  readonly file: string | undefined;
  readonly history: boolean;
  readonly days: number | undefined;
}

const DEFAULT_DAYS = 7;
/** What the script answers where nothing is recorded. */
const NO_HISTORY = 4;

export async function handleJobs(
  { flags, positionals }: { readonly flags: JobsFlags; readonly positionals: readonly string[] },
  context: CommandContext,
): Promise<void> {
  const [job] = positionals;
  if (job !== undefined) checkJobId(job, /^\d+(?:_\d+)?$/);
  const { node } = await openHeadNode(flags.file, context);
  if (flags.history) return showHistory(node, { job, days: flags.days ?? DEFAULT_DAYS }, context);
  return job === undefined ? showQueue(node, context) : showJob(node, job, context);
}

export async function handleCancel(
  {
    flags,
    positionals,
  }: { readonly flags: { readonly file: string | undefined }; readonly positionals: readonly string[] },
  context: CommandContext,
): Promise<void> {
  const job = positionals[0] ?? "";
  checkJobId(job, /^\d+(?:_(?:\d+|\[[\d,%-]+\]))?$/);
  const { node } = await openHeadNode(flags.file, context);
  const known = await recordsOf(node, job.replace(/_.*$/, ""));
  if (known.length === 0) throw unknownJob(job);
  if (known.every(hasJobEnded)) {
    const states = [...new Set(known.map(({ state }) => state))].join(", ");
    context.output.event({ type: "job-ended-before", jobId: job, states });
    return context.output.result(`Job ${job} has ended: ${states}.`);
  }
  const { exitCode, stderr } = await runRemote(node, {
    script: CANCEL_SCRIPT,
    args: [job],
    comment: `trainyard: cancel job ${job}`,
  });
  if (exitCode !== 0)
    throw new TrainyardError("REMOTE_COMMAND_FAILED", `Slurm does not cancel job ${job}: ${stderr.trim()}`, {
      hint: "Look at `trainyard jobs`.",
      details: { jobId: job, exitCode },
    });
  context.output.event({ type: "job-cancelled", jobId: job });
  context.output.result(`Job ${job} is cancelled.`);
}

async function showQueue(node: RemoteNode, { output }: CommandContext): Promise<void> {
  const queue = parseQueue(await readRemote(node, { script: QUEUE_SCRIPT, comment: "trainyard: jobs" }));
  for (const job of queue) output.event({ type: "job", ...job });
  output.result(queue.length === 0 ? "No job waits or runs." : queueTable(queue, output));
}

async function showJob(node: RemoteNode, job: string, { output }: CommandContext): Promise<void> {
  const records = await recordsOf(node, job);
  if (records.length === 0) throw unknownJob(job);
  for (const record of records) output.event({ type: "job-record", ...record });
  output.result(records.map((record) => recordText(record, output)).join("\n\n"));
}

async function showHistory(
  node: RemoteNode,
  { job, days }: { readonly job: string | undefined; readonly days: number },
  { output }: CommandContext,
): Promise<void> {
  const { exitCode, stdout, stderr } = await runRemote(node, {
    script: HISTORY_SCRIPT,
    args: [String(days)],
    comment: "trainyard: history of jobs",
  });
  if (exitCode === NO_HISTORY)
    throw new TrainyardError("JOB_HISTORY_OFF", "the cluster keeps no record of jobs that have ended", {
      hint: "Set `accounting.completionLog: true`, or for steps and resources `accounting.database` (on the sandbox `accounting: true`), in the project file, and run `trainyard up`.",
    });
  if (exitCode !== 0)
    throw new TrainyardError("REMOTE_COMMAND_FAILED", `the accounting does not answer: ${stderr.trim()}`, {
      hint: "Look at the head node with `trainyard connect`.",
      details: { exitCode },
    });
  const finished = parseHistory(new TextDecoder().decode(stdout)).filter(
    ({ id }) => job === undefined || id === job || id.startsWith(`${job}_`),
  );
  for (const entry of finished) output.event({ type: "finished-job", ...entry });
  output.result(finished.length === 0 ? `No job of the last ${days} days.` : finishedTable(finished, output));
}

async function recordsOf(node: RemoteNode, job: string): Promise<readonly JobRecord[]> {
  const text = await readRemote(node, {
    script: RECORDS_SCRIPT,
    args: [job],
    comment: `trainyard: job ${job}`,
  });
  return parseJobRecords(text);
}

function unknownJob(job: string): TrainyardError {
  return new TrainyardError("JOB_NOT_FOUND", `Slurm does not know the job ${job}`, {
    hint: "Jobs that ended a while ago are listed by `trainyard jobs --history`.",
    details: { jobId: job },
  });
}

function checkJobId(job: string, pattern: RegExp): void {
  if (!pattern.test(job))
    throw usageError(`JOB is "${job}"`, "Give the number of a job, such as 12 or 12_3.");
}
