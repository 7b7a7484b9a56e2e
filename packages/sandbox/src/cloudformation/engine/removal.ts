import { setResourceStatus, writeResourceEvent } from "../stacks/stackEvents.ts";
import { DURATIONS } from "./durations.ts";
import { failureReason } from "./failureReason.ts";
import type { RemovalTarget, TaskRecord } from "./OperationRecord.ts";
import { providerOf, resourceContext } from "./resourceAnswers.ts";
import { isHeldByOthers, mayTryAgain } from "./retries.ts";
import { scheduleStage, type PhaseWork, type Work } from "./Work.ts";

/** Removes physical resources: of a stack that is deleted or rolled back, or that an update has made superfluous. */
export const removalWork: PhaseWork = { start, handle, poll };

function start(work: Work, task: TaskRecord): void {
  const target = targetOf(task);
  task.touched = true;
  if (isRetained(work, target)) return finish(work, task, "DELETE_SKIPPED");
  if (target.physicalId === undefined || providerOf(work.context, target.type) === undefined)
    return finish(work, task, "DELETE_COMPLETE");
  task.token = work.context.ids.uuid("cloudformation-request");
  task.state = "starting";
  mark(work, target, "DELETE_IN_PROGRESS");
  scheduleStage(work, task, "handle", DURATIONS.handlerMs);
}

function isRetained(work: Work, target: RemovalTarget): boolean {
  const { phase, retained, retainExceptOnCreate } = work.operation;
  if (retained.includes(target.logicalId)) return true;
  if (target.physicalId === undefined) return false;
  const undoesCreation = phase === "rollback" || phase === "revert-cleanup";
  if (target.policy === "Retain") return !(undoesCreation && retainExceptOnCreate);
  return target.policy === "RetainExceptOnCreate" && !undoesCreation;
}

function handle(work: Work, task: TaskRecord): void {
  const target = targetOf(task);
  const provider = providerOf(work.context, target.type);
  const context = resourceContext(work.context, work.stack, target.logicalId);
  const physicalId = target.physicalId ?? "";
  try {
    if (target.policy === "Snapshot") provider?.snapshot?.(physicalId, context);
    provider?.delete(physicalId, target.properties, context);
  } catch (error) {
    if (isHeldByOthers(error) && mayTryAgain(work, task))
      return scheduleStage(work, task, "handle", DURATIONS.retryMs);
    return fail(work, task, reasonOf(work, task, error));
  }
  task.state = "working";
  const durations = provider?.durationsFor?.(target.properties, context) ?? provider?.durations;
  scheduleStage(work, task, "poll", durations?.deleteMs ?? 0);
}

function poll(work: Work, task: TaskRecord): void {
  const target = targetOf(task);
  const provider = providerOf(work.context, target.type);
  const context = resourceContext(work.context, work.stack, target.logicalId);
  try {
    const progress = provider?.deleteProgress?.(target.physicalId ?? "", context, target.properties) ?? {
      status: "done",
    };
    if (progress.status === "done") finish(work, task, "DELETE_COMPLETE");
    else if (progress.status === "failed") fail(work, task, progress.reason);
    else if (progress.status === "pending") scheduleStage(work, task, "poll", progress.retryAfterMs);
  } catch (error) {
    fail(work, task, reasonOf(work, task, error));
  }
}

function finish(work: Work, task: TaskRecord, status: string): void {
  task.state = "done";
  mark(work, targetOf(task), status);
}

function fail(work: Work, task: TaskRecord, reason: string): void {
  task.state = "failed";
  mark(work, targetOf(task), "DELETE_FAILED", reason);
}

/** Events of a cleanup carry no properties, and leave the resource that took the place as it is. */
function mark(work: Work, target: RemovalTarget, status: string, reason?: string): void {
  const record = work.stack.resources[target.logicalId];
  const { phase } = work.operation;
  if (record === undefined || phase === "cleanup" || phase === "revert-cleanup") {
    writeResourceEvent(work.context, work.stack, target, { status, reason });
    return;
  }
  setResourceStatus(work.context, work.stack, record, { status, reason, properties: target.properties });
}

function targetOf(task: TaskRecord): RemovalTarget {
  if (task.target === undefined) throw new Error(`nothing to remove in the task ${task.key}`);
  return task.target;
}

function reasonOf(work: Work, task: TaskRecord, error: unknown): string {
  const requestId = work.context.ids.uuid("cloudformation-request");
  return failureReason(error, targetOf(task).type, task.token ?? "", requestId);
}
