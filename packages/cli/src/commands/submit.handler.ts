import { randomBytes } from "node:crypto";
import {
  followJob,
  readPartitions,
  submitJob,
  TrainyardError,
  type FollowedJob,
  type JobRequest,
  type SubmittedJob,
} from "@trainyard/core";
import type { CommandContext } from "../command/CommandContext.ts";
import { JobView } from "../render/JobView.ts";
import { openHeadNode, type OpenHeadNode } from "../session/openHeadNode.ts";
import { prepareJob, refuseImpossible, type PreparedJob, type SubmitFlags } from "../session/prepareJob.ts";

const LONGEST_LOOK_INTERVAL_MS = 3_000;
const SHORTEST_LOOK_INTERVAL_MS = 300;

export async function handleSubmit(
  invocation: {
    readonly flags: SubmitFlags & { readonly file: string | undefined; readonly "no-follow": boolean };
    readonly positionals: readonly string[];
    readonly rest: readonly string[];
  },
  context: CommandContext,
): Promise<number> {
  const job = await prepareJob(invocation, context);
  const opened = await openHeadNode(invocation.flags.file, context);
  refuseImpossible(job, await readPartitions(opened.node));
  const submitted = await submit(job, opened, context);
  if (invocation.flags["no-follow"]) {
    context.output.result(
      `Job ${submitted.jobId} is submitted; follow it with \`trainyard jobs ${submitted.jobId}\`.`,
    );
    return 0;
  }
  context.output.progress(`Job ${submitted.jobId} is submitted.`);
  return follow(submitted, opened, context);
}

async function submit(
  { submission, request }: PreparedJob,
  { node, head }: OpenHeadNode,
  { output }: CommandContext,
): Promise<SubmittedJob> {
  const token = `${new Date().toISOString().slice(0, 19).replaceAll(/[:T]/g, "-")}-${randomBytes(4).toString("hex")}`;
  const submitted = await submitJob(
    node,
    { ...submission, token, loginUser: head.loginUser },
    (sent, total) => output.redraw([`  files  ${Math.round((100 * sent) / total)} %`]),
  );
  output.clearLive();
  output.event({ type: "job-submitted", ...submitted, ...eventOf(request) });
  return submitted;
}

async function follow(job: SubmittedJob, opened: OpenHeadNode, context: CommandContext): Promise<number> {
  const view = new JobView(context.output);
  try {
    const followed = await followJob(
      opened.node,
      {
        jobId: job.jobId,
        loginUser: opened.head.loginUser,
        lookIntervalMs: Math.min(
          LONGEST_LOOK_INTERVAL_MS,
          Math.max(SHORTEST_LOOK_INTERVAL_MS, opened.pollIntervalMs),
        ),
      },
      (event) => view.report(event),
    );
    view.end();
    return exitCodeOf(job, followed, context);
  } catch (error) {
    view.end();
    if (!context.signal.aborted) throw error;
    throw new TrainyardError("INTERRUPTED", `not followed any more; job ${job.jobId} goes on`, {
      hint: `Look with \`trainyard jobs ${job.jobId}\`, or end it with \`trainyard cancel ${job.jobId}\`.`,
      details: { jobId: job.jobId },
      cause: error,
    });
  }
}

function exitCodeOf(job: SubmittedJob, { end, records }: FollowedJob, { output }: CommandContext): number {
  const exitCode = end.kind === "exited" ? end.exitCode : undefined;
  output.event({
    type: "job-finished",
    jobId: job.jobId,
    states: [...new Set(records.map(({ state }) => state))],
    exitCode,
    nodes: records[0]?.nodes,
    outputPath: records[0]?.stdoutPath,
  });
  const [first] = records;
  if (first !== undefined && first.stderrPath !== first.stdoutPath)
    output.progress(`Errors of the job are in ${first.stderrPath}.`);
  if (records.length > 1) output.progress(`Outputs of the tasks: ${first?.stdoutPath ?? ""} and its like.`);
  if (exitCode !== undefined) {
    if (exitCode !== 0) output.progress(`Job ${job.jobId} ended with exit code ${exitCode}.`);
    return exitCode;
  }
  throw new TrainyardError(
    "JOB_UNFINISHED",
    `job ${job.jobId} ended as ${end.kind === "unfinished" ? end.state : ""}`,
    {
      hint: `Look at \`trainyard jobs ${job.jobId}\` and \`trainyard logs --stream slurmctld\`.`,
      details: { jobId: job.jobId },
    },
  );
}

function eventOf({ partitions, nodeCount, gpusPerNode }: JobRequest): Readonly<Record<string, unknown>> {
  return { partitions, nodeCount, gpusPerNode };
}
