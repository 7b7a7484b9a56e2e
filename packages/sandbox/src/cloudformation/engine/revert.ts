import type { ResourceRecord } from "../stacks/ResourceRecord.ts";
import { setResourceStatus } from "../stacks/stackEvents.ts";
import { DURATIONS } from "./durations.ts";
import { failureReason } from "./failureReason.ts";
import type { TaskRecord } from "./OperationRecord.ts";
import { requireProvider, resourceContext } from "./resourceAnswers.ts";
import { scheduleStage, type PhaseWork, type Work } from "./Work.ts";

/** Gives resources back what they were before a failed update; the tasks' properties are those of the failed update. */
export const revertWork: PhaseWork = { start, handle, poll };

function start(work: Work, task: TaskRecord): void {
  const before = beforeOf(work, task);
  const current = work.stack.resources[task.logicalId];
  task.touched = true;
  task.token = work.context.ids.uuid("cloudformation-request");
  const replaced = current?.physicalId !== before.physicalId;
  if (replaced && current?.physicalId !== undefined) {
    work.operation.superfluous.push({
      logicalId: task.logicalId,
      type: current.type,
      physicalId: current.physicalId,
      properties: current.properties,
      policy: "Delete",
      needs: current.needs,
    });
  }
  work.stack.resources[task.logicalId] = { ...before };
  if (replaced || task.kind === "replace") return complete(work, task);
  task.state = "starting";
  mark(work, task, "UPDATE_IN_PROGRESS");
  scheduleStage(work, task, "handle", DURATIONS.handlerMs);
}

function handle(work: Work, task: TaskRecord): void {
  const before = beforeOf(work, task);
  const provider = requireProvider(work.context, before.type);
  const context = resourceContext(work.context, work.stack, task.logicalId);
  const change = {
    before: task.properties ?? {},
    after: before.properties,
    changed: task.changed ?? [],
  };
  try {
    if (provider.revert !== undefined) provider.revert(before.physicalId ?? "", change, context);
    else if (change.changed.length > 0) provider.update?.(before.physicalId ?? "", change, context);
  } catch (error) {
    return fail(work, task, reasonOf(work, task, error));
  }
  task.state = "working";
  const durations = provider.durationsFor?.(before.properties, context) ?? provider.durations;
  scheduleStage(work, task, "poll", durations.updateMs);
}

function poll(work: Work, task: TaskRecord): void {
  const before = beforeOf(work, task);
  const provider = requireProvider(work.context, before.type);
  const context = resourceContext(work.context, work.stack, task.logicalId);
  try {
    const progress = provider.progress?.(before.physicalId ?? "", before.properties, context) ?? {
      status: "done",
    };
    if (progress.status === "done") complete(work, task);
    else if (progress.status === "failed") fail(work, task, progress.reason);
    else if (progress.status === "pending") scheduleStage(work, task, "poll", progress.retryAfterMs);
  } catch (error) {
    fail(work, task, reasonOf(work, task, error));
  }
}

function complete(work: Work, task: TaskRecord): void {
  task.state = "done";
  mark(work, task, "UPDATE_COMPLETE");
}

function fail(work: Work, task: TaskRecord, reason: string): void {
  task.state = "failed";
  mark(work, task, "UPDATE_FAILED", reason);
}

function mark(work: Work, task: TaskRecord, status: string, reason?: string): void {
  const record = work.stack.resources[task.logicalId];
  if (record === undefined) return;
  setResourceStatus(work.context, work.stack, record, { status, reason, properties: record.properties });
}

function beforeOf(work: Work, task: TaskRecord): ResourceRecord {
  const before = work.operation.before?.resources[task.logicalId];
  if (before === undefined) throw new Error(`nothing to give back to ${task.logicalId}`);
  return before;
}

function reasonOf(work: Work, task: TaskRecord, error: unknown): string {
  const requestId = work.context.ids.uuid("cloudformation-request");
  return failureReason(error, beforeOf(work, task).type, task.token ?? "", requestId);
}
