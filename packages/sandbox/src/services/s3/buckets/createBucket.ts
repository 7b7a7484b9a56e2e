import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext } from "../../../kernel/CallContext.ts";
import { accessDenied, notModelled } from "../errors.ts";
import { type BucketState, s3Store } from "../S3State.ts";
import type { S3Input, S3Output } from "../shapes.ts";
import { checkBucketName, isForeignBucket } from "./bucketName.ts";
import { checkedTags } from "./tags.ts";

const DEFAULT_REGION = "us-east-1";

export function createBucket(input: S3Input<"CreateBucket">, context: CallContext): S3Output<"CreateBucket"> {
  const name = input.Bucket ?? "";
  if (context.accessKeyId === "anonymous") throw accessDenied();
  checkBucketName(name);
  const region = bucketRegion(input.CreateBucketConfiguration?.LocationConstraint, context.region);
  checkAccessControl(input);
  const { buckets } = context.store(s3Store);
  const existing = Object.hasOwn(buckets, name) ? buckets[name] : undefined;
  if (existing === undefined) {
    if (isForeignBucket(name)) throw bucketAlreadyExists(name);
    buckets[name] = freshBucket({ name, region, input, context });
  } else if (existing.region !== DEFAULT_REGION || region !== DEFAULT_REGION) {
    throw bucketAlreadyOwnedByYou(name);
  }
  return {
    Location: region === DEFAULT_REGION ? `/${name}` : `http://${name}.s3.amazonaws.com/`,
    BucketArn: `arn:aws:s3:::${name}`,
  };
}

function freshBucket(options: {
  readonly name: string;
  readonly region: string;
  readonly input: S3Input<"CreateBucket">;
  readonly context: CallContext;
}): BucketState {
  const { name, region, input, context } = options;
  return {
    name,
    region,
    createdMs: Math.floor(context.clock.nowMs() / 1000) * 1000,
    encryption: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false }],
    publicAccessBlock: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
    ownership: input.ObjectOwnership ?? "BucketOwnerEnforced",
    tags: checkedTags(input.CreateBucketConfiguration?.Tags),
    notification: {},
    requestPayer: "BucketOwner",
    objects: {},
    uploads: {},
  };
}

function bucketRegion(constraint: string | undefined, requestRegion: string): string {
  const wanted = constraint === "EU" ? "eu-west-1" : constraint;
  if (requestRegion === DEFAULT_REGION) {
    if (wanted === undefined) return DEFAULT_REGION;
    if (wanted === DEFAULT_REGION || !/^[a-z]{2}(-[a-z]+)+-\d$/.test(wanted))
      throw new AwsError("InvalidLocationConstraint", "The specified location-constraint is not valid", {
        members: { LocationConstraint: wanted },
      });
    return wanted;
  }
  if (wanted === requestRegion) return wanted;
  throw new AwsError(
    "IllegalLocationConstraintException",
    `The ${constraint ?? "unspecified"} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
}

function checkAccessControl(input: S3Input<"CreateBucket">): void {
  if (input.ACL === undefined || input.ACL === "private") return;
  if (input.ObjectOwnership === undefined || input.ObjectOwnership === "BucketOwnerEnforced")
    throw new AwsError(
      "InvalidBucketAclWithObjectOwnership",
      "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
    );
  throw notModelled(`The access control list ${input.ACL}`);
}

function bucketAlreadyExists(name: string): AwsError {
  return new AwsError(
    "BucketAlreadyExists",
    "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
    { httpStatus: 409, members: { BucketName: name } },
  );
}

function bucketAlreadyOwnedByYou(name: string): AwsError {
  return new AwsError(
    "BucketAlreadyOwnedByYou",
    "Your previous request to create the named bucket succeeded and you already own it.",
    { httpStatus: 409, members: { BucketName: name } },
  );
}
