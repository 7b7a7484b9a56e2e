import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { malformedXml, notModelled } from "../errors.ts";
import type { BucketState } from "../S3State.ts";
import type { S3Input } from "../shapes.ts";
import { bucketOf } from "./bucketOf.ts";

const GET_MEMBERS = ["Bucket", "ExpectedBucketOwner"] as const;
const PUT_MEMBERS = ["Bucket", "ContentMD5", "ChecksumAlgorithm", "ExpectedBucketOwner"] as const;

/** Versioning, default encryption and who pays. */
export const settingOperations = defineOperations<"s3">()({
  PutBucketVersioning: { members: [...PUT_MEMBERS, "VersioningConfiguration"], run: putVersioning },
  GetBucketVersioning: {
    members: GET_MEMBERS,
    run(input, context) {
      const { versioning } = bucketOf(input, context);
      return versioning === undefined ? {} : { Status: versioning };
    },
  },
  PutBucketEncryption: {
    members: [...PUT_MEMBERS, "ServerSideEncryptionConfiguration"],
    run: putEncryption,
  },
  GetBucketEncryption: {
    members: GET_MEMBERS,
    run: (input, context) => ({
      ServerSideEncryptionConfiguration: { Rules: bucketOf(input, context).encryption },
    }),
  },
  DeleteBucketEncryption: {
    members: GET_MEMBERS,
    run(input, context) {
      bucketOf(input, context).encryption = [
        { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false },
      ];
      return {};
    },
  },
  PutBucketRequestPayment: {
    members: [...PUT_MEMBERS, "RequestPaymentConfiguration"],
    run(input, context) {
      const payer = input.RequestPaymentConfiguration?.Payer;
      if (payer !== "BucketOwner" && payer !== "Requester") throw malformedXml();
      bucketOf(input, context).requestPayer = payer;
      return {};
    },
  },
  GetBucketRequestPayment: {
    members: GET_MEMBERS,
    run: (input, context) => ({ Payer: bucketOf(input, context).requestPayer }),
  },
  PutBucketLogging: { members: [...PUT_MEMBERS, "BucketLoggingStatus"], run: putLogging },
  GetBucketLogging: {
    members: GET_MEMBERS,
    run(input, context) {
      const { logging } = bucketOf(input, context);
      return logging === undefined ? {} : { LoggingEnabled: logging };
    },
  },
});

function putVersioning(input: S3Input<"PutBucketVersioning">, context: CallContext): Record<string, never> {
  const bucket = bucketOf(input, context);
  if (input.VersioningConfiguration?.MFADelete === "Enabled") throw notModelled("MFA delete");
  const status = input.VersioningConfiguration?.Status;
  if (status === undefined)
    throw new AwsError("IllegalVersioningConfigurationException", "The Versioning element must be specified");
  if (status !== "Enabled" && status !== "Suspended") throw malformedXml();
  bucket.versioning = status;
  return {};
}

function putEncryption(input: S3Input<"PutBucketEncryption">, context: CallContext): Record<string, never> {
  const bucket = bucketOf(input, context);
  const rules = input.ServerSideEncryptionConfiguration?.Rules ?? [];
  const encryption = rules[0]?.ApplyServerSideEncryptionByDefault;
  if (rules.length !== 1 || encryption === undefined) throw malformedXml();
  const algorithm = encryption.SSEAlgorithm;
  if (algorithm !== "AES256" && algorithm !== "aws:kms" && algorithm !== "aws:kms:dsse") throw malformedXml();
  if (algorithm === "AES256" && encryption.KMSMasterKeyID !== undefined)
    throw new AwsError(
      "InvalidArgument",
      "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
      { members: { ArgumentName: "ApplyServerSideEncryptionByDefault" } },
    );
  const [rule] = rules;
  bucket.encryption = [{ ...rule, BucketKeyEnabled: rule?.BucketKeyEnabled ?? false }];
  return {};
}

function putLogging(input: S3Input<"PutBucketLogging">, context: CallContext): Record<string, never> {
  const bucket = bucketOf(input, context);
  const logging = input.BucketLoggingStatus?.LoggingEnabled;
  if (logging === undefined) {
    delete bucket.logging;
    return {};
  }
  if (logging.TargetGrants !== undefined) throw notModelled("TargetGrants of bucket logging");
  bucket.logging = { ...logging, TargetBucket: targetOf(logging.TargetBucket, context).name };
  return {};
}

function targetOf(name: string | undefined, context: CallContext): BucketState {
  try {
    return bucketOf({ Bucket: name }, context);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError("InvalidTargetBucketForLogging", "The target bucket for logging does not exist", {
      members: { TargetBucket: name ?? "" },
    });
  }
}
