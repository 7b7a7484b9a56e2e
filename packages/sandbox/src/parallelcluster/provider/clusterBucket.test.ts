import { expect, test } from "vitest";
import { s3 } from "../../services/s3/s3.ts";
import { createTestKernel } from "../../testing/createTestKernel.ts";
import { clusterBucketName, ensureClusterBucket } from "./clusterBucket.ts";
import { getText } from "./clusterObjects.ts";

test("the bucket's name depends on account and region only", () => {
  expect(clusterBucketName("123456789012", "us-west-2")).toBe(
    "parallelcluster-204fe0dacd9fa73b-v1-do-not-delete",
  );
  expect(clusterBucketName("123456789012", "eu-west-1")).not.toBe(
    clusterBucketName("123456789012", "us-west-2"),
  );
});

test.each(["us-west-2", "us-east-1"])("in %s the bucket is made once, with versions and marker", (region) => {
  const kernel = createTestKernel({ modules: [s3] });
  const context = kernel.context(region);
  const bucket = ensureClusterBucket(context);
  expect(ensureClusterBucket(context)).toBe(bucket);
  expect(kernel.callCounts.get("s3:CreateBucket")).toBe(1);
  expect(kernel.callCounts.get("s3:PutBucketPolicy")).toBe(1);
  expect(context.call("s3", "GetBucketVersioning", { Bucket: bucket }).Status).toBe("Enabled");
  expect(getText(context, { bucket, key: "parallelcluster/.bootstrapped" })).toBe(
    '{"bootstrapped_features":["basic","export-logs"]}',
  );
});
