import type { FinishedJob } from "./FinishedJob.ts";

/** One line of Slurm's `jobcomp/filetxt`; names may hold spaces, and versions put further fields between these. */
const LINE =
  /^JobId=(?<jobId>\d+) UserId=(?<user>.*?)(?:\(\d+\))? GroupId=\S* Name=(?<name>.*) JobState=(?<state>\S*) Partition=(?<partition>\S*) TimeLimit=\S* StartTime=(?<started>\S*) EndTime=(?<ended>\S*) NodeList=(?<nodes>\S*) NodeCnt=(?<nodeCount>\d+) .* SubmitTime=(?<submitted>\S*) .*ExitCode=(?<exit>\d+:\d+)\s*$/;
const ARRAY_TASK = / ArrayJobId=(\d+) ArrayTaskId=(\d+) /;

/**
 * Reads the list of completed jobs, which has every end of a job: a job that was requeued stands there more than once.
 * @param since - local time of the cluster, `2026-11-24T18:00:00`: what ended before is left out.
 */
export function parseCompletionLog(text: string, since: string): readonly FinishedJob[] {
  return text
    .split("\n")
    .flatMap((line) => jobOf(line) ?? [])
    .filter(({ endedAt }) => endedAt >= since);
}

function jobOf(line: string): FinishedJob | undefined {
  const fields = LINE.exec(line)?.groups;
  if (fields === undefined) return undefined;
  const [, arrayJobId, taskId] = ARRAY_TASK.exec(line) ?? [];
  const text = (name: string): string => fields[name] ?? "";
  return {
    id: arrayJobId === undefined ? text("jobId") : `${arrayJobId}_${taskId}`,
    name: text("name"),
    user: text("user"),
    partition: text("partition"),
    state: text("state"),
    exitCode: text("exit"),
    submittedAt: text("submitted"),
    startedAt: text("started"),
    endedAt: text("ended"),
    elapsed: elapsedBetween(text("started"), text("ended")),
    nodeCount: Number(text("nodeCount")),
    nodes: text("nodes") === "(null)" ? "" : text("nodes"),
  };
}

const SECONDS_PER_DAY = 86_400;

/** As Slurm writes it: `1-02:03:04`, without days `02:03:04`; zero for a job that never began. */
function elapsedBetween(started: string, ended: string): string {
  const milliseconds = Date.parse(`${ended}Z`) - Date.parse(`${started}Z`);
  const seconds = Number.isFinite(milliseconds) ? Math.max(0, Math.round(milliseconds / 1_000)) : 0;
  const days = Math.floor(seconds / SECONDS_PER_DAY);
  const clock = [Math.floor(seconds / 3_600) % 24, Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
  return days === 0 ? clock : `${days}-${clock}`;
}
