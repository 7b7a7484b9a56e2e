import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { AwsError } from "../../kernel/AwsError.ts";
import { defineService, type ServiceModule } from "../../kernel/ServiceModule.ts";
import { createTestKernel, TEST_START_MS } from "../../testing/createTestKernel.ts";
import { logs } from "./logs.ts";

const GROUP = { logGroupName: "ml" };
const TASK = {
  ...GROUP,
  from: 0,
  to: TEST_START_MS + 1000,
  destination: "bucket",
  destinationPrefix: "ml-logs",
};
const POLICY = JSON.stringify({
  Statement: [
    { Effect: "Allow", Principal: { Service: "logs.us-west-2.amazonaws.com" }, Action: "s3:GetBucketAcl" },
    { Effect: "Allow", Principal: { Service: "logs.us-west-2.amazonaws.com" }, Action: "s3:Put*" },
  ],
});

function bucketService(objects: Map<string, Buffer>, policy: string | undefined): ServiceModule {
  return defineService("s3", {
    operations: {
      GetBucketLocation: {
        members: ["Bucket"],
        run(input) {
          if (input.Bucket !== "bucket") throw new AwsError("NoSuchBucket", "no bucket");
          return { LocationConstraint: "us-west-2" as const };
        },
      },
      GetBucketPolicy: {
        members: ["Bucket"],
        run() {
          if (policy === undefined) throw new AwsError("NoSuchBucketPolicy", "no policy");
          return { Policy: policy };
        },
      },
      PutObject: {
        members: ["Bucket", "Key", "Body"],
        run(input) {
          objects.set(input.Key ?? "", readFileSync(input.Body?.filePath ?? ""));
          return {};
        },
      },
    },
  });
}

test("an export writes a file per stream with events, and the permission test", () => {
  const objects = new Map<string, Buffer>();
  const kernel = createTestKernel({ modules: [logs, bucketService(objects, POLICY)] });
  const context = kernel.context("us-west-2");
  context.call("logs", "CreateLogGroup", GROUP);
  for (const logStreamName of ["node/a", "empty"])
    context.call("logs", "CreateLogStream", { ...GROUP, logStreamName });
  context.call("logs", "PutLogEvents", {
    ...GROUP,
    logStreamName: "node/a",
    logEvents: [{ timestamp: TEST_START_MS, message: "hello" }],
  });
  const { taskId } = context.call("logs", "CreateExportTask", TASK);
  const status = (): unknown =>
    context.call("logs", "DescribeExportTasks", { taskId }).exportTasks?.[0]?.status?.code;
  expect(status()).toBe("PENDING");
  expect(() => context.call("logs", "CreateExportTask", TASK)).toThrow("Resource limit exceeded.");
  kernel.clock.advance(2000);
  expect(status()).toBe("RUNNING");
  kernel.clock.runUntilIdle();
  expect(status()).toBe("COMPLETED");
  expect([...objects.keys()]).toEqual(["ml-logs/aws-logs-write-test", `ml-logs/${taskId}/node-a/000000.gz`]);
  const content = objects.get(`ml-logs/${taskId}/node-a/000000.gz`) ?? Buffer.alloc(0);
  expect(gunzipSync(content).toString()).toBe("2026-01-05T08:00:00.000Z hello\n");
});

test.each([
  {
    when: "the bucket is not there",
    task: { ...TASK, destination: "none" },
    policy: POLICY,
    message: "The given bucket does not exist. Please make sure the bucket is valid.",
  },
  {
    when: "the bucket has no policy for it",
    task: TASK,
    policy: undefined,
    message: "Please check if CloudWatch Logs has been granted permission to perform this operation.",
  },
])("an export is refused when $when", ({ task, policy, message }) => {
  const context = createTestKernel({ modules: [logs, bucketService(new Map(), policy)] }).context(
    "us-west-2",
  );
  context.call("logs", "CreateLogGroup", GROUP);
  expect(() => context.call("logs", "CreateExportTask", task)).toThrow(message);
});
