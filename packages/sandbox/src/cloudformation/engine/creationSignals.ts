import type { RegionContext } from "../../kernel/CallContext.ts";
import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import { readProperties } from "../../kernel/readProperties.ts";
import type { Progress } from "../ResourceProvider.ts";
import { evaluateObject } from "../intrinsics/evaluate.ts";
import { setResourceStatus } from "../stacks/stackEvents.ts";
import type { StackRecord } from "../stacks/StackRecord.ts";
import type { ResourceRecord } from "../stacks/ResourceRecord.ts";
import { stackById } from "../stacks/stackStore.ts";
import { validationError } from "../validationError.ts";
import { bootedHosts } from "./bootSignals.ts";
import type { TaskRecord } from "./OperationRecord.ts";
import { pokeLater } from "./pokeLater.ts";
import { isActiveTask, type Work } from "./Work.ts";

const DEFAULT_TIMEOUT = "PT5M";

/** Starts the time in which the signals of a creation policy must come; nothing for a resource without one. */
export function awaitSignals(work: Work, task: TaskRecord): void {
  const declared = work.active.resources[task.logicalId]?.creationPolicy;
  if (declared === undefined) return;
  const policy = evaluateObject(declared, work.scope);
  const signal = readProperties(policy).object("ResourceSignal");
  if (signal === undefined) return;
  const timeoutText = signal.text("Timeout") ?? DEFAULT_TIMEOUT;
  const timeoutMs = durationMs(timeoutText);
  if (timeoutMs === undefined) throw validationError(`Invalid Timeout value: ${timeoutText}`);
  const { context, stack, operation } = work;
  const timerId = context.clock.schedule({
    kind: "cloudformation.signals-timeout",
    region: context.region,
    payload: { stackId: stack.id, operationId: operation.id, logicalId: task.logicalId },
    afterMs: timeoutMs,
  });
  task.signals = { count: signal.number("Count") ?? 1, timerId, timedOut: false };
}

/** How the wait for signals stands; done for a resource that waits for none. */
export function signalProgress(work: Work, task: TaskRecord, record: ResourceRecord): Progress {
  const { signals: wait } = task;
  if (wait === undefined) return { status: "done" };
  for (const hostId of bootedHosts(work, task.logicalId))
    if (record.signals?.[hostId] === undefined)
      take(work.context, work.stack, task, { hostId, status: "SUCCESS" });
  const received = Object.entries(record.signals ?? {});
  const failure = received.find(([, status]) => status === "FAILURE");
  if (failure !== undefined)
    return { status: "failed", reason: `Received FAILURE signal with UniqueId ${failure[0]}` };
  if (received.length >= wait.count) return { status: "done" };
  if (!wait.timedOut) return { status: "waiting" };
  const missing = wait.count - received.length;
  return {
    status: "failed",
    reason: `Failed to receive ${missing} resource signal(s) within the specified duration`,
  };
}

export function endSignals(work: Work, task: TaskRecord): void {
  if (task.signals !== undefined) work.context.clock.cancel(task.signals.timerId);
}

/**
 * Takes what SignalResource brings.
 *
 * @throws {AwsError} `ValidationError` for a resource that waits for no signal.
 */
export function receiveSignal(
  context: RegionContext,
  stack: StackRecord,
  logicalId: string,
  signal: { readonly hostId: string; readonly status: "SUCCESS" | "FAILURE" },
): void {
  const resource = Object.hasOwn(stack.resources, logicalId) ? stack.resources[logicalId] : undefined;
  if (resource === undefined)
    throw validationError(`Resource ${logicalId} does not exist for stack ${stack.name}`);
  const task = stack.operation?.tasks[logicalId];
  if (task?.signals === undefined || !isActiveTask(task))
    throw validationError(`Resource ${logicalId} is in ${resource.status} state and cannot be signaled`);
  take(context, stack, task, signal);
  pokeLater(context, stack.id, logicalId);
}

/** The timer of a creation policy. */
export function onSignalsTimeout(payload: Json, context: RegionContext): void {
  if (!isJsonObject(payload)) return;
  const { stackId, operationId, logicalId } = payload;
  if (typeof stackId !== "string" || typeof logicalId !== "string") return;
  const operation = stackById(context, stackId)?.operation;
  const task = operation?.id === operationId ? operation?.tasks[logicalId] : undefined;
  if (task?.signals === undefined) return;
  task.signals.timedOut = true;
  pokeLater(context, stackId, logicalId);
}

/** Has everything of the stack that waits for signals count again. */
export function pokeWaiting(work: Work): void {
  const { context, stack, operation } = work;
  for (const task of Object.values(operation.tasks))
    if (task.signals !== undefined && isActiveTask(task)) pokeLater(context, stack.id, task.logicalId);
}

function take(
  context: RegionContext,
  stack: StackRecord,
  task: TaskRecord,
  { hostId, status }: { readonly hostId: string; readonly status: "SUCCESS" | "FAILURE" },
): void {
  const record = stack.resources[task.logicalId];
  if (record === undefined) return;
  record.signals = { ...record.signals, [hostId]: status };
  const properties: JsonObject = task.properties ?? {};
  const reason = `Received ${status} signal with UniqueId ${hostId}`;
  setResourceStatus(context, stack, record, { status: record.status, reason, properties });
}

/** `PT15M`, `P1DT2H30S`; undefined for anything else. */
function durationMs(text: string): number | undefined {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (match === null || /[PT]$/.test(text)) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}
