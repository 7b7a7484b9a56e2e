import { FIELD_SEPARATOR, PART_SEPARATOR, ROW_SEPARATOR, rowsOf } from "./separators.ts";

/** A job as `squeue` lists it; an array that waits is one row. */
export interface QueuedJob {
  /** `12`, `12_3`, `12_[4-9%2]` */
  readonly id: string;
  /** Of the array or job: what `cancel` takes. */
  readonly jobId: string;
  readonly name: string;
  readonly user: string;
  readonly partition: string;
  /** `PENDING`, `CONFIGURING`, `RUNNING`, `COMPLETING`, ... */
  readonly state: string;
  /** Why it waits: `Resources`, `Dependency`, `BeginTime`; `None` when it does not. */
  readonly reason: string;
  readonly nodeCount: number;
  /** `train-st-main-[1-2]`; empty when no nodes were given. */
  readonly nodes: string;
  /** `1:02:03`, as Slurm writes it. */
  readonly timeUsed: string;
  readonly timeLimit: string;
  /** `afterok:11(unfulfilled)`; empty when there is none. */
  readonly dependency: string;
  /** Local time of the head node, as Slurm writes it. */
  readonly submittedAt: string;
  /** How often Slurm put it back into the queue. */
  readonly restartCount: number;
}

const FIELDS = ["%i", "%F", "%j", "%u", "%P", "%T", "%r", "%D", "%N", "%M", "%l", "%E", "%V"] as const;

/** For `squeue -h -o`. */
export const QUEUE_FORMAT = FIELDS.join(FIELD_SEPARATOR) + ROW_SEPARATOR;

/** For `squeue -h -O`: `12_3         1`. */
export const RESTART_FORMAT = "JobArrayID:64,RestartCnt:16";

/** What `QUEUE_SCRIPT` prints. */
export function parseQueue(text: string): readonly QueuedJob[] {
  const [rows = "", restarts = ""] = text.split(PART_SEPARATOR);
  const restartCounts = new Map(
    restarts.split("\n").map((line): [string, number] => {
      const [id = "", count = "0"] = line.trim().split(/\s+/);
      return [id, Number(count)];
    }),
  );
  return rowsOf(rows, FIELDS.length).map(
    ([
      id = "",
      jobId = "",
      name = "",
      user = "",
      partition = "",
      state = "",
      reason = "",
      nodeCount = "",
      nodes = "",
      timeUsed = "",
      timeLimit = "",
      dependency = "",
      submittedAt = "",
    ]) => ({
      id,
      jobId,
      name,
      user,
      partition,
      state,
      reason,
      nodeCount: Number(nodeCount),
      nodes,
      timeUsed,
      timeLimit,
      dependency: withoutNull(dependency),
      submittedAt,
      restartCount: restartCounts.get(id) ?? 0,
    }),
  );
}

function withoutNull(text: string): string {
  return text === "(null)" || text === "N/A" ? "" : text;
}
