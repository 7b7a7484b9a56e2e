import type { ResourceContext, ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { BUCKET_POLICY_DURATIONS } from "../durations.ts";

export const bucketPolicyResource: ResourceProvider = {
  type: "AWS::S3::BucketPolicy",
  durations: BUCKET_POLICY_DURATIONS,
  create(properties, context) {
    const Bucket = readProperties(properties).text("Bucket") ?? "";
    if (hasPolicy(Bucket, context))
      throw new AwsError("AlreadyExists", `The bucket policy already exists on bucket ${Bucket}.`);
    putPolicy(Bucket, properties, context);
    return { physicalId: Bucket };
  },
  read: (physicalId) => ({ ref: physicalId, attributes: {} }),
  update: (physicalId, { after }, context) => putPolicy(physicalId, after, context),
  delete(physicalId, _properties, context) {
    try {
      context.call("s3", "DeleteBucketPolicy", { Bucket: physicalId });
    } catch (error) {
      if (!(error instanceof AwsError && error.code === "NoSuchBucket")) throw error;
    }
  },
};

function putPolicy(Bucket: string, properties: JsonObject, context: ResourceContext): void {
  const document = readProperties(properties).json("PolicyDocument") ?? "";
  const Policy = typeof document === "string" ? document : JSON.stringify(document);
  context.call("s3", "PutBucketPolicy", { Bucket, Policy });
}

function hasPolicy(Bucket: string, context: ResourceContext): boolean {
  try {
    context.call("s3", "GetBucketPolicy", { Bucket });
    return true;
  } catch (error) {
    if (error instanceof AwsError && error.code === "NoSuchBucketPolicy") return false;
    throw error;
  }
}
