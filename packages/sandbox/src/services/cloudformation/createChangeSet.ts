import type { ChangeSetRecord } from "../../cloudformation/changes/ChangeSetRecord.ts";
import { DURATIONS } from "../../cloudformation/engine/durations.ts";
import { addStack, newStackId } from "../../cloudformation/engine/startOperation.ts";
import { defineStack } from "../../cloudformation/stacks/defineStack.ts";
import type { StackDefinition } from "../../cloudformation/stacks/StackDefinition.ts";
import { setStackStatus } from "../../cloudformation/stacks/stackEvents.ts";
import type { StackRecord } from "../../cloudformation/stacks/StackRecord.ts";
import { cloudFormationState, findStack } from "../../cloudformation/stacks/stackStore.ts";
import { partitionOf } from "../../cloudformation/template/pseudoParameters.ts";
import { notModelled, validationError } from "../../cloudformation/validationError.ts";
import { AwsError } from "../../kernel/AwsError.ts";
import type { CallContext, RegionContext } from "../../kernel/CallContext.ts";
import type { InputOf } from "../../kernel/serviceModels.ts";
import { changeSetsOf } from "./changeSetAccess.ts";
import { checkStackName, stackRequest } from "./requests.ts";

const CHANGE_SET_TYPES: readonly string[] = ["IMPORT", "UPDATE", "CREATE"];

/** What a stack in review is: nothing yet. */
const NOTHING: StackDefinition = {
  templateText: "{}",
  template: { parameters: {}, mappings: {}, conditions: {}, rules: {}, resources: {}, outputs: {} },
  parameters: [],
  tags: [],
  capabilities: [],
  notificationArns: [],
};

/** Begins a change set, and the stack that it will create; a timer ends its creation. */
export function createChangeSet(
  input: InputOf<"cloudformation", "CreateChangeSet">,
  context: CallContext,
): ChangeSetRecord {
  const { name, type } = checkedChangeSet(input);
  const existing = changedStack(context, input.StackName ?? "", type, name);
  const stackName = existing?.name ?? input.StackName ?? "";
  if (existing !== undefined) refuseTakenName(context, existing, name);
  const stackId = existing?.id ?? newStackId(context, stackName);
  const previous = existing === undefined || type === "CREATE" ? undefined : existing.definition;
  const request = stackRequest(input, context, previous);
  const definition = defineStack(context, { id: stackId, name: stackName }, request, previous);
  if (existing === undefined) {
    const stack = addStack(context, stackId, { name: stackName, definition: NOTHING });
    setStackStatus(context, stack, "REVIEW_IN_PROGRESS", "User Initiated");
  }
  return addChangeSet(context, {
    id: newChangeSetId(context, name),
    name,
    stackId,
    stackName,
    createdMs: context.clock.nowMs(),
    type,
    description: input.Description,
    definition,
    onStackFailure: input.OnStackFailure,
    status: "CREATE_PENDING",
    executionStatus: "UNAVAILABLE",
    changes: [],
  });
}

function checkedChangeSet(input: InputOf<"cloudformation", "CreateChangeSet">): {
  readonly name: string;
  readonly type: "CREATE" | "UPDATE";
} {
  const name = input.ChangeSetName ?? "";
  const type = input.ChangeSetType ?? "UPDATE";
  if (!CHANGE_SET_TYPES.includes(type))
    throw validationError(
      `1 validation error detected: Value '${type}' at 'changeSetType' failed to satisfy constraint: Member must satisfy enum value set: [${CHANGE_SET_TYPES.join(", ")}]`,
    );
  if (type === "IMPORT") throw notModelled("change sets of the type IMPORT");
  if (input.ImportExistingResources === true) throw notModelled("imports of existing resources");
  if (input.IncludeNestedStacks === true) throw notModelled("change sets of nested stacks");
  if (!/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name))
    throw validationError(
      `1 validation error detected: Value '${name}' at 'changeSetName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
    );
  return { name, type };
}

function refuseTakenName(context: RegionContext, stack: StackRecord, name: string): void {
  const taken = changeSetsOf(context, stack).some(
    (other) => other.name === name && other.executionStatus !== "EXECUTE_COMPLETE",
  );
  if (taken)
    throw new AwsError(
      "AlreadyExistsException",
      `ChangeSet ${name} cannot be created because a change set with the name already exists`,
    );
}

/** The stack that the change set is for; undefined for one that it will create. */
function changedStack(
  context: RegionContext,
  nameOrId: string,
  type: "CREATE" | "UPDATE",
  changeSetName: string,
): StackRecord | undefined {
  if (!nameOrId.startsWith("arn:")) checkStackName(nameOrId);
  const stack = findStack(context, nameOrId);
  if (type === "CREATE") {
    if (stack === undefined || stack.status === "REVIEW_IN_PROGRESS") return stack;
    throw validationError(
      `Stack [${nameOrId}] already exists and cannot be created again with the changeSet [${changeSetName}].`,
    );
  }
  if (stack === undefined || stack.status === "DELETE_COMPLETE")
    throw validationError(`Stack [${nameOrId}] does not exist`);
  if (stack.status.endsWith("_IN_PROGRESS") || stack.status === "ROLLBACK_COMPLETE")
    throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
  return stack;
}

function addChangeSet(context: RegionContext, changeSet: ChangeSetRecord): ChangeSetRecord {
  cloudFormationState(context).changeSets[changeSet.id] = changeSet;
  context.clock.schedule({
    kind: "cloudformation.change-set-created",
    region: context.region,
    payload: { changeSetId: changeSet.id },
    afterMs: DURATIONS.changeSetMs,
  });
  return changeSet;
}

function newChangeSetId(context: RegionContext, name: string): string {
  const uuid = context.ids.uuid("cloudformation-change-set");
  return `arn:${partitionOf(context.region)}:cloudformation:${context.region}:${context.accountId}:changeSet/${name}/${uuid}`;
}
