import type { JobRecord } from "./JobRecord.ts";

const LIVE = new Set([
  "PENDING",
  "CONFIGURING",
  "RUNNING",
  "COMPLETING",
  "SUSPENDED",
  "REQUEUED",
  "REQUEUE_FED",
  "REQUEUE_HOLD",
  "SPECIAL_EXIT",
  "RESIZING",
  "SIGNALING",
  "STAGE_OUT",
  "STOPPED",
]);
const SIGNAL_EXIT_CODE = 128;

export function hasJobEnded({ state }: Pick<JobRecord, "state">): boolean {
  return state !== "" && !LIVE.has(state);
}

/** How a job ended: its own exit code (a signal counts 128 more, as in a shell), or a state that has none. */
export type JobEnd =
  | { readonly kind: "exited"; readonly exitCode: number }
  | { readonly kind: "unfinished"; readonly state: string };

export function jobEndOf({
  state,
  exitCode,
  exitSignal,
}: Pick<JobRecord, "state" | "exitCode" | "exitSignal">): JobEnd {
  if (state === "COMPLETED") return { kind: "exited", exitCode: 0 };
  if (state === "FAILED" || state === "OUT_OF_MEMORY") {
    if (exitCode !== 0) return { kind: "exited", exitCode };
    if (exitSignal !== 0) return { kind: "exited", exitCode: SIGNAL_EXIT_CODE + exitSignal };
  }
  return { kind: "unfinished", state };
}

/** The worst of the tasks of an array: one that did not finish, then the highest exit code. */
export function worstEnd(ends: readonly JobEnd[]): JobEnd {
  const unfinished = ends.find(({ kind }) => kind === "unfinished");
  if (unfinished !== undefined) return unfinished;
  const codes = ends.map((end) => (end.kind === "exited" ? end.exitCode : 0));
  return { kind: "exited", exitCode: Math.max(0, ...codes) };
}
