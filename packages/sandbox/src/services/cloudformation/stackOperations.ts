import { receiveSignal } from "../../cloudformation/engine/creationSignals.ts";
import {
  addStack,
  cancelUpdate,
  continueRollback,
  newStackId,
  startCreation,
  startDeletion,
  startUpdate,
} from "../../cloudformation/engine/startOperation.ts";
import { defineStack } from "../../cloudformation/stacks/defineStack.ts";
import { isUnchanged } from "../../cloudformation/stacks/isUnchanged.ts";
import type { StackRecord } from "../../cloudformation/stacks/StackRecord.ts";
import { findStack } from "../../cloudformation/stacks/stackStore.ts";
import { checkTransformsAcknowledged } from "../../cloudformation/template/transforms.ts";
import { validationError } from "../../cloudformation/validationError.ts";
import { AwsError } from "../../kernel/AwsError.ts";
import type { CallContext } from "../../kernel/CallContext.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import type { InputOf } from "../../kernel/serviceModels.ts";
import { obsoleteChangeSets } from "./changeSetOperations.ts";
import { checkStackName, policyText, stackRequest } from "./requests.ts";

/** States in which a stack can be updated. */
const UPDATABLE = new Set([
  "CREATE_COMPLETE",
  "CREATE_FAILED",
  "IMPORT_COMPLETE",
  "UPDATE_COMPLETE",
  "UPDATE_FAILED",
  "UPDATE_ROLLBACK_COMPLETE",
]);

export const stackOperations = defineOperations<"cloudformation">()({
  CreateStack: {
    members: [
      "StackName",
      "TemplateBody",
      "TemplateURL",
      "Parameters",
      "DisableRollback",
      "TimeoutInMinutes",
      "NotificationARNs",
      "Capabilities",
      "ResourceTypes",
      "RoleARN",
      "OnFailure",
      "StackPolicyBody",
      "StackPolicyURL",
      "Tags",
      "ClientRequestToken",
      "EnableTerminationProtection",
      "RetainExceptOnCreate",
      "RollbackConfiguration",
    ],
    run: (input, context) => ({ StackId: createStack(input, context).id }),
  },
  UpdateStack: {
    members: [
      "StackName",
      "TemplateBody",
      "TemplateURL",
      "UsePreviousTemplate",
      "Parameters",
      "Capabilities",
      "ResourceTypes",
      "RoleARN",
      "StackPolicyBody",
      "StackPolicyURL",
      "StackPolicyDuringUpdateBody",
      "StackPolicyDuringUpdateURL",
      "NotificationARNs",
      "Tags",
      "DisableRollback",
      "ClientRequestToken",
      "RetainExceptOnCreate",
      "RollbackConfiguration",
    ],
    run: (input, context) => ({ StackId: updateStack(input, context).id }),
  },
  DeleteStack: {
    members: ["StackName", "RetainResources", "RoleARN", "ClientRequestToken", "DeletionMode"],
    // The official `pcluster delete-cluster` fails when the stack is not found any more.
    isLookedAtNext: true,
    run(input, context) {
      deleteStack(input, context);
      return {};
    },
  },
  CancelUpdateStack: {
    members: ["StackName", "ClientRequestToken"],
    run(input, context) {
      const stack = existingStack(context, input.StackName);
      if (stack.status !== "UPDATE_IN_PROGRESS")
        throw validationError("CancelUpdateStack cannot be called from current stack status");
      cancelUpdate(context, stack);
      return {};
    },
  },
  ContinueUpdateRollback: {
    members: ["StackName", "ResourcesToSkip", "RoleARN", "ClientRequestToken"],
    run(input, context) {
      const stack = existingStack(context, input.StackName);
      if (stack.status !== "UPDATE_ROLLBACK_FAILED")
        throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
      continueRollback(context, stack, input.ResourcesToSkip ?? []);
      return {};
    },
  },
  SignalResource: {
    members: ["StackName", "LogicalResourceId", "UniqueId", "Status"],
    run(input, context) {
      const stack = existingStack(context, input.StackName);
      const status = input.Status ?? "SUCCESS";
      if (status !== "SUCCESS" && status !== "FAILURE")
        throw validationError(
          `1 validation error detected: Value '${String(status)}' at 'status' failed to satisfy constraint: Member must satisfy enum value set: [FAILURE, SUCCESS]`,
        );
      const signal = { hostId: input.UniqueId ?? "", status };
      receiveSignal(context, stack, input.LogicalResourceId ?? "", signal);
      return {};
    },
  },
  UpdateTerminationProtection: {
    members: ["StackName", "EnableTerminationProtection"],
    run(input, context) {
      const stack = existingStack(context, input.StackName);
      if (stack.parent !== undefined)
        throw validationError("Termination protection of a nested stack is set on its root stack.");
      stack.terminationProtection = input.EnableTerminationProtection === true;
      return { StackId: stack.id };
    },
  },
});

/** @throws {AwsError} `ValidationError`: `Stack [name] does not exist`. */
export function existingStack(context: CallContext, nameOrId: string | undefined): StackRecord {
  const stack = findStack(context, nameOrId ?? "");
  if (stack === undefined || stack.status === "DELETE_COMPLETE")
    throw validationError(`Stack [${nameOrId ?? ""}] does not exist`);
  return stack;
}

/** @throws {AwsError} `ValidationError` while the stack is in a state from which no update starts. */
export function checkUpdatable(stack: StackRecord): void {
  if (!UPDATABLE.has(stack.status))
    throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
}

function createStack(input: InputOf<"cloudformation", "CreateStack">, context: CallContext): StackRecord {
  const name = input.StackName ?? "";
  checkStackName(name);
  const existing = findStack(context, name);
  if (existing !== undefined && isRepeated(existing, "CreateStack", input.ClientRequestToken))
    return existing;
  const reviewed = existing?.status === "REVIEW_IN_PROGRESS" ? existing : undefined;
  if (existing !== undefined && reviewed === undefined)
    throw new AwsError("AlreadyExistsException", `Stack [${name}] already exists`);
  checkRole(input.RoleARN, context);
  if (input.DisableRollback !== undefined && input.OnFailure !== undefined)
    throw validationError("You can specify either DisableRollback or OnFailure, but not both.");
  const stackPolicy = policyText(input, context);
  const id = reviewed?.id ?? newStackId(context, name);
  const request = stackRequest(input, context);
  checkTransformsAcknowledged(request.templateText, request.capabilities);
  const definition = defineStack(context, { id, name }, request);
  const terminationProtection = input.EnableTerminationProtection === true;
  const stack = reviewed ?? addStack(context, id, { name, definition, terminationProtection, stackPolicy });
  stack.definition = definition;
  remember(stack, "CreateStack", input.ClientRequestToken);
  obsoleteChangeSets(context, stack);
  startCreation(context, stack, {
    onFailure: input.OnFailure ?? (input.DisableRollback === true ? "DO_NOTHING" : "ROLLBACK"),
    timeoutMinutes: input.TimeoutInMinutes,
    retainExceptOnCreate: input.RetainExceptOnCreate,
    clientRequestToken: input.ClientRequestToken,
  });
  return stack;
}

function updateStack(input: InputOf<"cloudformation", "UpdateStack">, context: CallContext): StackRecord {
  const stack = existingStack(context, input.StackName);
  if (isRepeated(stack, "UpdateStack", input.ClientRequestToken)) return stack;
  checkUpdatable(stack);
  checkRole(input.RoleARN, context);
  const stackPolicy = policyText(input, context);
  const policyDuringUpdate = policyText(
    { StackPolicyBody: input.StackPolicyDuringUpdateBody, StackPolicyURL: input.StackPolicyDuringUpdateURL },
    context,
  );
  const request = stackRequest(input, context, stack.definition);
  checkTransformsAcknowledged(request.templateText, request.capabilities);
  const definition = defineStack(context, stack, request, stack.definition);
  const unfinished = stack.status === "CREATE_FAILED" || stack.status === "UPDATE_FAILED";
  if (!unfinished && isUnchanged(stack.definition, definition))
    throw validationError("No updates are to be performed.");
  remember(stack, "UpdateStack", input.ClientRequestToken);
  obsoleteChangeSets(context, stack);
  stack.changeSetId = undefined;
  startUpdate(context, stack, definition, {
    onFailure: input.DisableRollback === true ? "DO_NOTHING" : "ROLLBACK",
    retainExceptOnCreate: input.RetainExceptOnCreate,
    clientRequestToken: input.ClientRequestToken,
    stackPolicy: policyDuringUpdate,
    nextStackPolicy: stackPolicy,
  });
  return stack;
}

function deleteStack(input: InputOf<"cloudformation", "DeleteStack">, context: CallContext): void {
  const stack = findStack(context, input.StackName ?? "");
  // Deleting what is not there is no error to AWS.
  if (stack === undefined) return;
  const retained = input.RetainResources ?? [];
  if (stack.terminationProtection)
    throw validationError(`Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`);
  if (retained.length > 0 && stack.status !== "DELETE_FAILED")
    throw validationError(
      `Invalid operation on stack [${stack.id}]. When you delete a stack, specify which resources to retain only when the stack is in the DELETE_FAILED state.`,
    );
  const forced = input.DeletionMode === "FORCE_DELETE_STACK";
  if (forced && stack.status !== "DELETE_FAILED")
    throw validationError(
      `Invalid operation on stack [${stack.id}]. FORCE_DELETE_STACK can be used only when the stack is in the DELETE_FAILED state.`,
    );
  const unknown = retained.find((logicalId) => !Object.hasOwn(stack.resources, logicalId));
  if (unknown !== undefined)
    throw validationError(`The specified resources to retain do not exist in the stack: [${unknown}]`);
  obsoleteChangeSets(context, stack);
  startDeletion(context, stack, { retained, forced, clientRequestToken: input.ClientRequestToken });
}

/** @throws {AwsError} `ValidationError` for a service role that does not exist; what it allows is not evaluated. */
function checkRole(roleArn: string | undefined, context: CallContext): void {
  if (roleArn === undefined) return;
  try {
    context.call("iam", "GetRole", { RoleName: roleArn.slice(roleArn.lastIndexOf("/") + 1) });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw validationError(`Role ${roleArn} is invalid or cannot be assumed`);
  }
}

function isRepeated(stack: StackRecord, action: string, token: string | undefined): boolean {
  return token !== undefined && stack.lastRequest?.action === action && stack.lastRequest.token === token;
}

function remember(stack: StackRecord, action: string, token: string | undefined): void {
  stack.lastRequest = token === undefined ? undefined : { action, token };
}
