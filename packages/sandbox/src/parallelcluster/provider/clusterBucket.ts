import { createHash } from "node:crypto";
import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import type { JsonObject } from "../../kernel/json.ts";
import { partitionOf } from "../template/instanceIdentity.ts";
import { getText, putText } from "./clusterObjects.ts";

const MARKER_KEY = "parallelcluster/.bootstrapped";
const FEATURES = ["basic", "export-logs"];

/** `parallelcluster-<16 hexadecimal digits>-v1-do-not-delete`: one bucket for all clusters of an account and region. */
export function clusterBucketName(accountId: string, region: string): string {
  const hash = createHash("sha256")
    .update(accountId + region)
    .digest("hex");
  return `parallelcluster-${hash.slice(0, 16)}-v1-do-not-delete`;
}

/** Makes and configures the bucket as the official CLI does, each step only when it is missing. */
export function ensureClusterBucket(context: RegionContext): string {
  const bucket = clusterBucketName(context.accountId, context.region);
  if (!bucketExists(context, bucket)) createBucket(context, bucket);
  if (!isBootstrapped(context, bucket)) configureBucket(context, bucket);
  return bucket;
}

function bucketExists(context: RegionContext, bucket: string): boolean {
  try {
    context.call("s3", "HeadBucket", { Bucket: bucket });
    return true;
  } catch (error) {
    if (error instanceof AwsError && error.httpStatus === 404) return false;
    throw error;
  }
}

function createBucket(context: RegionContext, bucket: string): void {
  const { region } = context;
  const place =
    region === "us-east-1"
      ? {}
      : // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the SDK lists regions as an enum; any region of the sandbox may be newer
        { CreateBucketConfiguration: { LocationConstraint: region as "us-west-2" } };
  context.call("s3", "CreateBucket", { Bucket: bucket, ...place });
}

function isBootstrapped(context: RegionContext, bucket: string): boolean {
  try {
    const marker = getText(context, { bucket, key: MARKER_KEY });
    return FEATURES.every((feature) => marker.includes(`"${feature}"`));
  } catch (error) {
    if (error instanceof AwsError && error.httpStatus === 404) return false;
    throw error;
  }
}

function configureBucket(context: RegionContext, bucket: string): void {
  context.call("s3", "PutBucketVersioning", {
    Bucket: bucket,
    VersioningConfiguration: { Status: "Enabled" },
  });
  context.call("s3", "PutBucketEncryption", {
    Bucket: bucket,
    ServerSideEncryptionConfiguration: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
    },
  });
  context.call("s3", "PutBucketPolicy", {
    Bucket: bucket,
    Policy: JSON.stringify(bucketPolicy(context, bucket)),
  });
  putText(context, { bucket, key: MARKER_KEY }, JSON.stringify({ bootstrapped_features: FEATURES }));
}

/** Transport must be encrypted; CloudWatch Logs may export, but not into the artifacts. */
function bucketPolicy(context: RegionContext, bucket: string): JsonObject {
  const arn = `arn:${partitionOf(context.region)}:s3:::${bucket}`;
  const logs = { Service: `logs.${context.region}.amazonaws.com` };
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "DenyHTTP",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [`${arn}/*`, arn],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Sid: "AllowReadBucketAclForExportLogs",
        Effect: "Allow",
        Principal: logs,
        Action: "s3:GetBucketAcl",
        Resource: arn,
      },
      {
        Sid: "AllowPutObjectForExportLogs",
        Effect: "Allow",
        Principal: logs,
        Action: "s3:PutObject",
        Resource: `${arn}/*`,
        Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
      },
      {
        Sid: "DenyPutObjectOnReservedPath",
        Effect: "Deny",
        Principal: logs,
        Action: "s3:PutObject",
        Resource: `${arn}/parallelcluster/*`,
      },
    ],
  };
}
