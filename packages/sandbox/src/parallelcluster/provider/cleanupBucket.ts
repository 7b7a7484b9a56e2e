import type { FunctionBehaviour } from "../../cloudformation/FunctionBehaviour.ts";
import { AwsError } from "../../kernel/AwsError.ts";
import { deleteAllVersions } from "./clusterObjects.ts";
import { cleanupDurations } from "./durations.ts";

/** The provider's second function: empties the provider's bucket so that it can be deleted. */
export const cleanupBucket: FunctionBehaviour = {
  name: "ParallelCluster CleanupS3bucket",
  matches: ({ functionName, handler }) =>
    handler === "index.handler" && /-CleanupS3bucketFunction-[A-Za-z0-9]+$/.test(functionName),
  durations: cleanupDurations,
  create: () => ({ physicalId: "CleanupS3bucketCustomResource" }),
  read: (physicalId) => ({ ref: physicalId, attributes: {} }),
  update: () => undefined,
  delete(_physicalId, properties, context) {
    const bucket = properties["S3Bucket"];
    if (typeof bucket !== "string" || bucket === "NONE") return;
    try {
      deleteAllVersions(context, bucket, "");
    } catch (error) {
      if (error instanceof AwsError && error.code === "NoSuchBucket") return;
      throw error;
    }
  },
};
