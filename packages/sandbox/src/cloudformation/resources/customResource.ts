import { AwsError } from "../../kernel/AwsError.ts";
import type { JsonObject } from "../../kernel/json.ts";
import { readProperties } from "../../kernel/readProperties.ts";
import type { FunctionBehaviour } from "../FunctionBehaviour.ts";
import type { Progress, ResourceContext, ResourceProvider } from "../ResourceProvider.ts";

const NONE = { createMs: 0, updateMs: 0, deleteMs: 0 };

/**
 * A resource that a Lambda function of the account provides. The sandbox runs no foreign code: what the known
 * functions do is modelled, and any other function fails the resource with a reason that names it.
 */
export const customResource: ResourceProvider = {
  type: "AWS::CloudFormation::CustomResource",
  durations: NONE,
  durationsFor: (properties, context) => behaviourOf(properties, context).durations,
  create: (properties, context) => behaviourOf(properties, context).create(properties, context),
  progress: (physicalId, properties, context) =>
    answered(behaviourOf(properties, context).progress?.(physicalId, properties, context), context),
  read: (physicalId, properties, context) =>
    behaviourOf(properties, context).read(physicalId, properties, context),
  update: (physicalId, change, context) =>
    behaviourOf(change.after, context).update?.(physicalId, change, context),
  replaces: (change, context) => {
    const behaviour = behaviourOf(change.after, context);
    return behaviour.update === undefined || (behaviour.replaces?.(change, context) ?? false);
  },
  delete: (physicalId, properties, context) =>
    behaviourOf(properties, context).delete(physicalId, properties, context),
  deleteProgress: (physicalId, context, properties) =>
    answered(behaviourOf(properties, context).deleteProgress?.(physicalId, context, properties), context),
};

/** A failure as CloudFormation words what a custom resource answered. */
function answered(progress: Progress | undefined, context: ResourceContext): Progress {
  if (progress?.status !== "failed") return progress ?? { status: "done" };
  const requestId = context.ids.uuid("cloudformation-request");
  return {
    status: "failed",
    reason: `Received response status [FAILED] from custom resource. Message returned: ${progress.reason} (RequestId: ${requestId})`,
  };
}

/** @throws {AwsError} `ValidationError` when the sandbox does not know what the function does. */
function behaviourOf(properties: JsonObject, context: ResourceContext): FunctionBehaviour {
  const token = readProperties(properties).text("ServiceToken") ?? "";
  if (!/^arn:[^:]+:lambda:/.test(token) && !/^[\w-]+$/.test(token))
    throw new AwsError(
      "ValidationError",
      `The sandbox models custom resources of Lambda functions only; ServiceToken is ${token}`,
    );
  const { Configuration: configuration } = context.call("lambda", "GetFunction", { FunctionName: token });
  const functionName = configuration?.FunctionName ?? token;
  const handler = configuration?.Handler ?? "";
  const behaviour = context.registry.functionBehaviour({
    functionName,
    handler,
    environment: configuration?.Environment?.Variables ?? {},
  });
  if (behaviour !== undefined) return behaviour;
  throw new AwsError(
    "ValidationError",
    `The sandbox runs no Lambda code and does not know what the function ${functionName} (handler ${handler}) does.`,
  );
}
