import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import type { FunctionBehaviour } from "../../cloudformation/FunctionBehaviour.ts";
import type { Progress, ResourceContext } from "../../cloudformation/ResourceProvider.ts";
import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import { createCluster, updateCluster } from "./applyCluster.ts";
import { clusterFailure } from "./ClusterFailure.ts";
import { deleteAllVersions, getText, putText } from "./clusterObjects.ts";
import { readClusterRequest, readDeletionPolicy } from "./ClusterRequest.ts";
import { clusterStatus, findClusterStack, type ClusterStack } from "./clusterStack.ts";
import { describeCluster, flatten } from "./describeCluster.ts";
import { providerDurations } from "./durations.ts";
import { providerSettings } from "./providerSettings.ts";
import { checkUpdate } from "./update/checkUpdate.ts";

const COMPLETE = new Set(["CREATE_COMPLETE", "UPDATE_COMPLETE"]);
const FAILED = new Set(["CREATE_FAILED", "UPDATE_FAILED", "DELETE_FAILED"]);

/** AWS's CloudFormation provider: a cluster as a custom resource. */
export const pclusterFunction: FunctionBehaviour = {
  name: "ParallelCluster CloudFormation provider",
  matches: ({ functionName }) => functionName.startsWith("pcluster-cfn-"),
  durations: providerDurations,
  create(properties, context) {
    const request = readClusterRequest(properties);
    const settings = providerSettings(context, properties);
    keepRequest(context, settings.bucket, request.clusterName, properties);
    createCluster(context, {
      clusterName: request.clusterName,
      configuration: withProviderTags(request.configuration, context),
      version: settings.version,
      rollbackOnFailure: request.rollbackOnFailure,
    });
    return { physicalId: request.clusterName };
  },
  update(physicalId, { after }, context) {
    const request = readClusterRequest(after);
    if (request.clusterName !== physicalId)
      throw clusterFailure("Cannot update the ClusterName in the properties.");
    const settings = providerSettings(context, after);
    keepRequest(context, settings.bucket, request.clusterName, after);
    const stack = findClusterStack(context, physicalId);
    if (stack === undefined) throw clusterFailure(`Cluster '${physicalId}' does not exist.`);
    const configuration = withProviderTags(request.configuration, context);
    const current = currentConfiguration(context, stack);
    if (isDeepStrictEqual(current, configuration)) return;
    const change = { clusterName: physicalId, configuration, version: settings.version };
    checkUpdate(context, { stack, current, change });
    updateCluster(context, change, stack);
  },
  progress: (physicalId, properties, context) =>
    progressOf(physicalId, findClusterStack(context, physicalId)?.status, { properties, context }),
  read: (physicalId, properties, context) => ({
    ref: physicalId,
    attributes: {
      ...flatten(describeCluster(context, physicalId) ?? {}),
      validationMessages: "[]",
      logGroupName: providerSettings(context, properties).logGroupName,
    },
  }),
  delete(physicalId, properties, context) {
    const { bucket } = providerSettings(context, properties);
    deleteAllVersions(context, bucket, `${physicalId}/`);
    if (readDeletionPolicy(properties) === "Retain") return;
    if (findClusterStack(context, physicalId) === undefined) return;
    context.call("cloudformation", "DeleteStack", { StackName: physicalId });
  },
  deleteProgress(physicalId, context, properties) {
    const stack = findClusterStack(context, physicalId);
    if (stack === undefined || readDeletionPolicy(properties) === "Retain") return { status: "done" };
    if (stack.status === "DELETE_FAILED") {
      const { logGroupName } = providerSettings(context, properties);
      return { status: "failed", reason: `${physicalId}:  (LogGroup: ${logGroupName})` };
    }
    return { status: "pending", retryAfterMs: providerDurations.pollMs };
  },
};

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
  if (stackStatus === "ROLLBACK_IN_PROGRESS")
    return { status: "pending", retryAfterMs: providerDurations.pollMs };
  if (!FAILED.has(status)) return { status: "pending", retryAfterMs: providerDurations.pollMs };
  const flat = flatten(describeCluster(context, clusterName) ?? {});
  const codes = Object.entries(flat)
    .filter(([key]) => key.startsWith("failures.") && key.endsWith(".failureCode"))
    .flatMap(([, code]) => (typeof code === "string" ? [code] : []));
  return { status: "failed", reason: `${clusterName}: ${codes.join(",")} (LogGroup: ${logGroupName})` };
}

/** The function keeps what it was asked, because the configuration is too large for its events. */
function keepRequest(
  context: ResourceContext,
  bucket: string,
  clusterName: string,
  properties: JsonObject,
): void {
  if (bucket === "") return;
  const text = JSON.stringify({ StackId: context.stackId, ResourceProperties: properties });
  putText(context, { bucket, key: `${clusterName}/event.json` }, text);
}

/** Tags of the stack that holds the resource, then the configuration's own, then the provider's. */
function withProviderTags(configuration: JsonObject, context: ResourceContext): JsonObject {
  const own = configuration["Tags"];
  const ownTags: readonly Json[] = Array.isArray(own) ? own : [];
  const ownKeys = new Set(ownTags.map((tag) => (isJsonObject(tag) ? tag["Key"] : undefined)));
  const inherited = context.stackTags
    .filter(({ Key }) => !Key.startsWith("aws:") && !ownKeys.has(Key))
    .map(({ Key, Value }) => ({ Key, Value }));
  const provider = { Key: "parallelcluster:custom_resource", Value: "cluster" };
  return { ...configuration, Tags: [...inherited, ...ownTags, provider] };
}

function currentConfiguration(context: ResourceContext, stack: ClusterStack): JsonObject {
  const { ResourcesS3Bucket, ArtifactS3RootDirectory, ConfigVersion } = stack.parameters;
  const text = getText(context, {
    bucket: ResourcesS3Bucket ?? "",
    key: `${ArtifactS3RootDirectory}/configs/cluster-config.yaml`,
    ...(ConfigVersion === undefined ? {} : { versionId: ConfigVersion }),
  });
  const configuration: unknown = parse(text);
  return isJsonObject(configuration) ? configuration : {};
}
