import type { ChangeSetRecord } from "../../cloudformation/changes/ChangeSetRecord.ts";
import { cloudFormationState, findStack } from "../../cloudformation/stacks/stackStore.ts";
import type { StackRecord } from "../../cloudformation/stacks/StackRecord.ts";
import { validationError } from "../../cloudformation/validationError.ts";
import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";

/**
 * A change set by its id, or by its name and that of its stack.
 *
 * @throws {AwsError} `ValidationError` for a missing stack, `ChangeSetNotFound` for a missing change set.
 */
export function findChangeSet(
  context: RegionContext,
  nameOrId: string,
  stackName: string | undefined,
): ChangeSetRecord {
  const { changeSets } = cloudFormationState(context);
  if (nameOrId.startsWith("arn:")) {
    const found = Object.hasOwn(changeSets, nameOrId) ? changeSets[nameOrId] : undefined;
    return found ?? raise(notFound(nameOrId));
  }
  if (stackName === undefined)
    throw validationError("StackName must be specified if ChangeSetName is not specified as an ARN.");
  const stack = findStack(context, stackName);
  if (stack === undefined) throw validationError(`Stack [${stackName}] does not exist`);
  const found = Object.values(changeSets).findLast(
    (changeSet) => changeSet.name === nameOrId && changeSet.stackId === stack.id,
  );
  return found ?? raise(notFound(nameOrId));
}

function notFound(nameOrId: string): AwsError {
  return new AwsError("ChangeSetNotFound", `ChangeSet [${nameOrId}] does not exist`, { httpStatus: 404 });
}

function raise(error: Error): never {
  throw error;
}

export function changeSetsOf(context: RegionContext, stack: StackRecord): ChangeSetRecord[] {
  return Object.values(cloudFormationState(context).changeSets).filter(
    (changeSet) => changeSet.stackId === stack.id,
  );
}
