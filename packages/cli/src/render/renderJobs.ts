import type { FinishedJob, JobRecord, QueuedJob } from "@trainyard/core";
import type { Output, Style } from "./Output.ts";
import { table } from "./table.ts";

export function queueTable(jobs: readonly QueuedJob[], output: Output): string {
  return table([
    ["JOB", "NAME", "USER", "PARTITION", "STATE", "TIME", "NODES", ""],
    ...jobs.map((job) => [
      job.id,
      oneLine(job.name),
      job.user,
      job.partition,
      output.paint(styleOf(job.state), job.state),
      job.timeUsed,
      String(job.nodeCount),
      job.nodes === "" ? waitText(job) : job.nodes,
    ]),
  ]);
}

export function finishedTable(jobs: readonly FinishedJob[], output: Output): string {
  return table([
    ["JOB", "NAME", "USER", "PARTITION", "STATE", "EXIT", "ELAPSED", "ENDED", "NODES"],
    ...jobs.map((job) => [
      job.id,
      oneLine(job.name),
      job.user,
      job.partition,
      output.paint(styleOf(job.state), job.state),
      job.exitCode,
      job.elapsed,
      job.endedAt,
      job.nodes === "" ? String(job.nodeCount) : job.nodes,
    ]),
  ]);
}

export function recordText(job: JobRecord, output: Output): string {
  const task = job.arrayJobId === undefined ? "" : ` (${job.arrayJobId}_${job.arrayTaskId ?? ""})`;
  const rows = [
    ["job", `${job.jobId}${task} ${oneLine(job.name)}`],
    [
      "state",
      `${output.paint(styleOf(job.state), job.state)}${job.reason === "None" ? "" : `  ${job.reason}`}`,
    ],
    ["exit code", job.exitSignal === 0 ? String(job.exitCode) : `${job.exitCode}, signal ${job.exitSignal}`],
    ["restarts", String(job.restartCount)],
    ["dependency", job.dependency],
    ["user", job.user],
    ["partition", job.partition],
    ["nodes", `${job.nodeCount}${job.nodes === "" ? "" : `  ${job.nodes}`}`],
    ["time", `${job.runTime} of ${job.timeLimit}`],
    ["submitted", job.submittedAt],
    ["started", job.startedAt],
    ["ended", job.endedAt],
    ["script", job.command],
    ["directory", job.directory],
    ["output", job.stdoutPath],
    ["errors", job.stderrPath === job.stdoutPath ? "" : job.stderrPath],
  ];
  return table(rows.filter(([, value]) => value !== "" && value !== "Unknown"));
}

function waitText({ reason, dependency, restartCount }: QueuedJob): string {
  const parts = [
    ...(reason === "None" || reason === "" ? [] : [reason]),
    ...(dependency === "" ? [] : [dependency]),
    ...(restartCount === 0 ? [] : [`start ${restartCount + 1}`]),
  ];
  return parts.length === 0 ? "" : `(${parts.join(", ")})`;
}

function styleOf(state: string): Style {
  if (state === "COMPLETED") return "green";
  if (state === "RUNNING" || state === "COMPLETING") return "cyan";
  return /^(?:PENDING|CONFIGURING|REQUEUE|SUSPENDED)/.test(state) ? "yellow" : "red";
}

/** Names hold whatever their users typed: nothing of it may move the cursor. */
function oneLine(name: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what must not reach a terminal
  return name.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, " ");
}
