import type { ResourceProvider } from "../ResourceProvider.ts";
import { typeSpecification } from "../specification/ResourceSpecification.ts";
import type { ResourceRecord } from "../stacks/ResourceRecord.ts";
import { setResourceStatus } from "../stacks/stackEvents.ts";
import type { ResourceDeclaration } from "../template/Template.ts";
import { isNotYetPossible, mayTryAgain } from "./retries.ts";
import { signalHandles } from "./bootSignals.ts";
import { awaitSignals, endSignals, pokeWaiting, signalProgress } from "./creationSignals.ts";
import { differences, sameJson } from "./differences.ts";
import { DURATIONS } from "./durations.ts";
import { failureReason, faultOf } from "./failureReason.ts";
import type { TaskRecord } from "./OperationRecord.ts";
import { providerOf, requireProvider, resourceContext } from "./resourceAnswers.ts";
import { policyFault } from "./stackPolicy.ts";
import { resolveResource, type ResolvedResource } from "./resolveResource.ts";
import { scheduleStage, type PhaseWork, type Work } from "./Work.ts";

const REPLACEMENT_REASON =
  "Requested update requires the creation of a new physical resource; hence creating one.";

/** Creates and updates the resources of the stack's definition. */
export const provisionWork: PhaseWork = { start, handle, poll };

function start(work: Work, task: TaskRecord): void {
  const declared = work.active.resources[task.logicalId];
  if (declared === undefined) throw new Error(`no resource ${task.logicalId} in the template`);
  const existing = work.stack.resources[task.logicalId];
  const resolved = resolveResource(work, declared);
  // What was never finished has no stable state: it is made anew.
  const isNew = existing?.physicalId === undefined || existing.status === "CREATE_FAILED";
  if (isNew) startCreation(work, task, declared, resolved);
  else startUpdate({ work, task, declared, resolved, record: existing });
}

function startCreation(
  work: Work,
  task: TaskRecord,
  declared: ResourceDeclaration,
  resolved: ResolvedResource,
): void {
  const record: ResourceRecord = {
    logicalId: task.logicalId,
    type: declared.type,
    physicalId: work.stack.resources[task.logicalId]?.physicalId,
    status: "CREATE_IN_PROGRESS",
    timestampMs: work.context.clock.nowMs(),
    properties: resolved.properties,
    metadata: resolved.metadata,
    needs: work.active.needs[task.logicalId] ?? [],
    deletionPolicy: declared.deletionPolicy,
    updateReplacePolicy: declared.updateReplacePolicy,
  };
  work.stack.resources[task.logicalId] = record;
  begin(work, task, "create", resolved);
  mark(work, task, "CREATE_IN_PROGRESS");
  continueOrFail(work, task, resolved.fault);
}

interface Update {
  readonly work: Work;
  readonly task: TaskRecord;
  readonly declared: ResourceDeclaration;
  readonly resolved: ResolvedResource;
  readonly record: ResourceRecord;
}

function startUpdate(update: Update): void {
  const { work, task, resolved, record } = update;
  const { changed, touched, replaced, fault } = planUpdate(update);
  work.stack.resources[task.logicalId] = redeclared(update);
  if (!touched) {
    task.state = "done";
    return;
  }
  begin(work, task, replaced ? "replace" : "update", resolved);
  task.changed = changed;
  mark(work, task, "UPDATE_IN_PROGRESS", replaced ? REPLACEMENT_REASON : undefined);
  const denied = policyFault(work.stack, replaced ? "Update:Replace" : "Update:Modify", record);
  continueOrFail(work, task, denied ?? fault);
}

interface UpdatePlan {
  readonly changed: readonly string[];
  readonly touched: boolean;
  readonly replaced: boolean;
  readonly fault: string | undefined;
}

function planUpdate(update: Update): UpdatePlan {
  const { work, resolved, record } = update;
  const changed = changedProperties(update);
  const { fault } = resolved;
  if (fault !== undefined) return { changed, touched: true, replaced: false, fault };
  const provider = providerOf(work.context, record.type);
  const differs = changed.length > 0 || !sameJson(record.metadata, resolved.metadata);
  try {
    const touched = record.status === "UPDATE_FAILED" || differs || isOutdated(update, provider);
    const replaced = asksForReplacement(update, changed, provider);
    return { changed, touched, replaced, fault };
  } catch (error) {
    return { changed, touched: true, replaced: false, fault: faultOf(error) };
  }
}

/** The record with what the new template says beside the properties. */
function redeclared({ work, task, declared, record }: Update): ResourceRecord {
  return {
    ...record,
    needs: work.active.needs[task.logicalId] ?? [],
    deletionPolicy: declared.deletionPolicy,
    updateReplacePolicy: declared.updateReplacePolicy,
  };
}

/**
 * A change of the stack's tags changes the tags of every resource that can be tagged anew; it is no reason to
 * replace a key pair or a placement group.
 */
function changedProperties({ work, resolved, record }: Update): string[] {
  const changed = differences(record.properties, resolved.properties);
  const { tagProperty, properties = {} } = typeSpecification(record.type) ?? {};
  const tagsBefore = work.operation.before?.definition.tags;
  if (tagProperty === undefined || tagsBefore === undefined || changed.includes(tagProperty)) return changed;
  if (properties[tagProperty]?.replacement === "yes") return changed;
  const sameTags = JSON.stringify(tagsBefore) === JSON.stringify(work.stack.definition.tags);
  return sameTags ? changed : [...changed, tagProperty];
}

function isOutdated({ work, resolved, record }: Update, provider: ResourceProvider | undefined): boolean {
  if (record.physicalId === undefined || provider?.outdated === undefined) return false;
  const context = resourceContext(work.context, work.stack, record.logicalId);
  return provider.outdated(record.physicalId, resolved.properties, context);
}

function asksForReplacement(
  { work, resolved, record }: Update,
  changed: readonly string[],
  provider: ResourceProvider | undefined,
): boolean {
  if (changed.length === 0) return false;
  const properties = typeSpecification(record.type)?.properties ?? {};
  if (changed.some((name) => Object.hasOwn(properties, name) && properties[name]?.replacement === "yes"))
    return true;
  if (provider?.update === undefined) return provider !== undefined;
  const change = { before: record.properties, after: resolved.properties, changed };
  return provider.replaces?.(change, resourceContext(work.context, work.stack, record.logicalId)) ?? false;
}

function begin(
  work: Work,
  task: TaskRecord,
  kind: "create" | "update" | "replace",
  resolved: ResolvedResource,
): void {
  task.kind = kind;
  task.touched = true;
  task.properties = resolved.properties;
  task.metadata = resolved.metadata;
  task.token = work.context.ids.uuid("cloudformation-request");
}

function continueOrFail(work: Work, task: TaskRecord, fault: string | undefined): void {
  if (fault !== undefined) return fail(work, task, fault);
  task.state = "starting";
  scheduleStage(work, task, "handle", DURATIONS.handlerMs);
}

function handle(work: Work, task: TaskRecord): void {
  const record = recordOf(work, task);
  const provider = requireProvider(work.context, record.type);
  try {
    if (task.kind === "update") applyUpdate(work, task, record, provider);
    else {
      applyCreation(work, task, record, provider);
      awaitSignals(work, task);
    }
  } catch (error) {
    if (isNotYetPossible(error) && mayTryAgain(work, task))
      return scheduleStage(work, task, "handle", DURATIONS.retryMs);
    return fail(work, task, reasonOf(work, task, error));
  }
  task.state = "working";
  const context = resourceContext(work.context, work.stack, task.logicalId);
  const durations = provider.durationsFor?.(task.properties ?? {}, context) ?? provider.durations;
  const { createMs, updateMs } = durations;
  scheduleStage(work, task, "poll", task.kind === "update" ? updateMs : createMs);
}

function applyCreation(
  work: Work,
  task: TaskRecord,
  record: ResourceRecord,
  provider: ResourceProvider,
): void {
  const properties = task.properties ?? {};
  const context = resourceContext(work.context, work.stack, task.logicalId);
  if (task.kind === "create" && record.physicalId !== undefined) {
    provider.delete(record.physicalId, properties, context);
    record.physicalId = undefined;
  }
  const { physicalId } = provider.create(properties, context);
  if (record.physicalId !== undefined) {
    work.operation.superfluous.push({
      logicalId: record.logicalId,
      type: record.type,
      physicalId: record.physicalId,
      properties: record.properties,
      policy: record.updateReplacePolicy,
      needs: work.operation.before?.resources[record.logicalId]?.needs ?? record.needs,
    });
  }
  record.physicalId = physicalId;
  record.properties = properties;
  const status = task.kind === "create" ? "CREATE_IN_PROGRESS" : "UPDATE_IN_PROGRESS";
  mark(work, task, status, "Resource creation Initiated");
  provider.configure?.(physicalId, properties, context);
}

function applyUpdate(work: Work, task: TaskRecord, record: ResourceRecord, provider: ResourceProvider): void {
  const changed = task.changed ?? [];
  const after = task.properties ?? {};
  const context = resourceContext(work.context, work.stack, task.logicalId);
  const physicalId = record.physicalId ?? "";
  const outdated = provider.outdated?.(physicalId, after, context) ?? false;
  if (changed.length === 0 && !outdated && record.status !== "UPDATE_FAILED") return;
  provider.update?.(physicalId, { before: record.properties, after, changed }, context);
}

function poll(work: Work, task: TaskRecord): void {
  const record = recordOf(work, task);
  const provider = requireProvider(work.context, record.type);
  const context = resourceContext(work.context, work.stack, task.logicalId);
  try {
    const progress = provider.progress?.(record.physicalId ?? "", task.properties ?? {}, context) ?? {
      status: "done",
    };
    if (progress.status === "done") settle(work, task, record);
    else if (progress.status === "failed") fail(work, task, progress.reason);
    else if (progress.status === "pending") scheduleStage(work, task, "poll", progress.retryAfterMs);
  } catch (error) {
    fail(work, task, reasonOf(work, task, error));
  }
}

/** What stands waits for the signals of its creation policy. */
function settle(work: Work, task: TaskRecord, record: ResourceRecord): void {
  if (task.kind !== "update") signalHandles(work, record);
  const signals = signalProgress(work, task, record);
  if (signals.status === "failed") fail(work, task, signals.reason);
  else if (signals.status === "done") complete(work, task, record);
}

function complete(work: Work, task: TaskRecord, record: ResourceRecord): void {
  record.properties = task.properties ?? {};
  record.metadata = task.metadata;
  task.state = "done";
  endSignals(work, task);
  mark(work, task, task.kind === "create" ? "CREATE_COMPLETE" : "UPDATE_COMPLETE");
  pokeWaiting(work);
}

function fail(work: Work, task: TaskRecord, reason: string): void {
  task.state = "failed";
  endSignals(work, task);
  mark(work, task, task.kind === "create" ? "CREATE_FAILED" : "UPDATE_FAILED", reason);
}

/** Ends a task because another one failed; what it has made stays for the rollback. */
export function cancelProvision(work: Work, task: TaskRecord): void {
  if (task.timerId !== undefined) work.context.clock.cancel(task.timerId);
  endSignals(work, task);
  task.state = "cancelled";
  if (!task.touched) return;
  if (task.kind === "create") mark(work, task, "CREATE_FAILED", "Resource creation cancelled");
  else mark(work, task, "UPDATE_FAILED", "Resource update cancelled");
}

function mark(work: Work, task: TaskRecord, status: string, reason?: string): void {
  setResourceStatus(work.context, work.stack, recordOf(work, task), {
    status,
    reason,
    properties: task.properties ?? {},
  });
}

function recordOf(work: Work, task: TaskRecord): ResourceRecord {
  const record = work.stack.resources[task.logicalId];
  if (record === undefined) throw new Error(`stack ${work.stack.name} has no resource ${task.logicalId}`);
  return record;
}

function reasonOf(work: Work, task: TaskRecord, error: unknown): string {
  const { type } = recordOf(work, task);
  const requestId = work.context.ids.uuid("cloudformation-request");
  return failureReason(error, type, task.token ?? "", requestId);
}
