import type { ChangeSetSummary } from "@aws-sdk/client-cloudformation";
import type { ChangeSetRecord } from "../../cloudformation/changes/ChangeSetRecord.ts";
import { stackChanges } from "../../cloudformation/changes/stackChanges.ts";
import { startCreation, startUpdate } from "../../cloudformation/engine/startOperation.ts";
import { isUnchanged } from "../../cloudformation/stacks/isUnchanged.ts";
import type { StackRecord } from "../../cloudformation/stacks/StackRecord.ts";
import { cloudFormationState, findStack, stackById } from "../../cloudformation/stacks/stackStore.ts";
import { validationError } from "../../cloudformation/validationError.ts";
import { AwsError } from "../../kernel/AwsError.ts";
import type { CallContext, RegionContext } from "../../kernel/CallContext.ts";
import type { SandboxEvents } from "../../kernel/events.ts";
import { isJsonObject, type Json } from "../../kernel/json.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import type { InputOf } from "../../kernel/serviceModels.ts";
import { changeSetAnswer } from "./changeSetAnswer.ts";
import { changeSetsOf, findChangeSet } from "./changeSetAccess.ts";
import { createChangeSet } from "./createChangeSet.ts";
import { pageAfter } from "./paging.ts";

const CHANGE_SETS_PER_PAGE = 100;
const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

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
