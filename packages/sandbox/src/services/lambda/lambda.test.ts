import { expect, test } from "vitest";
import { AwsError } from "../../kernel/AwsError.ts";
import { defineService } from "../../kernel/ServiceModule.ts";
import { createResourceContext } from "../../testing/createResourceContext.ts";
import { makeResource } from "../../testing/makeResource.ts";
import { createTestKernel } from "../../testing/createTestKernel.ts";
import { iam } from "../iam/iam.ts";
import { lambda } from "./lambda.ts";
import { functionResource } from "./resources/functionResource.ts";
import { layerVersionResource } from "./resources/layerVersionResource.ts";
import { permissionResource } from "./resources/permissionResource.ts";

const bucket = defineService("s3", {
  operations: {
    GetObject: {
      members: ["Bucket", "Key", "VersionId"],
      run(input) {
        if (input.Key !== "artifacts.zip")
          throw new AwsError("NoSuchKey", "The specified key does not exist.");
        return { Body: Buffer.from("PK archive") };
      },
    },
  },
});
const ROLE_ARN = "arn:aws:iam::123456789012:role/cleanup";
const FUNCTION = {
  FunctionName: "pcluster-CleanupResources-0a1b2c3d",
  Handler: "cleanup_resources.handler",
  Role: ROLE_ARN,
  Runtime: "python3.12",
  MemorySize: 128,
  Timeout: 900,
  Code: { S3Bucket: "bucket", S3Key: "artifacts.zip" },
  Environment: { Variables: { MODE: "delete" } },
};

function kernelWithRole() {
  const kernel = createTestKernel({ modules: [iam, lambda, bucket] });
  kernel.context("us-west-2").call("iam", "CreateRole", {
    RoleName: "cleanup",
    AssumeRolePolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
      ],
    }),
  });
  return kernel;
}

test("a function of a template is pending, then active, found by name and by ARN", () => {
  const kernel = kernelWithRole();
  const context = createResourceContext(kernel, "CleanupResourcesFunction", [{ Key: "k", Value: "v" }]);
  const { physicalId } = functionResource.create(FUNCTION, context);
  expect(functionResource.progress?.(physicalId, FUNCTION, context).status).toBe("pending");
  kernel.clock.runUntilIdle();
  expect(functionResource.progress?.(physicalId, FUNCTION, context).status).toBe("done");
  const { attributes } = functionResource.read(physicalId, FUNCTION, context);
  const arn = `arn:aws:lambda:us-west-2:123456789012:function:${FUNCTION.FunctionName}`;
  expect(attributes["Arn"]).toBe(arn);
  const answer = context.call("lambda", "GetFunction", { FunctionName: arn });
  expect(answer).toMatchObject({
    Configuration: {
      Handler: FUNCTION.Handler,
      Runtime: "python3.12",
      Environment: { Variables: { MODE: "delete" } },
      CodeSize: 10,
    },
    Tags: { k: "v" },
  });
});

test("a function keeps concurrent executions for itself, until its template says so no longer", () => {
  const context = createResourceContext(kernelWithRole(), "Function");
  const before = { ...FUNCTION, ReservedConcurrentExecutions: 5 };
  const { physicalId: FunctionName } = makeResource(functionResource, before, context);
  const reserved = () => context.call("lambda", "GetFunctionConcurrency", { FunctionName });
  expect(reserved()).toEqual({ ReservedConcurrentExecutions: 5 });
  const change = { before, after: FUNCTION, changed: ["ReservedConcurrentExecutions"] };
  functionResource.update?.(FunctionName, change, context);
  expect(reserved()).toEqual({});
});

test("functions leave 100 of the account's concurrent executions to the others", () => {
  const context = createResourceContext(kernelWithRole(), "Function");
  const FunctionName = functionResource.create(FUNCTION, context).physicalId;
  const reserve = (ReservedConcurrentExecutions: number) =>
    context.call("lambda", "PutFunctionConcurrency", { FunctionName, ReservedConcurrentExecutions });
  expect(reserve(900)).toEqual({ ReservedConcurrentExecutions: 900 });
  expect(() => reserve(901)).toThrow("below its minimum value of [100]");
});

test("an update changes code and configuration in place", () => {
  const kernel = kernelWithRole();
  const context = createResourceContext(kernel, "Function");
  const { physicalId } = functionResource.create(FUNCTION, context);
  const after = { ...FUNCTION, Timeout: 60, Code: { ZipFile: "def handler(): pass" } };
  functionResource.update?.(physicalId, { before: FUNCTION, after, changed: ["Timeout", "Code"] }, context);
  expect(context.call("lambda", "GetFunctionConfiguration", { FunctionName: physicalId })).toMatchObject({
    Timeout: 60,
    CodeSize: 19,
    LastUpdateStatus: "InProgress",
  });
});

test.each([
  {
    when: "the code is not there",
    change: { Code: { S3Bucket: "bucket", S3Key: "none.zip" } },
    message:
      "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.",
  },
  {
    when: "the role is not there",
    change: { Role: "arn:aws:iam::123456789012:role/none" },
    message: "The role defined for the function cannot be assumed by Lambda.",
  },
  { when: "the timeout is too long", change: { Timeout: 901 }, message: "Value '901' at 'timeout'" },
  {
    when: "a property is not modelled",
    change: { DeadLetterConfig: {} },
    message: "The property DeadLetterConfig of AWS::Lambda::Function is not modelled by the sandbox.",
  },
])("a function is refused when $when", ({ change, message }) => {
  const context = createResourceContext(kernelWithRole(), "Function");
  expect(() => functionResource.create({ ...FUNCTION, ...change }, context)).toThrow(message);
});

test("a function is never run, and one that is not there is not found", () => {
  const context = createResourceContext(kernelWithRole(), "Function");
  functionResource.create(FUNCTION, context);
  expect(() => context.call("lambda", "Invoke", { FunctionName: FUNCTION.FunctionName })).toThrow(
    "The sandbox runs no code of functions",
  );
  expect(() => context.call("lambda", "GetFunction", { FunctionName: "none" })).toThrow(
    "Function not found: arn:aws:lambda:us-west-2:123456789012:function:none",
  );
});

test("permissions and layers come and go", () => {
  const context = createResourceContext(kernelWithRole(), "Thing");
  functionResource.create(FUNCTION, context);
  const permission = {
    FunctionName: FUNCTION.FunctionName,
    Action: "lambda:InvokeFunction",
    Principal: "events.amazonaws.com",
    SourceArn: "arn:aws:events:us-west-2:123456789012:rule/r",
  };
  const { physicalId } = permissionResource.create(permission, context);
  expect(
    JSON.parse(context.call("lambda", "GetPolicy", { FunctionName: FUNCTION.FunctionName }).Policy ?? ""),
  ).toMatchObject({
    Statement: [{ Sid: physicalId, Principal: { Service: "events.amazonaws.com" } }],
  });
  permissionResource.delete(physicalId, permission, context);
  const layer = { LayerName: "pcluster", Content: FUNCTION.Code };
  expect(layerVersionResource.create(layer, context).physicalId).toBe(
    "arn:aws:lambda:us-west-2:123456789012:layer:pcluster:1",
  );
  const second = layerVersionResource.create(layer, context).physicalId;
  layerVersionResource.delete(second, layer, context);
  expect(layerVersionResource.create(layer, context).physicalId).toMatch(/:pcluster:3$/);
});

test("a layer of ParallelCluster's own bucket counts as present", () => {
  const context = createResourceContext(kernelWithRole(), "PclusterLayer");
  const Content = {
    S3Bucket: "us-west-2-aws-parallelcluster",
    S3Key: "parallelcluster/3.13.1/layers/aws-parallelcluster/lambda-layer.zip",
  };
  expect(layerVersionResource.create({ LayerName: "PCLayer-1", Content }, context).physicalId).toMatch(/:1$/);
});
