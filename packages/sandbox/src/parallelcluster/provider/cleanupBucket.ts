import type { FunctionBehaviour } from "../../cloudformation/FunctionBehaviour.ts";
import { AwsError } from "../../kernel/AwsError.ts";
import { LAYER_KEY } from "../published/providerTemplate.ts";
import { EMPTY_ZIP } from "./artifacts.ts";
import { deleteAllVersions, putText } from "./clusterObjects.ts";
import { cleanupDurations } from "./durations.ts";

/** The provider's second function: puts the layer into the provider's bucket, and empties it before it is deleted. */
export const cleanupBucket: FunctionBehaviour = {
  name: "ParallelCluster CleanupS3bucket",
  matches: ({ functionName, handler }) =>
    handler === "index.handler" && /-CleanupS3bucketFunction-[A-Za-z0-9]+$/.test(functionName),
  durations: cleanupDurations,
  create(properties, context) {
    const bucket = properties["S3Bucket"];
    if (typeof bucket === "string") putText(context, { bucket, key: LAYER_KEY }, EMPTY_ZIP);
    return { physicalId: "CleanupS3bucketCustomResource" };
  },
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
