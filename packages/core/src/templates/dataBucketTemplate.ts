import { getAtt, ref, sub } from "./intrinsics.ts";
import type { Template, TemplateResource } from "./Template.ts";

export interface DataBucketOptions {
  /** Are old versions of objects kept? */
  readonly versioning: boolean;
}

/**
 * The bucket for data and checkpoints: private, encrypted, reached over TLS alone, and kept when its stack is
 * deleted. Parameter, logical id and output are those of the guide's `0.private-bucket.yaml`.
 */
export function dataBucketTemplate({ versioning }: DataBucketOptions): Template {
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "Bucket for training data and checkpoints, kept when the stack is deleted",
    Parameters: {
      S3BucketName: {
        Type: "String",
        Description: "Name of the bucket (3 to 63 lower-case letters, digits, dots or hyphens).",
        AllowedPattern: "^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$",
      },
    },
    Resources: { S3Bucket: bucket(versioning), S3BucketPolicy: TLS_ONLY },
    Outputs: {
      S3BucketName: { Description: "Name of the bucket", Value: ref("S3Bucket") },
    },
  };
}

function bucket(versioning: boolean): TemplateResource {
  return {
    Type: "AWS::S3::Bucket",
    DeletionPolicy: "RetainExceptOnCreate",
    UpdateReplacePolicy: "Retain",
    Properties: {
      BucketName: ref("S3BucketName"),
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
      },
      ...(versioning ? { VersioningConfiguration: { Status: "Enabled" } } : {}),
      LifecycleConfiguration: {
        Rules: [
          {
            Id: "AbortIncompleteUploads",
            Status: "Enabled",
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
          },
        ],
      },
    },
  };
}

const TLS_ONLY: TemplateResource = {
  Type: "AWS::S3::BucketPolicy",
  DeletionPolicy: "RetainExceptOnCreate",
  UpdateReplacePolicy: "Retain",
  Properties: {
    Bucket: ref("S3Bucket"),
    PolicyDocument: {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [getAtt("S3Bucket", "Arn"), sub("${S3Bucket.Arn}/*")],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    },
  },
};
