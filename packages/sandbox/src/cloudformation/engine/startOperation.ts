import type { RegionContext } from "../../kernel/CallContext.ts";
import { deletionFault } from "../stacks/exports.ts";
import { setStackStatus, writeStackEvent } from "../stacks/stackEvents.ts";
import type { ParentRecord, StackRecord } from "../stacks/StackRecord.ts";
import type { StackDefinition } from "../stacks/StackDefinition.ts";
import { cloudFormationState } from "../stacks/stackStore.ts";
import { partitionOf } from "../template/pseudoParameters.ts";
import { validationError } from "../validationError.ts";
import { advance } from "./advance.ts";
import { DURATIONS } from "./durations.ts";
import { commitUpdate } from "./endPhase.ts";
import type { BeforeRecord, OperationRecord } from "./OperationRecord.ts";
import { enterRevert, failProvision } from "./phases.ts";
import { createWork, isActiveTask } from "./Work.ts";

export interface NewStack {
  readonly name: string;
  readonly definition: StackDefinition;
  readonly parent?: ParentRecord | undefined;
  readonly terminationProtection?: boolean | undefined;
  readonly stackPolicy?: string | undefined;
}

export interface OperationOptions {
  readonly onFailure: OperationRecord["onFailure"];
  readonly timeoutMinutes?: number | undefined;
  readonly clientRequestToken?: string | undefined;
  /** Logical ids of resources that a deletion keeps. */
  readonly retained?: readonly string[] | undefined;
  readonly retainExceptOnCreate?: boolean | undefined;
  readonly forced?: boolean | undefined;
  /** In the place of the stack's own while the operation lasts. */
  readonly stackPolicy?: string | undefined;
  /** The stack's own after an update that ended well. */
  readonly nextStackPolicy?: string | undefined;
}

/** The id that a stack of this name would get. */
export function newStackId(context: RegionContext, name: string): string {
  const uuid = context.ids.uuid("cloudformation-stack");
  return `arn:${partitionOf(context.region)}:cloudformation:${context.region}:${context.accountId}:stack/${name}/${uuid}`;
}

/** Adds a stack that has no resource yet and no status. */
export function addStack(context: RegionContext, id: string, request: NewStack): StackRecord {
  const stack: StackRecord = {
    id,
    name: request.name,
    createdMs: context.clock.nowMs(),
    parent: request.parent,
    status: "",
    definition: request.definition,
    resources: {},
    outputs: [],
    imports: [],
    events: [],
    disableRollback: false,
    terminationProtection: request.terminationProtection ?? false,
    stackPolicy: request.stackPolicy,
  };
  cloudFormationState(context).stacks[id] = stack;
  return stack;
}

/** Starts the creation of the resources of a stack without any. */
export function startCreation(context: RegionContext, stack: StackRecord, options: OperationOptions): void {
  const operation = beginOperation(context, stack, "create", options);
  stack.disableRollback = options.onFailure === "DO_NOTHING";
  stack.timeoutMinutes = options.timeoutMinutes;
  setStackStatus(context, stack, "CREATE_IN_PROGRESS", "User Initiated");
  if (options.timeoutMinutes === undefined) return;
  operation.timeoutTimerId = context.clock.schedule({
    kind: "cloudformation.stack-timeout",
    region: context.region,
    payload: { stackId: stack.id, operationId: operation.id },
    afterMs: options.timeoutMinutes * 60_000,
  });
}

/** Starts the change of a stack to a new definition. */
export function startUpdate(
  context: RegionContext,
  stack: StackRecord,
  definition: StackDefinition,
  options: OperationOptions,
): void {
  beginOperation(context, stack, "update", options);
  stack.disableRollback = options.onFailure === "DO_NOTHING";
  stack.definition = definition;
  stack.updatedMs = context.clock.nowMs();
  setStackStatus(context, stack, "UPDATE_IN_PROGRESS", "User Initiated");
}

/** States in which a stack under operation may yet be deleted. */
const DELETABLE_WHILE = new Set(["CREATE_IN_PROGRESS", "REVIEW_IN_PROGRESS"]);

/**
 * Starts the deletion of a stack; nothing happens when it is being deleted or gone already. When another stack
 * uses one of its exports, only an event says so.
 *
 * @param retained - logical ids of resources to be kept, after a deletion that failed.
 * @throws {AwsError} `ValidationError` while the stack is being updated or rolled back.
 */
export function startDeletion(
  context: RegionContext,
  stack: StackRecord,
  options: Pick<OperationOptions, "retained" | "forced" | "clientRequestToken">,
): void {
  if (stack.status === "DELETE_IN_PROGRESS" || stack.status === "DELETE_COMPLETE") return;
  if (stack.status.endsWith("_IN_PROGRESS") && !DELETABLE_WHILE.has(stack.status))
    throw validationError(`Stack [${stack.id}] cannot be deleted while in status ${stack.status}`);
  const fault = deletionFault(context, stack);
  if (fault !== undefined) return writeStackEvent(context, stack, stack.status, fault);
  abandon(context, stack);
  beginOperation(context, stack, "delete", { onFailure: "DO_NOTHING", ...options });
  setStackStatus(context, stack, "DELETE_IN_PROGRESS", "User Initiated");
}

/** Rolls back an update that is under way, at the user's wish. */
export function cancelUpdate(context: RegionContext, stack: StackRecord): void {
  const { operation } = stack;
  if (operation?.kind !== "update") return;
  const work = createWork(context, stack, operation);
  if (operation.phase === "provision") failProvision(work, "User Initiated");
  else if (operation.phase === "held") {
    setStackStatus(context, stack, "UPDATE_ROLLBACK_IN_PROGRESS");
    enterRevert(work);
  }
  advance(context, stack);
}

/** Lets the update of a nested stack last, after that of its parent. */
export function commitHeldUpdate(context: RegionContext, stack: StackRecord): void {
  const { operation } = stack;
  if (operation?.phase !== "held") return;
  commitUpdate(createWork(context, stack, operation));
  advance(context, stack);
}

/** Tries a failed rollback of an update again; resources to skip count as rolled back. */
export function continueRollback(
  context: RegionContext,
  stack: StackRecord,
  skipped: readonly string[],
): void {
  const operation = stack.failedRollback;
  if (operation === undefined) return;
  stack.failedRollback = undefined;
  stack.operation = operation;
  for (const task of Object.values(operation.tasks)) {
    if (task.state === "failed") task.state = skipped.includes(task.logicalId) ? "done" : "waiting";
  }
  setStackStatus(context, stack, "UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated");
  advance(context, stack);
}

/** Ends an operation in the middle: what it has made is there, and nothing goes on. */
function abandon(context: RegionContext, stack: StackRecord): void {
  const { operation } = stack;
  if (operation === undefined) return;
  if (operation.timeoutTimerId !== undefined) context.clock.cancel(operation.timeoutTimerId);
  for (const task of Object.values(operation.tasks).filter(isActiveTask)) {
    if (task.timerId !== undefined) context.clock.cancel(task.timerId);
  }
}

function beginOperation(
  context: RegionContext,
  stack: StackRecord,
  kind: OperationRecord["kind"],
  options: OperationOptions,
): OperationRecord {
  const operation: OperationRecord = {
    id: context.ids.uuid("cloudformation-operation"),
    kind,
    clientRequestToken: options.clientRequestToken,
    phase: kind === "delete" ? "delete" : "provision",
    tasks: {},
    onFailure: options.onFailure,
    before: kind === "update" ? (stack.lastStable ?? stableState(stack)) : undefined,
    superfluous: [...(stack.leftovers ?? [])],
    retained: options.retained ?? [],
    retainExceptOnCreate: options.retainExceptOnCreate ?? false,
    forced: options.forced ?? false,
    stackPolicy: options.stackPolicy,
    nextStackPolicy: options.nextStackPolicy,
  };
  stack.operation = operation;
  stack.failedRollback = undefined;
  stack.leftovers = undefined;
  stack.lastStable = undefined;
  context.clock.schedule({
    kind: "cloudformation.begin",
    region: context.region,
    payload: { stackId: stack.id, operationId: operation.id },
    afterMs: DURATIONS.startMs,
  });
  return operation;
}

/** What an update can go back to: a resource that was never finished is none. */
function stableState(stack: StackRecord): BeforeRecord {
  const { status, definition, outputs, imports } = stack;
  const stable = Object.entries(stack.resources).filter(
    ([, resource]) => resource.status !== "CREATE_FAILED",
  );
  return { status, definition, outputs, imports, resources: structuredClone(Object.fromEntries(stable)) };
}
