import type { ResourceContext, ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { AwsError } from "../../../kernel/AwsError.ts";
import { generatedName } from "../../../kernel/generatedName.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { BUCKET_DURATIONS } from "../durations.ts";
import type { S3Input } from "../shapes.ts";
import { applySettings, applyTags, refuseUnmodelledProperties } from "./bucketProperties.ts";

const LONGEST_NAME = 63;

export const bucketResource: ResourceProvider = {
  type: "AWS::S3::Bucket",
  durations: BUCKET_DURATIONS,
  create(properties, context) {
    refuseUnmodelledProperties(properties);
    const name =
      readProperties(properties).text("BucketName") ??
      generatedName(context, LONGEST_NAME)
        .toLowerCase()
        .replaceAll(/[^a-z0-9-]/g, "-");
    if (exists(name, context))
      throw new AwsError("AlreadyExists", `${name} already exists`, { httpStatus: 409 });
    context.call("s3", "CreateBucket", { Bucket: name, ...location(context.region) });
    try {
      applySettings(name, properties, Object.keys(properties), context);
      applyTags(name, properties, context);
    } catch (error) {
      // CreateBucket itself would refuse most of it, so that not even a policy of retention keeps a half-made bucket.
      context.call("s3", "DeleteBucket", { Bucket: name });
      throw error;
    }
    return { physicalId: name };
  },
  read(physicalId, _properties, context) {
    const { region } = context;
    return {
      ref: physicalId,
      attributes: {
        Arn: `arn:aws:s3:::${physicalId}`,
        DomainName: `${physicalId}.s3.amazonaws.com`,
        DualStackDomainName: `${physicalId}.s3.dualstack.${region}.amazonaws.com`,
        RegionalDomainName: `${physicalId}.s3.${region}.amazonaws.com`,
        WebsiteURL: `http://${physicalId}.s3-website-${region}.amazonaws.com`,
      },
    };
  },
  update(physicalId, { after, changed }, context) {
    refuseUnmodelledProperties(after);
    applySettings(physicalId, after, changed, context);
    applyTags(physicalId, after, context);
  },
  delete(physicalId, _properties, context) {
    try {
      context.call("s3", "DeleteBucket", { Bucket: physicalId });
    } catch (error) {
      if (!(error instanceof AwsError && error.code === "NoSuchBucket")) throw error;
    }
  },
};

/** CloudFormation adopts no bucket, also where CreateBucket would answer with success (us-east-1). */
function exists(Bucket: string, context: ResourceContext): boolean {
  try {
    context.call("s3", "GetBucketLocation", { Bucket });
    return true;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return error.code === "AccessDenied";
  }
}

function location(region: string): Pick<S3Input<"CreateBucket">, "CreateBucketConfiguration"> {
  if (region === "us-east-1") return {};
  type Constraint = NonNullable<S3Input<"CreateBucket">["CreateBucketConfiguration"]>["LocationConstraint"];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the SDK lists the regions of its release; CreateBucket checks the value
  return { CreateBucketConfiguration: { LocationConstraint: region as Constraint } };
}
