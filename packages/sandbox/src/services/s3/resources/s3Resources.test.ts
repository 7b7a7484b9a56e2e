import { expect, test } from "vitest";
import type { ResourceContext } from "../../../cloudformation/ResourceProvider.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { createTestKernel } from "../../../testing/createTestKernel.ts";
import { s3 } from "../s3.ts";
import { bucketPolicyResource } from "./bucketPolicyResource.ts";
import { bucketResource } from "./bucketResource.ts";

function stack(region = "us-west-2"): ResourceContext {
  return {
    ...createTestKernel({ modules: [s3] }).context(region),
    stackId: "arn:aws:cloudformation:us-west-2:123456789012:stack/data/1",
    stackName: "My-Data",
    logicalId: "Bucket",
    stackTags: [{ Key: "aws:cloudformation:stack-name", Value: "data" }],
  };
}

const DATA_BUCKET: JsonObject = {
  BucketName: "cluster-data",
  BucketEncryption: {
    ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
  },
  VersioningConfiguration: { Status: "Enabled" },
  PublicAccessBlockConfiguration: {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  },
  OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
  LifecycleConfiguration: {
    Rules: [
      {
        Id: "parts",
        Status: "Enabled",
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
        NoncurrentVersionExpiration: { NoncurrentDays: 30 },
      },
    ],
  },
  Tags: [{ Key: "team", Value: "ml" }],
};

test("the data bucket is made with all its settings", () => {
  const context = stack();
  const { physicalId } = bucketResource.create(DATA_BUCKET, context);
  const Bucket = "cluster-data";
  expect(physicalId).toBe(Bucket);
  expect(context.call("s3", "GetBucketVersioning", { Bucket }).Status).toBe("Enabled");
  expect(context.call("s3", "GetBucketLifecycleConfiguration", { Bucket }).Rules).toEqual([
    {
      ID: "parts",
      Status: "Enabled",
      Filter: { Prefix: "" },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      NoncurrentVersionExpiration: { NoncurrentDays: 30 },
    },
  ]);
  expect(context.call("s3", "GetBucketTagging", { Bucket }).TagSet).toEqual([
    { Key: "team", Value: "ml" },
    { Key: "aws:cloudformation:stack-name", Value: "data" },
  ]);
  expect(bucketResource.read(physicalId, DATA_BUCKET, context)).toMatchObject({
    ref: Bucket,
    attributes: {
      Arn: "arn:aws:s3:::cluster-data",
      RegionalDomainName: "cluster-data.s3.us-west-2.amazonaws.com",
    },
  });
});

test("a bucket without a name gets one from the stack", () => {
  expect(bucketResource.create({}, stack()).physicalId).toMatch(/^my-data-bucket-[0-9a-z]{12}$/);
});

test.each([
  {
    why: "the property is not modelled",
    properties: { ReplicationConfiguration: {} },
    message: /ReplicationConfiguration/,
  },
  { why: "a word is unknown", properties: { VersioningConfiguration: { Status: "On" } }, message: /enum/ },
])("a bucket is not made when $why", ({ properties, message }) => {
  const context = stack();
  expect(() => bucketResource.create(properties, context)).toThrow(message);
  expect(context.call("s3", "ListBuckets", {}).Buckets).toEqual([]);
});

test("a bucket that exists is not adopted, in us-east-1 neither", () => {
  const context = stack("us-east-1");
  context.call("s3", "CreateBucket", { Bucket: "cluster-data" });
  expect(() => bucketResource.create(DATA_BUCKET, context)).toThrow("cluster-data already exists");
});

test("settings that the template drops go back to what a bucket has by itself", () => {
  const context = stack();
  bucketResource.create(DATA_BUCKET, context);
  const after = { BucketName: "cluster-data" };
  const changed = Object.keys(DATA_BUCKET).filter((name) => name !== "BucketName");
  bucketResource.update?.("cluster-data", { before: DATA_BUCKET, after, changed }, context);
  const Bucket = "cluster-data";
  expect(context.call("s3", "GetBucketVersioning", { Bucket }).Status).toBe("Suspended");
  expect(() => context.call("s3", "GetBucketLifecycleConfiguration", { Bucket })).toThrow(
    "The lifecycle configuration does not exist",
  );
});

test("a bucket with objects is not deleted; one that is gone counts as deleted", () => {
  const context = stack();
  const properties = { BucketName: "cluster-data" };
  bucketResource.create(properties, context);
  context.call("s3", "PutObject", { Bucket: "cluster-data", Key: "a" });
  expect(() => bucketResource.delete("cluster-data", properties, context)).toThrow(
    "The bucket you tried to delete is not empty",
  );
  context.call("s3", "DeleteObject", { Bucket: "cluster-data", Key: "a" });
  bucketResource.delete("cluster-data", properties, context);
  bucketResource.delete("cluster-data", properties, context);
  expect(context.call("s3", "ListBuckets", {}).Buckets).toEqual([]);
});

function policy(Sid: string): JsonObject {
  return {
    Bucket: "cluster-data",
    PolicyDocument: {
      Version: "2012-10-17",
      Statement: [
        {
          Sid,
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: "arn:aws:s3:::cluster-data/*",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    },
  };
}

test("a bucket policy is put, replaced and removed with its resource", () => {
  const context = stack();
  bucketResource.create({ BucketName: "cluster-data" }, context);
  const { physicalId } = bucketPolicyResource.create(policy("one"), context);
  expect(() => bucketPolicyResource.create(policy("one"), context)).toThrow("already exists");
  const change = { before: policy("one"), after: policy("two"), changed: ["PolicyDocument"] };
  bucketPolicyResource.update?.(physicalId, change, context);
  expect(context.call("s3", "GetBucketPolicy", { Bucket: "cluster-data" }).Policy).toContain('"two"');
  bucketPolicyResource.delete(physicalId, policy("two"), context);
  expect(() => context.call("s3", "GetBucketPolicy", { Bucket: "cluster-data" })).toThrow(
    "The bucket policy does not exist",
  );
});

test("a bucket that turns access control lists on can be written by the log delivery group", () => {
  const context = stack();
  const { physicalId: Bucket } = bucketResource.create(
    {
      AccessControl: "LogDeliveryWrite",
      OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerPreferred" }] },
    },
    context,
  );
  const { Grants = [] } = context.call("s3", "GetBucketAcl", { Bucket });
  expect(Grants.map(({ Permission }) => Permission)).toEqual(["FULL_CONTROL", "WRITE", "READ_ACP"]);
});

test.each([
  {
    properties: { AccessControl: "PublicRead" },
    words: "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
  },
  {
    properties: {
      AccessControl: "PublicRead",
      OwnershipControls: { Rules: [{ ObjectOwnership: "ObjectWriter" }] },
    },
    words: "Access Denied",
  },
])("a list is refused: $words", ({ properties, words }) => {
  const context = stack();
  expect(() => bucketResource.create(properties, context)).toThrow(words);
  expect(context.call("s3", "ListBuckets", {}).Buckets).toEqual([]);
});

// localstack: tests/aws/services/cloudformation/resources/test_s3.snapshot.json
test("a website, its origins and its acceleration are kept, and go with their properties", () => {
  const context = stack();
  const before = {
    WebsiteConfiguration: {
      IndexDocument: "index.html",
      ErrorDocument: "error.html",
      RoutingRules: [
        {
          RoutingRuleCondition: { HttpErrorCodeReturnedEquals: "404", KeyPrefixEquals: "out1/" },
          RedirectRule: { ReplaceKeyWith: "redirected.html" },
        },
      ],
    },
    CorsConfiguration: {
      CorsRules: [{ Id: "all", AllowedMethods: ["GET"], AllowedOrigins: ["*"], MaxAge: "3000" }],
    },
    AccelerateConfiguration: { AccelerationStatus: "Enabled" },
  };
  const { physicalId: Bucket } = bucketResource.create(before, context);
  expect(context.call("s3", "GetBucketWebsite", { Bucket })).toEqual({
    IndexDocument: { Suffix: "index.html" },
    ErrorDocument: { Key: "error.html" },
    RoutingRules: [
      {
        Condition: { HttpErrorCodeReturnedEquals: "404", KeyPrefixEquals: "out1/" },
        Redirect: { ReplaceKeyWith: "redirected.html" },
      },
    ],
  });
  expect(context.call("s3", "GetBucketCors", { Bucket }).CORSRules).toMatchObject([
    { ID: "all", AllowedMethods: ["GET"], AllowedOrigins: ["*"], MaxAgeSeconds: 3000 },
  ]);
  expect(context.call("s3", "GetBucketAccelerateConfiguration", { Bucket }).Status).toBe("Enabled");
  bucketResource.update?.(Bucket, { before, after: {}, changed: Object.keys(before) }, context);
  expect(() => context.call("s3", "GetBucketWebsite", { Bucket })).toThrow(
    "does not have a website configuration",
  );
  expect(() => context.call("s3", "GetBucketCors", { Bucket })).toThrow(
    "The CORS configuration does not exist",
  );
  expect(context.call("s3", "GetBucketAccelerateConfiguration", { Bucket }).Status).toBe("Suspended");
});
