import type { FunctionBehaviour } from "../../cloudformation/FunctionBehaviour.ts";
import type { Progress, ResourceContext } from "../../cloudformation/ResourceProvider.ts";
import type { JsonObject } from "../../kernel/json.ts";
import { checkConfiguration } from "./checkConfiguration.ts";
import { requestCreation, requestDeletion, requestUpdate } from "./clusterRequests.ts";
import { readClusterRequest } from "./ClusterRequest.ts";
import { clusterStatus } from "@trainyard/core";
import { findClusterStack } from "./clusterStack.ts";
import { describeCluster, flatten } from "./describeCluster.ts";
import { providerDurations } from "./durations.ts";
import { providerSettings } from "./providerSettings.ts";
import { answerRequest, forgetOutcome, outcomeOf } from "./RequestOutcome.ts";

const COMPLETE = new Set(["CREATE_COMPLETE", "UPDATE_COMPLETE"]);
const FAILED = new Set(["CREATE_FAILED", "UPDATE_FAILED", "DELETE_FAILED"]);

/** The function answers at most so many characters of the validators' messages. */
const MESSAGES_LIMIT = 2048;

/** AWS's CloudFormation provider: a cluster as a custom resource, whose physical id is the cluster's name. */
export const pclusterFunction: FunctionBehaviour = {
  name: "ParallelCluster CloudFormation provider",
  matches: ({ functionName }) => functionName.startsWith("pcluster-cfn-"),
  durations: providerDurations,
  create(properties, context) {
    answerRequest(context, () => {
      requestCreation(properties, context);
      return "started";
    });
    const clusterName = properties["ClusterName"];
    if (outcomeOf(context) === undefined && typeof clusterName === "string")
      return { physicalId: clusterName };
    // A cluster of that name may exist and belong to someone else: what failed must not be taken for it.
    const suffix = context.ids.upperAlphanumeric("pcluster-resource", 8);
    return { physicalId: `${context.stackName}_${context.logicalId}_${suffix}` };
  },
  update: (physicalId, { after }, context) =>
    answerRequest(context, () => requestUpdate(physicalId, after, context)),
  progress: (physicalId, properties, context) =>
    answered(context) ??
    progressOf(physicalId, findClusterStack(context, physicalId)?.status, { properties, context }),
  read: (physicalId, properties, context) => ({
    ref: physicalId,
    attributes: {
      ...flatten(describeCluster(context, physicalId) ?? {}),
      validationMessages: validationMessages(physicalId, properties, context),
      logGroupName: providerSettings(context, properties).logGroupName,
    },
  }),
  delete(physicalId, properties, context) {
    if (physicalId === properties["ClusterName"])
      answerRequest(context, () => requestDeletion(physicalId, properties, context));
    else forgetOutcome(context);
  },
  deleteProgress(physicalId, context, properties) {
    const stack = findClusterStack(context, physicalId);
    const outcome = answered(context);
    if (outcome !== undefined || stack === undefined) {
      forgetOutcome(context);
      return outcome ?? { status: "done" };
    }
    if (stack.status !== "DELETE_FAILED")
      return { status: "pending", retryAfterMs: providerDurations.pollMs };
    const { logGroupName } = providerSettings(context, properties);
    return { status: "failed", reason: `${physicalId}:  (LogGroup: ${logGroupName})` };
  },
};

/** What the function answered at once, if it did. */
function answered(context: ResourceContext): Progress | undefined {
  const outcome = outcomeOf(context);
  if (outcome === undefined) return undefined;
  return outcome.kind === "failed" ? { status: "failed", reason: outcome.reason } : { status: "done" };
}

function progressOf(
  clusterName: string,
  stackStatus: string | undefined,
  { properties, context }: { readonly properties: JsonObject; readonly context: ResourceContext },
): Progress {
  const status = stackStatus === undefined ? undefined : clusterStatus(stackStatus);
  const { logGroupName } = providerSettings(context, properties);
  if (status === undefined)
    return { status: "failed", reason: `${clusterName} failed CREATE. See LogGroup: ${logGroupName}` };
  if (COMPLETE.has(status)) return { status: "done" };
  // A stack that rolls back cannot be deleted yet: the failure is told when it has ended.
  if (stackStatus === "ROLLBACK_IN_PROGRESS" || !FAILED.has(status))
    return { status: "pending", retryAfterMs: providerDurations.pollMs };
  const flat = flatten(describeCluster(context, clusterName) ?? {});
  const codes = Object.entries(flat)
    .filter(([key]) => key.startsWith("failures.") && key.endsWith(".failureCode"))
    .flatMap(([, code]) => (typeof code === "string" ? [code] : []));
  return { status: "failed", reason: `${clusterName}: ${codes.join(",")} (LogGroup: ${logGroupName})` };
}

function validationMessages(clusterName: string, properties: JsonObject, context: ResourceContext): string {
  const { configuration, validation } = readClusterRequest(properties);
  const { version } = providerSettings(context, properties);
  const messages = checkConfiguration(context, { clusterName, configuration, version, validation });
  const text = JSON.stringify(messages);
  return text.length > MESSAGES_LIMIT ? `TRUNCATED:${text.slice(0, MESSAGES_LIMIT)}` : text;
}
