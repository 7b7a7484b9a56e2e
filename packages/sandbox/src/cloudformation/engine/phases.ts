import { setStackStatus } from "../stacks/stackEvents.ts";
import type { ResourceRecord } from "../stacks/ResourceRecord.ts";
import { differences } from "./differences.ts";
import type { OperationRecord, Phase, RemovalTarget, TaskRecord } from "./OperationRecord.ts";
import { pokeLater } from "./pokeLater.ts";
import { cancelProvision } from "./provision.ts";
import { providerOf, resourceContext } from "./resourceAnswers.ts";
import { isActiveTask, type Work } from "./Work.ts";

/** Creates or updates every resource of the definition, each after those that it needs. */
export function enterProvision(work: Work): void {
  const { active, operation } = work;
  operation.phase = "provision";
  operation.tasks = tasksOf(
    Object.keys(active.resources).map((logicalId) =>
      newTask({ key: logicalId, logicalId, needs: active.needs[logicalId] ?? [] }),
    ),
  );
}

/** Deletes all that the stack has. */
export function enterRemovalOfAll(work: Work, phase: "rollback" | "delete"): void {
  const { operation, stack } = work;
  operation.phase = phase;
  const remaining = Object.values(stack.resources).filter((resource) => !isGone(resource));
  enterRemoval(operation, [
    ...remaining.map((resource) => removalOf(resource, resource.deletionPolicy)),
    ...operation.superfluous,
  ]);
  operation.superfluous = [];
}

/** Deletes what an update, or its rollback, has left behind. */
export function enterCleanup(operation: OperationRecord, phase: "cleanup" | "revert-cleanup"): void {
  operation.phase = phase;
  const { superfluous } = operation;
  operation.superfluous = [];
  enterRemoval(operation, superfluous);
}

/** Gives every resource that the failed update touched back what it was. */
export function enterRevert(work: Work): void {
  const { operation, stack } = work;
  const { before } = operation;
  if (before === undefined) throw new Error(`stack ${stack.name} has nothing to go back to`);
  const touched = new Map(
    Object.values(operation.tasks)
      .filter((task) => task.touched)
      .map((task) => [task.logicalId, task]),
  );
  for (const created of Object.values(stack.resources)) {
    if (Object.hasOwn(before.resources, created.logicalId)) continue;
    operation.superfluous.push(removalOf(created, created.deletionPolicy));
    delete stack.resources[created.logicalId];
  }
  // What was to be replaced still has its own physical resource, which now stays.
  const kept = new Set(Object.values(before.resources).map((resource) => resource.physicalId));
  operation.superfluous = operation.superfluous.filter((target) => !kept.has(target.physicalId));
  stack.definition = before.definition;
  operation.phase = "revert";
  operation.tasks = tasksOf(
    Object.values(before.resources).flatMap((resource) => {
      const change = changeToRevert(resource, stack.resources[resource.logicalId], touched);
      const { logicalId, needs } = resource;
      return change === undefined ? [] : [newTask({ key: logicalId, logicalId, needs, ...change })];
    }),
  );
}

/** What happened to a resource since it was stable; undefined when nothing did. */
function changeToRevert(
  before: ResourceRecord,
  current: ResourceRecord | undefined,
  touched: ReadonlyMap<string, TaskRecord>,
): Pick<TaskRecord, "kind" | "properties" | "changed"> | undefined {
  const task = touched.get(before.logicalId);
  if (task !== undefined) return { kind: task.kind, properties: task.properties, changed: task.changed };
  const properties = current?.properties ?? {};
  const changed = differences(before.properties, properties);
  const moved = current?.physicalId !== before.physicalId;
  return moved || changed.length > 0 ? { kind: "update", properties, changed } : undefined;
}

/** Ends a creation or update that cannot be finished, and starts what follows. */
export function failProvision(work: Work, cause?: string): void {
  const { operation, stack, context } = work;
  for (const task of Object.values(operation.tasks)) {
    if (task.state === "waiting" || isActiveTask(task)) cancelProvision(work, task);
  }
  // A cause that ends in a full stop gets a second one, as on AWS.
  const reason = cause === undefined ? failedResources(operation) : `${cause}. `;
  if (operation.kind === "update") return failUpdate(work, cause ?? reason);
  switch (operation.onFailure) {
    case "DO_NOTHING":
      return endOperation(work, "CREATE_FAILED", reason);
    case "DELETE":
      setStackStatus(context, stack, "DELETE_IN_PROGRESS", `${reason}Delete requested by user.`);
      return enterRemovalOfAll(work, "delete");
    case "ROLLBACK":
      setStackStatus(context, stack, "ROLLBACK_IN_PROGRESS", `${reason}Rollback requested by user.`);
      return enterRemovalOfAll(work, "rollback");
  }
}

function failUpdate(work: Work, reason: string): void {
  if (work.operation.onFailure === "DO_NOTHING") {
    commitResources(work);
    work.stack.leftovers = work.operation.superfluous;
    work.stack.lastStable = work.operation.before;
    return endOperation(work, "UPDATE_FAILED", reason);
  }
  setStackStatus(work.context, work.stack, "UPDATE_ROLLBACK_IN_PROGRESS", reason);
  return enterRevert(work);
}

/** Tells the providers that want to know that the update lasts. */
export function commitResources({ context, stack }: Work): void {
  for (const resource of Object.values(stack.resources)) {
    if (resource.physicalId === undefined) continue;
    const provider = providerOf(context, resource.type);
    provider?.commit?.(resource.physicalId, resourceContext(context, stack, resource.logicalId));
  }
}

/** Sets the status that ends the operation and tells whoever waits for the stack. */
export function endOperation(work: Work, status: string, reason?: string): void {
  const { context, operation, stack } = work;
  if (operation.timeoutTimerId !== undefined) context.clock.cancel(operation.timeoutTimerId);
  setStackStatus(context, stack, status, reason);
  if (status === "UPDATE_COMPLETE") stack.stackPolicy = operation.nextStackPolicy ?? stack.stackPolicy;
  stack.operation = undefined;
  stack.failedRollback = status === "UPDATE_ROLLBACK_FAILED" ? operation : undefined;
  pokeParent(work);
  context.emit("cloudformation.stack-settled", { stackId: stack.id, stackName: stack.name, status });
}

/** Has the parent of a nested stack look at it again. */
export function pokeParent({ context, stack }: Work): void {
  if (stack.parent !== undefined) pokeLater(context, stack.parent.stackId, stack.parent.logicalId);
}

export function removalOf(resource: ResourceRecord, policy: RemovalTarget["policy"]): RemovalTarget {
  const { logicalId, type, physicalId, properties, needs } = resource;
  return { logicalId, type, physicalId, properties, policy, needs };
}

function isGone(resource: ResourceRecord): boolean {
  return resource.status === "DELETE_COMPLETE" || resource.status === "DELETE_SKIPPED";
}

/** A resource goes after everything that needed it. */
function enterRemoval(operation: OperationRecord, targets: readonly RemovalTarget[]): void {
  const keyed = targets.map((target, index) => ({ key: `${target.logicalId}/${index}`, target }));
  operation.tasks = tasksOf(
    keyed.map(({ key, target }) => {
      const { logicalId } = target;
      const needing = keyed.filter((other) => other.target.needs.includes(logicalId) && other.key !== key);
      return newTask({ key, logicalId, needs: needing.map((other) => other.key), target });
    }),
  );
}

function newTask(parts: Omit<TaskRecord, "state" | "touched">): TaskRecord {
  return { ...parts, state: "waiting", touched: false };
}

/** Needs that are no tasks of the phase are fulfilled. */
function tasksOf(tasks: readonly TaskRecord[]): Record<string, TaskRecord> {
  const keys = new Set(tasks.map((task) => task.key));
  return Object.fromEntries(
    tasks.map((task) => [task.key, { ...task, needs: task.needs.filter((key) => keys.has(key)) }]),
  );
}

/** `The following resource(s) failed to create: [A, B]. ` with the blank at its end, as AWS has it. */
export function failedResources(operation: OperationRecord): string {
  const failed = Object.values(operation.tasks).filter(
    (task) => task.state === "failed" || (task.state === "cancelled" && task.touched),
  );
  const created = failed.filter((task) => task.kind === "create").map((task) => task.logicalId);
  const updated = failed.filter((task) => task.kind !== "create").map((task) => task.logicalId);
  return [
    created.length > 0 ? `The following resource(s) failed to create: [${created.join(", ")}]. ` : "",
    updated.length > 0 ? `The following resource(s) failed to update: [${updated.join(", ")}]. ` : "",
  ].join("");
}

/** Ids of the resources whose removal failed, in AWS's words; undefined when none did. */
export function failedRemovals(operation: OperationRecord): string | undefined {
  const failed = Object.values(operation.tasks).filter((task) => task.state === "failed");
  const ids = failed.map((task) => task.logicalId).join(", ");
  return failed.length === 0 ? undefined : `The following resource(s) failed to delete: [${ids}]. `;
}

export function isRemovalPhase(phase: Phase): boolean {
  return phase === "rollback" || phase === "delete" || phase === "cleanup" || phase === "revert-cleanup";
}
