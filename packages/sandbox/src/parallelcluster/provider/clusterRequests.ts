import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import type { ResourceContext } from "../../cloudformation/ResourceProvider.ts";
import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import { createCluster, updateCluster } from "./applyCluster.ts";
import { checkUpdate } from "./checkUpdate.ts";
import { clusterFailure } from "./ClusterFailure.ts";
import { deleteAllVersions, getText, putText } from "./clusterObjects.ts";
import { readClusterRequest, readDeletionPolicy } from "./ClusterRequest.ts";
import { findClusterStack, type ClusterStack } from "./clusterStack.ts";
import { providerSettings } from "./providerSettings.ts";

/** @throws {AwsError} with what the function would answer. */
export function requestCreation(properties: JsonObject, context: ResourceContext): void {
  const request = readClusterRequest(properties);
  const settings = providerSettings(context, properties);
  keepRequest(context, settings.bucket, request.clusterName, properties);
  createCluster(context, {
    clusterName: request.clusterName,
    configuration: withProviderTags(request.configuration, context),
    version: settings.version,
    validation: request.validation,
    rollbackOnFailure: request.rollbackOnFailure,
  });
}

/** @throws {AwsError} with what the function would answer. */
export function requestUpdate(
  clusterName: string,
  properties: JsonObject,
  context: ResourceContext,
): "started" | "nothing-to-do" {
  const request = readClusterRequest(properties);
  if (request.clusterName !== clusterName)
    throw clusterFailure("Cannot update the ClusterName in the properties.");
  const settings = providerSettings(context, properties);
  keepRequest(context, settings.bucket, clusterName, properties);
  const stack = findClusterStack(context, clusterName);
  if (stack === undefined) throw clusterFailure(`Cluster '${clusterName}' does not exist.`);
  const configuration = withProviderTags(request.configuration, context);
  const current = currentConfiguration(context, stack);
  if (isDeepStrictEqual(current, configuration)) return "nothing-to-do";
  const change = {
    clusterName,
    configuration,
    version: settings.version,
    validation: request.validation,
  };
  checkUpdate(context, { stack, current, change });
  updateCluster(context, change, stack);
  return "started";
}

/** @throws {AwsError} with what the function would answer. */
export function requestDeletion(
  clusterName: string,
  properties: JsonObject,
  context: ResourceContext,
): "started" | "nothing-to-do" {
  const { bucket } = providerSettings(context, properties);
  deleteAllVersions(context, bucket, `${clusterName}/`);
  if (readDeletionPolicy(properties) === "Retain") return "nothing-to-do";
  if (findClusterStack(context, clusterName) === undefined) return "nothing-to-do";
  context.call("cloudformation", "DeleteStack", { StackName: clusterName });
  return "started";
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
