import type { ChangeSetSummary } from "@aws-sdk/client-cloudformation";
import type { ChangeSetRecord } from "../../cloudformation/changes/ChangeSetRecord.ts";
import { stackChanges } from "../../cloudformation/changes/stackChanges.ts";
import { DURATIONS } from "../../cloudformation/engine/durations.ts";
import {
  addStack,
  newStackId,
  startCreation,
  startUpdate,
} from "../../cloudformation/engine/startOperation.ts";
import { defineStack } from "../../cloudformation/stacks/defineStack.ts";
import { isUnchanged } from "../../cloudformation/stacks/isUnchanged.ts";
import { setStackStatus } from "../../cloudformation/stacks/stackEvents.ts";
import type { StackRecord } from "../../cloudformation/stacks/StackRecord.ts";
import type { StackDefinition } from "../../cloudformation/stacks/StackDefinition.ts";
import { cloudFormationState, findStack, stackById } from "../../cloudformation/stacks/stackStore.ts";
import { partitionOf } from "../../cloudformation/template/pseudoParameters.ts";
import { notModelled, validationError } from "../../cloudformation/validationError.ts";
import { AwsError } from "../../kernel/AwsError.ts";
import type { CallContext, RegionContext } from "../../kernel/CallContext.ts";
import type { SandboxEvents } from "../../kernel/events.ts";
import { isJsonObject, type Json } from "../../kernel/json.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import type { InputOf } from "../../kernel/serviceModels.ts";
import { changeSetAnswer } from "./changeSetAnswer.ts";
import { findChangeSet } from "./changeSetAccess.ts";
import { pageAfter } from "./paging.ts";
import { checkStackName, stackRequest } from "./requests.ts";

const CHANGE_SETS_PER_PAGE = 100;
const CHANGE_SET_TYPES: readonly string[] = ["IMPORT", "UPDATE", "CREATE"];
const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/** What a stack in review is: nothing yet. */
const NOTHING: StackDefinition = {
  templateText: "{}",
  template: { parameters: {}, mappings: {}, conditions: {}, rules: {}, resources: {}, outputs: {} },
  parameters: [],
  tags: [],
  capabilities: [],
  notificationArns: [],
};

export const changeSetOperations = defineOperations<"cloudformation">()({
  CreateChangeSet: {
    members: [
      "StackName",
      "TemplateBody",
      "TemplateURL",
      "UsePreviousTemplate",
      "Parameters",
      "Capabilities",
      "ResourceTypes",
      "RoleARN",
      "NotificationARNs",
      "Tags",
      "ChangeSetName",
      "ClientToken",
      "Description",
      "ChangeSetType",
      "OnStackFailure",
      "IncludeNestedStacks",
      "ImportExistingResources",
      "RollbackConfiguration",
    ],
    run(input, context) {
      const changeSet = createChangeSet(input, context);
      return { Id: changeSet.id, StackId: changeSet.stackId };
    },
  },
  DescribeChangeSet: {
    members: ["ChangeSetName", "StackName", "IncludePropertyValues"],
    run(input, context) {
      const changeSet = findChangeSet(context, input.ChangeSetName ?? "", input.StackName);
      return changeSetAnswer(changeSet, input.IncludePropertyValues === true);
    },
  },
  ExecuteChangeSet: {
    members: ["ChangeSetName", "StackName", "ClientRequestToken", "DisableRollback", "RetainExceptOnCreate"],
    run(input, context) {
      executeChangeSet(input, context);
      return {};
    },
  },
  DeleteChangeSet: {
    members: ["ChangeSetName", "StackName"],
    run(input, context) {
      deleteChangeSet(input.ChangeSetName ?? "", input.StackName, context);
      return {};
    },
  },
  ListChangeSets: {
    members: ["StackName", "NextToken"],
    run(input, context) {
      const stack = findStack(context, input.StackName ?? "");
      if (stack === undefined) throw validationError(`Stack [${input.StackName ?? ""}] does not exist`);
      const ofStack = changeSetsOf(context, stack);
      const { page, nextToken } = pageAfter(
        ofStack,
        (changeSet) => changeSet.id,
        input.NextToken,
        CHANGE_SETS_PER_PAGE,
      );
      return { Summaries: page.map(summaryOf), ...nextToken };
    },
  },
});

/** Change sets that something else overtook can no longer be executed. */
export function obsoleteChangeSets(context: RegionContext, stack: StackRecord): void {
  for (const changeSet of changeSetsOf(context, stack)) {
    if (changeSet.executionStatus === "AVAILABLE") changeSet.executionStatus = "OBSOLETE";
  }
}

/** The timer that ends the creation of a change set. */
export function onChangeSetCreated(payload: Json, context: RegionContext): void {
  const id = isJsonObject(payload) ? payload["changeSetId"] : undefined;
  const changeSet = typeof id === "string" ? cloudFormationState(context).changeSets[id] : undefined;
  const stack = changeSet === undefined ? undefined : stackById(context, changeSet.stackId);
  if (changeSet === undefined || stack === undefined || changeSet.status !== "CREATE_PENDING") return;
  if (changeSet.type === "UPDATE" && isUnchanged(stack.definition, changeSet.definition)) {
    changeSet.status = "FAILED";
    changeSet.statusReason = NO_CHANGES;
    return;
  }
  try {
    changeSet.changes = stackChanges(context, stack, changeSet.definition);
    changeSet.status = "CREATE_COMPLETE";
    changeSet.executionStatus = "AVAILABLE";
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    changeSet.status = "FAILED";
    changeSet.statusReason = error.message;
  }
}

export function onStackSettled(
  event: SandboxEvents["cloudformation.stack-settled"],
  context: RegionContext,
): void {
  for (const changeSet of Object.values(cloudFormationState(context).changeSets)) {
    if (changeSet.stackId !== event.stackId || changeSet.executionStatus !== "EXECUTE_IN_PROGRESS") continue;
    const done = event.status === "CREATE_COMPLETE" || event.status === "UPDATE_COMPLETE";
    changeSet.executionStatus = done ? "EXECUTE_COMPLETE" : "EXECUTE_FAILED";
  }
}

function createChangeSet(
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

function executeChangeSet(input: InputOf<"cloudformation", "ExecuteChangeSet">, context: CallContext): void {
  const changeSet = findChangeSet(context, input.ChangeSetName ?? "", input.StackName);
  const stack = stackById(context, changeSet.stackId);
  if (stack === undefined) throw validationError(`Stack [${changeSet.stackName}] does not exist`);
  if (changeSet.executionStatus !== "AVAILABLE")
    throw new AwsError(
      "InvalidChangeSetStatus",
      `ChangeSet [${changeSet.id}] cannot be executed in its current ${
        changeSet.status === "CREATE_COMPLETE"
          ? `execution status of [${changeSet.executionStatus}]`
          : `status of [${changeSet.status}]`
      }`,
    );
  obsoleteChangeSets(context, stack);
  changeSet.executionStatus = "EXECUTE_IN_PROGRESS";
  stack.changeSetId = changeSet.id;
  stack.updatedMs = context.clock.nowMs();
  const onFailure = changeSet.onStackFailure ?? (input.DisableRollback === true ? "DO_NOTHING" : "ROLLBACK");
  const { ClientRequestToken: clientRequestToken, RetainExceptOnCreate: retainExceptOnCreate } = input;
  const options = { onFailure, clientRequestToken, retainExceptOnCreate };
  if (changeSet.type === "UPDATE") return startUpdate(context, stack, changeSet.definition, options);
  stack.definition = changeSet.definition;
  startCreation(context, stack, options);
}

function deleteChangeSet(nameOrId: string, stackName: string | undefined, context: CallContext): void {
  const { changeSets } = cloudFormationState(context);
  try {
    const changeSet = findChangeSet(context, nameOrId, stackName);
    if (changeSet.executionStatus === "EXECUTE_IN_PROGRESS")
      throw new AwsError(
        "InvalidChangeSetStatus",
        `ChangeSet [${changeSet.id}] cannot be deleted in its current status of [${changeSet.executionStatus}]`,
      );
    delete changeSets[changeSet.id];
  } catch (error) {
    // Deleting what is not there is no error to AWS.
    if (!(error instanceof AwsError) || error.code !== "ChangeSetNotFound") throw error;
  }
}

function newChangeSetId(context: RegionContext, name: string): string {
  const uuid = context.ids.uuid("cloudformation-change-set");
  return `arn:${partitionOf(context.region)}:cloudformation:${context.region}:${context.accountId}:changeSet/${name}/${uuid}`;
}

function changeSetsOf(context: RegionContext, stack: StackRecord): ChangeSetRecord[] {
  return Object.values(cloudFormationState(context).changeSets).filter(
    (changeSet) => changeSet.stackId === stack.id,
  );
}

function summaryOf(changeSet: ChangeSetRecord): ChangeSetSummary {
  const { Changes: _changes, Parameters: _parameters, ...answer } = changeSetAnswer(changeSet, false);
  const { StackId, StackName, ChangeSetId, ChangeSetName, ExecutionStatus, Status, StatusReason } = answer;
  return {
    StackId,
    StackName,
    ChangeSetId,
    ChangeSetName,
    ExecutionStatus,
    Status,
    StatusReason,
    CreationTime: answer.CreationTime,
    Description: answer.Description,
    IncludeNestedStacks: false,
  };
}
