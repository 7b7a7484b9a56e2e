import { FIELD_SEPARATOR, ROW_SEPARATOR } from "./separators.ts";

/** A job as the accounting database or the list of completed jobs remembers it. */
export interface FinishedJob {
  readonly id: string;
  readonly name: string;
  readonly user: string;
  readonly partition: string;
  /** `COMPLETED`, `CANCELLED by 1000`, `NODE_FAIL`, ... */
  readonly state: string;
  /** `0:0`: code and signal. */
  readonly exitCode: string;
  readonly submittedAt: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly elapsed: string;
  readonly nodeCount: number;
  readonly nodes: string;
}

/** For `sacct --format`. */
export const ACCOUNTING_FIELDS =
  "JobID,JobName,User,Partition,State,ExitCode,Submit,Start,End,Elapsed,NNodes,NodeList";
const FIELD_COUNT = ACCOUNTING_FIELDS.split(",").length;

/** `sacct -P -n -X --delimiter`; a name that holds a line break stays one name. */
export function parseAccounting(text: string): readonly FinishedJob[] {
  const jobs: FinishedJob[] = [];
  let pending = "";
  for (const line of text.replaceAll(ROW_SEPARATOR, "").split("\n")) {
    pending = pending === "" ? line : `${pending}\n${line}`;
    const fields = pending.split(FIELD_SEPARATOR);
    if (fields.length < FIELD_COUNT) continue;
    jobs.push(jobOf(fields));
    pending = "";
  }
  return jobs;
}

function jobOf(fields: readonly string[]): FinishedJob {
  const [id = "", name = "", user = "", partition = "", state = "", exitCode = "", submittedAt = ""] = fields;
  const [startedAt = "", endedAt = "", elapsed = "", nodeCount = "0", nodes = ""] = fields.slice(7);
  return {
    id,
    name,
    user,
    partition,
    state,
    exitCode,
    submittedAt,
    startedAt,
    endedAt,
    elapsed,
    nodeCount: Number(nodeCount),
    nodes: nodes === "None assigned" ? "" : nodes,
  };
}
