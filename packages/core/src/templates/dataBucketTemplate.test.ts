import { expect, test } from "vitest";
import { dataBucketTemplate } from "./dataBucketTemplate.ts";

const { Resources, Parameters, Outputs } = dataBucketTemplate({ versioning: false });
const bucket = Resources["S3Bucket"];

test("names are those of the guide's template", () => {
  expect(Object.keys(Parameters ?? {})).toEqual(["S3BucketName"]);
  expect(Outputs?.["S3BucketName"]?.Value).toEqual({ Ref: "S3Bucket" });
});

test("the bucket is kept, private and encrypted", () => {
  expect(bucket).toMatchObject({
    DeletionPolicy: "RetainExceptOnCreate",
    UpdateReplacePolicy: "Retain",
    Properties: {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
      },
    },
  });
});

test("it is reached over TLS alone", () => {
  expect(Resources["S3BucketPolicy"]?.Properties?.["PolicyDocument"]).toMatchObject({
    Statement: [{ Effect: "Deny", Action: "s3:*", Condition: { Bool: { "aws:SecureTransport": "false" } } }],
  });
});

test("old versions are kept only when they are wanted", () => {
  expect(bucket?.Properties).not.toHaveProperty("VersioningConfiguration");
  expect(dataBucketTemplate({ versioning: true }).Resources["S3Bucket"]?.Properties).toMatchObject({
    VersioningConfiguration: { Status: "Enabled" },
  });
});
