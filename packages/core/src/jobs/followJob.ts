import { TrainyardError } from "../errors/index.ts";
import { bytesOfBase64 } from "../remote/remoteLines.ts";
import { readRemote, type RemoteNode } from "../remote/runRemote.ts";
import { parseJobRecords, type JobRecord } from "./JobRecord.ts";
import { FOLLOW_SCRIPT } from "./jobScripts.ts";
import { hasJobEnded, jobEndOf, worstEnd, type JobEnd } from "./jobStates.ts";

/** What is seen of a job while it is followed. */
export type JobEvent =
  | {
      readonly type: "job-state";
      readonly jobId: string;
      readonly state: string;
      readonly reason: string;
      readonly nodes: string;
      readonly nodeCount: number;
      /** Nodes that can begin. */
      readonly readyNodeCount: number;
      readonly restartCount: number;
      /** Of the tasks of an array; 1 for a job. */
      readonly taskCount: number;
      readonly endedTaskCount: number;
    }
  | { readonly type: "job-output"; readonly jobId: string; readonly text: string };

export interface FollowedJob {
  readonly end: JobEnd;
  readonly records: readonly JobRecord[];
}

interface Look {
  readonly records: readonly JobRecord[];
  readonly readyNodeCount: number;
  readonly sizeBytes: number;
  readonly bytes: Uint8Array;
}

const WAITING = new Set(["PENDING", "CONFIGURING", "REQUEUED", "REQUEUE_HOLD"]);
/** States of nodes that are off, on their way up, or lost: `alloc#`, `idle~`. */
const NOT_READY = /[~#%$@^!]$|^(?:down|boot|pow)/;

/**
 * Follows a job until it has ended and all its output was seen; an array by its states alone.
 * @throws {TrainyardError} `JOB_NOT_FOUND` when Slurm forgets the job before its end was seen.
 */
export async function followJob(
  node: RemoteNode,
  job: { readonly jobId: string; readonly loginUser: string; readonly lookIntervalMs: number },
  report: (event: JobEvent) => void,
): Promise<FollowedJob> {
  const tail = new OutputTail();
  let before = "";
  let hadEnded = false;
  for (;;) {
    const look = await lookAt(node, job, tail);
    const text = tail.take(look);
    if (text !== "") report({ type: "job-output", jobId: job.jobId, text });
    const state = stateEvent(job.jobId, look);
    if (JSON.stringify(state) !== before) report(state);
    before = JSON.stringify(state);
    const ended = look.records.every(hasJobEnded);
    // A look after the end finds what the file system showed late.
    if (ended && (tail.path === "" || (hadEnded && !tail.isBehind)))
      return { end: worstEnd(look.records.map(jobEndOf)), records: look.records };
    hadEnded = ended;
    if (!tail.isBehind) await node.clock.sleep(job.lookIntervalMs, node.signal);
  }
}

/** How far the output of a job was read. */
class OutputTail {
  /** Empty before the job is known, and for arrays. */
  path = "";
  offsetBytes = 0;
  isBehind = false;
  readonly #decoder = new TextDecoder();
  #life = 0;

  /** What is new in a look. */
  take({ records, sizeBytes, bytes }: Look): string {
    const [first] = records;
    const isArray = records.length > 1 || first?.arrayJobId !== undefined;
    this.path = isArray ? "" : (first?.stdoutPath ?? "");
    // A requeued job writes its output from the beginning again.
    const isOver = this.#beginsLife(first) || sizeBytes < this.offsetBytes;
    this.offsetBytes = isOver ? 0 : this.offsetBytes + bytes.length;
    this.isBehind = sizeBytes > this.offsetBytes;
    return isOver ? "" : this.#decoder.decode(bytes, { stream: true });
  }

  #beginsLife(job: JobRecord | undefined): boolean {
    if (job === undefined || job.restartCount <= this.#life || WAITING.has(job.state)) return false;
    this.#life = job.restartCount;
    return true;
  }
}

async function lookAt(
  node: RemoteNode,
  { jobId, loginUser }: { readonly jobId: string; readonly loginUser: string },
  { path, offsetBytes }: OutputTail,
): Promise<Look> {
  const answer = await readRemote(node, {
    script: FOLLOW_SCRIPT,
    args: [loginUser, jobId, path, String(offsetBytes)],
    comment: `trainyard: follow job ${jobId}`,
  });
  const [records, nodes, size, bytes] = answer.split("\n").map(bytesOfBase64);
  const states = textOf(nodes)
    .split("\n")
    .map((line) => line.split(" ")[1] ?? "");
  const known = parseJobRecords(textOf(records));
  if (known.length === 0) throw forgotten(jobId);
  return {
    records: known,
    readyNodeCount: states.filter((state) => state !== "" && !NOT_READY.test(state)).length,
    sizeBytes: Number(textOf(size).trim() || "0"),
    bytes: bytes ?? new Uint8Array(),
  };
}

function textOf(part: Uint8Array | undefined): string {
  return new TextDecoder().decode(part);
}

function stateEvent(jobId: string, { records, readyNodeCount }: Look): JobEvent {
  const shown = records.find((record) => !hasJobEnded(record)) ?? records[0];
  return {
    type: "job-state",
    jobId,
    state: shown?.state ?? "",
    reason: shown?.reason ?? "",
    nodes: shown?.nodes ?? "",
    nodeCount: shown?.nodeCount ?? 0,
    readyNodeCount,
    restartCount: shown?.restartCount ?? 0,
    taskCount: records.length,
    endedTaskCount: records.filter(hasJobEnded).length,
  };
}

function forgotten(jobId: string): TrainyardError {
  return new TrainyardError("JOB_NOT_FOUND", `Slurm does not know the job ${jobId} any more`, {
    hint: "Look at `trainyard jobs --history` for how it ended.",
    details: { jobId },
  });
}
