import { expect, test } from "vitest";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { createTestKernel, TEST_START_MS } from "../../../testing/createTestKernel.ts";
import { s3 } from "../s3.ts";

function account(region = "us-west-2"): RegionContext {
  return createTestKernel({ modules: [s3] }).context(region);
}

/** The error that a call ends with, or `none`. */
function codeOf(call: () => unknown): string {
  try {
    call();
    return "none";
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return error.code;
  }
}

function withBucket(): RegionContext {
  const context = account();
  context.call("s3", "CreateBucket", {
    Bucket: "data",
    CreateBucketConfiguration: { LocationConstraint: "us-west-2" },
  });
  return context;
}

test("a new bucket is listed with its creation date and answers where it is", () => {
  const context = withBucket();
  expect(context.call("s3", "ListBuckets", {}).Buckets).toEqual([
    { Name: "data", CreationDate: new Date(TEST_START_MS) },
  ]);
  expect(context.call("s3", "HeadBucket", { Bucket: "data" }).BucketRegion).toBe("us-west-2");
  expect(context.call("s3", "GetBucketLocation", { Bucket: "data" })).toEqual({
    LocationConstraint: "us-west-2",
  });
});

test("a bucket of us-east-1 has no location and can be created twice by its owner", () => {
  const context = account("us-east-1");
  expect(context.call("s3", "CreateBucket", { Bucket: "data" }).Location).toBe("/data");
  expect(context.call("s3", "CreateBucket", { Bucket: "data" }).Location).toBe("/data");
  expect(context.call("s3", "GetBucketLocation", { Bucket: "data" })).toEqual({});
});

test.each([
  { region: "us-west-2", constraint: undefined, code: "IllegalLocationConstraintException" },
  { region: "us-west-2", constraint: "eu-west-1" as const, code: "IllegalLocationConstraintException" },
  { region: "us-east-1", constraint: "us-west-2" as const, code: "none" },
  { region: "eu-west-1", constraint: "EU" as const, code: "none" },
])("a bucket at $region with location $constraint: $code", ({ region, constraint, code }) => {
  const create = () =>
    account(region).call("s3", "CreateBucket", {
      Bucket: "data",
      ...(constraint === undefined ? {} : { CreateBucketConfiguration: { LocationConstraint: constraint } }),
    });
  expect(codeOf(create)).toBe(code);
});

test.each([
  "ab",
  "Data",
  "a..b",
  "10.0.0.1",
  "-data",
  "data-",
  "xn--data",
  "a_b",
  "a".repeat(64),
  "x-s3alias",
])("the name %s is refused", (Bucket) => {
  expect(() => account("us-east-1").call("s3", "CreateBucket", { Bucket })).toThrow(
    expect.objectContaining({ code: "InvalidBucketName" }),
  );
});

test.each([
  { name: "data", code: "BucketAlreadyOwnedByYou" },
  { name: "us-west-2-aws-parallelcluster", code: "BucketAlreadyExists" },
])("creating $name again answers $code", ({ name, code }) => {
  expect(() =>
    withBucket().call("s3", "CreateBucket", {
      Bucket: name,
      CreateBucketConfiguration: { LocationConstraint: "us-west-2" },
    }),
  ).toThrow(expect.objectContaining({ code, httpStatus: 409 }));
});

test.each([
  { when: "missing", region: "us-west-2", name: "nothing", httpStatus: 404 },
  { when: "in another region", region: "eu-west-1", name: "data", httpStatus: 301 },
  { when: "of another account", region: "us-west-2", name: "eu-west-1-aws-parallelcluster", httpStatus: 403 },
])("a bucket that is $when answers $httpStatus", ({ region, name, httpStatus }) => {
  const context = withBucket().inRegion(region);
  expect(() => context.call("s3", "HeadBucket", { Bucket: name })).toThrow(
    expect.objectContaining({ httpStatus }),
  );
});

test("an unsigned request and another owner are refused", () => {
  const kernel = createTestKernel({ modules: [s3] });
  kernel.context("us-east-1").call("s3", "CreateBucket", { Bucket: "data" });
  const request = { service: "s3", operation: "HeadBucket", region: "us-east-1", requestId: "r" };
  const refused = expect.objectContaining({ code: "AccessDenied", httpStatus: 403 });
  expect(() => kernel.dispatch({ ...request, input: { Bucket: "data" }, accessKeyId: "anonymous" })).toThrow(
    refused,
  );
  expect(() =>
    kernel.dispatch({
      ...request,
      input: { Bucket: "data", ExpectedBucketOwner: "999999999999" },
      accessKeyId: "AKIA",
    }),
  ).toThrow(refused);
});

test("settings of a new bucket are those of AWS and can be changed", () => {
  const context = withBucket();
  const Bucket = "data";
  expect(context.call("s3", "GetBucketVersioning", { Bucket })).toEqual({});
  expect(context.call("s3", "GetBucketEncryption", { Bucket })).toEqual({
    ServerSideEncryptionConfiguration: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false }],
    },
  });
  expect(
    context.call("s3", "GetPublicAccessBlock", { Bucket }).PublicAccessBlockConfiguration?.BlockPublicAcls,
  ).toBe(true);
  context.call("s3", "DeletePublicAccessBlock", { Bucket });
  expect(() => context.call("s3", "GetPublicAccessBlock", { Bucket })).toThrow(
    "The public access block configuration was not found",
  );
  context.call("s3", "PutBucketVersioning", { Bucket, VersioningConfiguration: { Status: "Enabled" } });
  expect(context.call("s3", "GetBucketVersioning", { Bucket })).toEqual({ Status: "Enabled" });
});

test("lifecycle rules keep their dates through the state file", () => {
  const context = withBucket();
  const Expiration = { Date: new Date("2027-01-01T00:00:00Z") };
  context.call("s3", "PutBucketLifecycleConfiguration", {
    Bucket: "data",
    LifecycleConfiguration: { Rules: [{ ID: "old", Status: "Enabled", Filter: { Prefix: "" }, Expiration }] },
  });
  expect(
    context.call("s3", "GetBucketLifecycleConfiguration", { Bucket: "data" }).Rules?.[0]?.Expiration,
  ).toEqual(Expiration);
});

const TLS_ONLY = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: ["arn:aws:s3:::data", "arn:aws:s3:::data/*"],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

test("a policy that denies plain HTTP is kept and refuses nothing on loopback", () => {
  const context = withBucket();
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [TLS_ONLY] });
  context.call("s3", "PutBucketPolicy", { Bucket: "data", Policy });
  expect(context.call("s3", "GetBucketPolicy", { Bucket: "data" }).Policy).toBe(Policy);
  expect(context.call("s3", "ListObjectsV2", { Bucket: "data" }).KeyCount).toBe(0);
});

test.each([
  { why: "it is no JSON", policy: "nonsense", code: "MalformedPolicy" },
  { why: "it has no statement", policy: "{}", code: "MalformedPolicy" },
  {
    why: "it names another bucket",
    policy: JSON.stringify({ Statement: { ...TLS_ONLY, Resource: "arn:aws:s3:::other/*" } }),
    code: "MalformedPolicy",
  },
  {
    why: "it lets everybody in",
    policy: JSON.stringify({
      Statement: { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::data/*" },
    }),
    code: "AccessDenied",
  },
])("a policy is refused when $why", ({ policy, code }) => {
  expect(() => withBucket().call("s3", "PutBucketPolicy", { Bucket: "data", Policy: policy })).toThrow(
    expect.objectContaining({ code }),
  );
});

test("only an empty bucket can be deleted", () => {
  const context = withBucket();
  context.call("s3", "PutObject", { Bucket: "data", Key: "a" });
  expect(() => context.call("s3", "DeleteBucket", { Bucket: "data" })).toThrow(
    expect.objectContaining({ code: "BucketNotEmpty", httpStatus: 409 }),
  );
  context.call("s3", "DeleteObject", { Bucket: "data", Key: "a" });
  context.call("s3", "DeleteBucket", { Bucket: "data" });
  expect(context.call("s3", "ListBuckets", {}).Buckets).toEqual([]);
});

test("buckets are listed page by page", () => {
  const context = account("us-east-1");
  for (const Bucket of ["one-a", "one-b", "two-a"]) context.call("s3", "CreateBucket", { Bucket });
  const first = context.call("s3", "ListBuckets", { MaxBuckets: 1, Prefix: "one" });
  const second = context.call("s3", "ListBuckets", {
    MaxBuckets: 1,
    Prefix: "one",
    ContinuationToken: first.ContinuationToken,
  });
  expect([first, second].map((page) => page.Buckets?.[0]?.Name)).toEqual(["one-a", "one-b"]);
  expect(second.ContinuationToken).toBeUndefined();
});

test("the replication of a bucket is not modelled and says so", () => {
  expect(() => withBucket().call("s3", "GetBucketReplication", { Bucket: "data" })).toThrow(
    expect.objectContaining({ code: "NotImplemented", httpStatus: 501 }),
  );
});
