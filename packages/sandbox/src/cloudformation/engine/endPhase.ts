import { exportFault } from "../stacks/exports.ts";
import { importedNames } from "../stacks/importedNames.ts";
import { stackOutputs } from "../stacks/outputs.ts";
import { setStackStatus } from "../stacks/stackEvents.ts";
import type { OutputRecord } from "../stacks/OutputRecord.ts";
import { stackById } from "../stacks/stackStore.ts";
import { faultOf } from "./failureReason.ts";
import type { OperationRecord } from "./OperationRecord.ts";
import {
  commitResources,
  endOperation,
  enterCleanup,
  failedRemovals,
  failedResources,
  failProvision,
  pokeParent,
  removalOf,
} from "./phases.ts";
import type { Work } from "./Work.ts";

/** Goes on when no task of the phase can be started or is under way. */
export function endPhase(work: Work): void {
  const { context, operation, stack } = work;
  switch (operation.phase) {
    case "provision":
      return endProvision(work);
    case "rollback": {
      const failed = failedRemovals(operation);
      return endOperation(work, failed === undefined ? "ROLLBACK_COMPLETE" : "ROLLBACK_FAILED", failed);
    }
    case "delete": {
      const failed = failedRemovals(operation);
      const gone = failed === undefined || operation.forced;
      return endOperation(work, gone ? "DELETE_COMPLETE" : "DELETE_FAILED", failed);
    }
    case "cleanup":
      return endOperation(
        work,
        "UPDATE_COMPLETE",
        failedRemovals(operation) === undefined
          ? undefined
          : "Update successful. One or more resources could not be deleted.",
      );
    case "revert":
      return endRevert(work);
    case "revert-cleanup":
      return endOperation(work, "UPDATE_ROLLBACK_COMPLETE", failedRemovals(operation));
    case "held":
      throw new Error(`stack ${stack.name} in ${context.region} waits for its parent and has no work`);
  }
}

/** Whether the stack's work rests until another stack decides. */
export function isHeld(operation: OperationRecord): boolean {
  return operation.phase === "held";
}

/** Makes a nested stack's update last: what it has made superfluous is deleted. */
export function commitUpdate(work: Work): void {
  commitResources(work);
  enterCleanup(work.operation, "cleanup");
}

function endProvision(work: Work): void {
  const { context, operation, stack } = work;
  const outcome = outputsOf(work);
  if (typeof outcome === "string") return failProvision(work, outcome);
  stack.outputs = outcome;
  stack.imports = importedNames(work.active, work.scope);
  if (operation.kind === "create") return endOperation(work, "CREATE_COMPLETE");
  for (const resource of Object.values(stack.resources)) {
    if (Object.hasOwn(work.active.resources, resource.logicalId)) continue;
    operation.superfluous.push(removalOf(resource, resource.deletionPolicy));
    delete stack.resources[resource.logicalId];
  }
  setStackStatus(context, stack, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS");
  if (!parentIsUpdating(work)) return commitUpdate(work);
  operation.phase = "held";
  pokeParent(work);
}

function endRevert(work: Work): void {
  const { context, operation, stack } = work;
  const failed = failedResources(operation);
  if (failed !== "") return endOperation(work, "UPDATE_ROLLBACK_FAILED", failed);
  const { before } = operation;
  if (before !== undefined) {
    stack.outputs = before.outputs;
    stack.imports = before.imports;
  }
  setStackStatus(context, stack, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS");
  enterCleanup(operation, "revert-cleanup");
}

/** The outputs, or why the stack cannot have them. */
function outputsOf(work: Work): readonly OutputRecord[] | string {
  try {
    const outputs = stackOutputs(work.active, work.scope);
    return exportFault(work.context, work.stack, outputs) ?? outputs;
  } catch (error) {
    return faultOf(error);
  }
}

function parentIsUpdating({ context, stack }: Work): boolean {
  const parent = stack.parent === undefined ? undefined : stackById(context, stack.parent.stackId);
  return parent?.operation?.kind === "update" && parent.operation.phase === "provision";
}
