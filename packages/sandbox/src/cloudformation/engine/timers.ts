import type { RegionContext } from "../../kernel/CallContext.ts";
import { isJsonObject, type Json } from "../../kernel/json.ts";
import type { TimerHandler } from "../../kernel/ServiceModule.ts";
import { accountParameterFault } from "../parameters/accountParameters.ts";
import { importedNames } from "../stacks/importedNames.ts";
import type { StackRecord } from "../stacks/StackRecord.ts";
import { stackById } from "../stacks/stackStore.ts";
import { attributeFault } from "../template/attributeFault.ts";
import { onSignalsTimeout } from "./creationSignals.ts";
import { advance, workOf } from "./advance.ts";
import { faultOf } from "./failureReason.ts";
import type { OperationRecord } from "./OperationRecord.ts";
import { enterProvision, enterRemovalOfAll, failProvision } from "./phases.ts";
import { policyFault } from "./stackPolicy.ts";
import { createWork, isActiveTask, type Stage, type Work } from "./Work.ts";

/** What the engine's timers do; payloads carry ids only. */
export const ENGINE_TIMERS: Readonly<Record<string, TimerHandler>> = {
  "cloudformation.begin": onBegin,
  "cloudformation.step": onStep,
  "cloudformation.poke": onPoke,
  "cloudformation.signals-timeout": onSignalsTimeout,
  "cloudformation.stack-timeout": onTimeout,
};

/** Has the task that waits for a resource ask its provider again. */
export function pokeResource(context: RegionContext, stackId: string, logicalId: string): void {
  const stack = stackById(context, stackId);
  const task = Object.values(stack?.operation?.tasks ?? {}).find(
    (candidate) => candidate.logicalId === logicalId && candidate.state === "working",
  );
  if (stack?.operation === undefined || task === undefined) return;
  if (task.timerId !== undefined) context.clock.cancel(task.timerId);
  runStage(context, stack, task.key, "poll");
}

function onBegin(payload: Json, context: RegionContext): void {
  const found = operationOf(payload, context);
  if (found === undefined) return;
  const { stack, operation } = found;
  const work = createWork(context, stack, operation);
  if (operation.kind === "delete") enterRemovalOfAll(work, "delete");
  else {
    const fault = faultBeforeStart(work);
    if (fault === undefined) enterProvision(work);
    else failProvision(work, fault);
  }
  advance(context, stack);
}

/** What is found only after the request was answered: things that the account does not have. */
function faultBeforeStart({ context, stack, operation, active, scope }: Work): string | undefined {
  const moved = Object.values(operation.before?.resources ?? {})
    .filter(({ logicalId, type }) => {
      const declared = active.resources[logicalId];
      return declared !== undefined && declared.type !== type;
    })
    .map(({ logicalId }) => logicalId);
  if (moved.length > 0)
    return `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${moved.join(", ")}]`;
  const denied = Object.values(operation.before?.resources ?? {})
    .filter(({ logicalId }) => !Object.hasOwn(active.resources, logicalId))
    .map((resource) => policyFault(stack, "Update:Delete", resource))
    .find((fault) => fault !== undefined);
  if (denied !== undefined) return denied;
  const missing = accountParameterFault(stack.definition.parameters, context) ?? attributeFault(active);
  if (missing !== undefined) return missing;
  try {
    for (const name of importedNames(active, scope)) scope.importedValue(name);
    return undefined;
  } catch (error) {
    return faultOf(error);
  }
}

function onStep(payload: Json, context: RegionContext): void {
  const found = operationOf(payload, context);
  if (found === undefined || !isJsonObject(payload)) return;
  const { phase, key, stage } = payload;
  if (found.operation.phase !== phase || typeof key !== "string") return;
  runStage(context, found.stack, key, stage === "handle" ? "handle" : "poll");
}

function onPoke(payload: Json, context: RegionContext): void {
  if (!isJsonObject(payload)) return;
  const { stackId, logicalId } = payload;
  if (typeof stackId === "string" && typeof logicalId === "string") pokeResource(context, stackId, logicalId);
}

function onTimeout(payload: Json, context: RegionContext): void {
  const found = operationOf(payload, context);
  if (found?.operation.phase !== "provision") return;
  failProvision(
    createWork(context, found.stack, found.operation),
    "Stack creation time exceeded the specified timeout",
  );
  advance(context, found.stack);
}

function runStage(context: RegionContext, stack: StackRecord, key: string, stage: Stage): void {
  const { operation } = stack;
  const task = operation?.tasks[key];
  if (operation === undefined || task === undefined || !isActiveTask(task)) return;
  task.timerId = undefined;
  workOf(operation.phase)[stage](createWork(context, stack, operation), task);
  if (!isActiveTask(task)) advance(context, stack);
}

function operationOf(
  payload: Json,
  context: RegionContext,
): { stack: StackRecord; operation: OperationRecord } | undefined {
  if (!isJsonObject(payload) || typeof payload["stackId"] !== "string") return undefined;
  const stack = stackById(context, payload["stackId"]);
  const operation = stack?.operation;
  return stack === undefined || operation === undefined || operation.id !== payload["operationId"]
    ? undefined
    : { stack, operation };
}
