import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { accessDenied } from "../errors.ts";
import type { BucketState } from "../S3State.ts";
import type { S3Input } from "../shapes.ts";
import { bucketOf } from "./bucketOf.ts";
import { isPublicPolicy, policyStatements } from "./policyDocument.ts";

/** Bucket policies: checked and kept, not evaluated. */
export const policyOperations = defineOperations<"s3">()({
  PutBucketPolicy: {
    members: [
      "Bucket",
      "ContentMD5",
      "ChecksumAlgorithm",
      "ConfirmRemoveSelfBucketAccess",
      "Policy",
      "ExpectedBucketOwner",
    ],
    run: putBucketPolicy,
  },
  GetBucketPolicy: {
    members: ["Bucket", "ExpectedBucketOwner"],
    run: (input, context) => ({ Policy: policyOf(bucketOf(input, context)) }),
  },
  DeleteBucketPolicy: {
    members: ["Bucket", "ExpectedBucketOwner"],
    run(input, context) {
      delete bucketOf(input, context).policy;
      return {};
    },
  },
  GetBucketPolicyStatus: {
    members: ["Bucket", "ExpectedBucketOwner"],
    run(input, context) {
      const bucket = bucketOf(input, context);
      return {
        PolicyStatus: { IsPublic: isPublicPolicy(policyStatements(policyOf(bucket), bucket.name)) },
      };
    },
  },
});

function putBucketPolicy(input: S3Input<"PutBucketPolicy">, context: CallContext): Record<string, never> {
  const bucket = bucketOf(input, context);
  const policy = input.Policy ?? "";
  const statements = policyStatements(policy, bucket.name);
  if (bucket.publicAccessBlock?.BlockPublicPolicy === true && isPublicPolicy(statements))
    throw accessDenied(
      `User: arn:aws:iam::${context.accountId}:user/sandbox is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${bucket.name}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
    );
  bucket.policy = policy;
  return {};
}

function policyOf(bucket: BucketState): string {
  if (bucket.policy !== undefined) return bucket.policy;
  throw new AwsError("NoSuchBucketPolicy", "The bucket policy does not exist", {
    httpStatus: 404,
    members: { BucketName: bucket.name },
  });
}
