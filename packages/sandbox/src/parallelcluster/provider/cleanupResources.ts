import type { FunctionBehaviour } from "../../cloudformation/FunctionBehaviour.ts";
import type { Progress } from "../../cloudformation/ResourceProvider.ts";
import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import type { JsonObject } from "../../kernel/json.ts";
import { clusterFailure } from "./ClusterFailure.ts";
import { deleteAllVersions } from "./clusterObjects.ts";
import { cleanupDurations } from "./durations.ts";
import { terminateFleet, fleetShuttingDown } from "./terminateFleet.ts";
import { deleteAddressRecords } from "./deleteAddressRecords.ts";

/**
 * The functions of a cluster's own stack: nothing at creation and update; at deletion they clear away what
 * CloudFormation does not know of. An unknown action fails the
 * deletion only, as it does there.
 */
export const cleanupResources: FunctionBehaviour = {
  name: "ParallelCluster CleanupResources",
  matches: ({ functionName, handler }) =>
    handler === "cleanup_resources.handler" && /^pcluster-Cleanup(Resources|Route53)-/.test(functionName),
  durations: cleanupDurations,
  create(_properties, context) {
    const suffix = context.ids.upperAlphanumeric("cleanup-resource", 8);
    return { physicalId: `${context.stackName}-${context.logicalId}-${suffix}` };
  },
  read: (physicalId) => ({ ref: physicalId, attributes: {} }),
  update: () => undefined,
  delete(_physicalId, properties, context) {
    switch (actionOf(properties)) {
      case "DELETE_S3_ARTIFACTS":
        return deleteArtifacts(context, properties);
      case "TERMINATE_EC2_INSTANCES":
        return terminateFleet(context, text(properties, "StackName"));
      case "DELETE_DNS_RECORDS":
        return deleteAddressRecords(
          context,
          text(properties, "ClusterHostedZone"),
          text(properties, "ClusterDNSDomain"),
        );
    }
  },
  deleteProgress(_physicalId, context, properties): Progress {
    const waits = actionOf(properties) === "TERMINATE_EC2_INSTANCES";
    return waits && fleetShuttingDown(context, text(properties, "StackName"))
      ? { status: "pending", retryAfterMs: cleanupDurations.terminationPollMs }
      : { status: "done" };
  },
};

function actionOf(properties: JsonObject) {
  const action = text(properties, "Action");
  if (
    action === "DELETE_S3_ARTIFACTS" ||
    action === "TERMINATE_EC2_INSTANCES" ||
    action === "DELETE_DNS_RECORDS"
  )
    return action;
  throw clusterFailure(`Unsupported action: ${action}`);
}

function deleteArtifacts(context: RegionContext, properties: JsonObject): void {
  const bucket = text(properties, "ResourcesS3Bucket");
  try {
    deleteAllVersions(context, bucket, `${text(properties, "ArtifactS3RootDirectory")}/`);
  } catch (error) {
    if (error instanceof AwsError && error.code === "NoSuchBucket") return;
    throw error;
  }
}

function text(properties: JsonObject, name: string): string {
  const value = properties[name];
  if (typeof value === "string") return value;
  throw clusterFailure(`The resource has no ${name}.`);
}
