import { AwsError } from "../../kernel/AwsError.ts";
import { DURATIONS } from "./durations.ts";
import type { TaskRecord } from "./OperationRecord.ts";
import type { Work } from "./Work.ts";

/** Something that the template does not name as a dependency may be on its way out: AWS's handlers wait for it. */
export function isHeldByOthers(error: unknown): boolean {
  return error instanceof AwsError && error.code === "DependencyViolation";
}

/**
 * A gateway that is not attached to the network yet. Public templates leave out the dependency on the attachment of
 * routes, addresses and NAT gateways, and are made all the same.
 */
export function isNotYetPossible(error: unknown): boolean {
  return (
    error instanceof AwsError &&
    (error.code === "Gateway.NotAttached" ||
      /network gateway igw-\w+ belong to different networks/.test(error.message))
  );
}

/** Whether the time for further tries is not over; it begins with the first question. */
export function mayTryAgain({ context }: Work, task: TaskRecord): boolean {
  const nowMs = context.clock.nowMs();
  task.retryUntilMs ??= nowMs + DURATIONS.retriesMs;
  return nowMs < task.retryUntilMs;
}
