import type { StackStatus } from "../ports/StackGateway.ts";

/** What a CloudFormation status means for a deployment. */
export type StackStanding =
  /** Usable as it is. */
  | "ready"
  /** On its way; wait. */
  | "creating"
  | "updating"
  | "deleting"
  /** The creation failed: nothing usable, to be removed and made again. */
  | "failed-creation"
  /** The last update failed halfway, or the deletion did: somebody must look. */
  | "stuck";

const READY = new Set(["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE"]);
const FAILED_CREATION = new Set([
  "CREATE_FAILED",
  "ROLLBACK_COMPLETE",
  "ROLLBACK_FAILED",
  "REVIEW_IN_PROGRESS",
]);

export function standingOf(status: StackStatus): StackStanding {
  if (READY.has(status)) return "ready";
  if (FAILED_CREATION.has(status)) return "failed-creation";
  if (status === "CREATE_IN_PROGRESS" || status === "ROLLBACK_IN_PROGRESS") return "creating";
  if (status === "DELETE_IN_PROGRESS") return "deleting";
  return status.endsWith("_IN_PROGRESS") ? "updating" : "stuck";
}
