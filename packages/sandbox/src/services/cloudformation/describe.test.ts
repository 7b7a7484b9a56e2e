import { describe, expect, test } from "vitest";
import { createStackTester, parameter } from "../../cloudformation/testing/createStackTester.ts";
import { fakeObjects } from "../../cloudformation/testing/fakeObjects.ts";
import { TEST_START_MS } from "../../testing/createTestKernel.ts";

const TEMPLATE = { Description: "A <b>test</b>", Resources: { B: parameter("b"), A: parameter("a") } };

test("a stack is described as AWS describes it", () => {
  const tester = createStackTester();
  tester.create(TEMPLATE, { Tags: [{ Key: "k", Value: "v" }] });
  expect(tester.stack()).toEqual({
    StackId: expect.stringMatching(
      /^arn:aws:cloudformation:us-west-2:123456789012:stack\/test-stack\/[0-9a-f]{8}-[0-9a-f-]{27}$/,
    ),
    StackName: "test-stack",
    Description: "A <b>test</b>",
    CreationTime: new Date(TEST_START_MS),
    RollbackConfiguration: {},
    StackStatus: "CREATE_COMPLETE",
    DisableRollback: false,
    NotificationARNs: [],
    Tags: [{ Key: "k", Value: "v" }],
    EnableTerminationProtection: false,
    DriftInformation: { StackDriftStatus: "NOT_CHECKED" },
  });
});

test("resources are listed in order of their names", () => {
  const tester = createStackTester();
  tester.create(TEMPLATE);
  const named = { StackName: "test-stack" };
  const { StackResources: described = [] } = tester.context.call(
    "cloudformation",
    "DescribeStackResources",
    named,
  );
  const { StackResourceSummaries: listed = [] } = tester.context.call(
    "cloudformation",
    "ListStackResources",
    named,
  );
  expect(described.map((resource) => resource.LogicalResourceId)).toEqual(["A", "B"]);
  expect(listed.map((resource) => resource.LogicalResourceId)).toEqual(["A", "B"]);
  const { PhysicalResourceId: physicalId } = described[0] ?? {};
  const byPhysicalId = tester.context.call("cloudformation", "DescribeStackResources", {
    PhysicalResourceId: physicalId,
  });
  expect(byPhysicalId.StackResources).toEqual(described);
});

test("events carry the properties, the newest first, and are all on one page", () => {
  const tester = createStackTester();
  const resources = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [`R${index}`, parameter("x")]),
  );
  tester.create({ Resources: resources });
  const events = tester.events();
  expect(events).toHaveLength(182);
  expect(events[0]).toMatchObject({
    ResourceType: "AWS::CloudFormation::Stack",
    ResourceStatus: "CREATE_COMPLETE",
  });
  expect(events[1]?.ResourceProperties).toBe('{"Type":"String","Value":"x"}');
  expect(events[1]?.EventId).toMatch(/^R59-CREATE_COMPLETE-2026-01-05T08:00:0\d\.000Z$/);
  expect(new Set(events.map((event) => event.EventId)).size).toBe(events.length);
});

test("stacks are listed in pages, the newest first", () => {
  const tester = createStackTester();
  for (let index = 0; index < 101; index += 1) tester.create(TEMPLATE, { StackName: `s${index}` });
  const first = tester.context.call("cloudformation", "DescribeStacks", {});
  expect(first.Stacks).toHaveLength(100);
  expect(first.Stacks?.[0]?.StackName).toBe("s100");
  const second = tester.context.call("cloudformation", "DescribeStacks", { NextToken: first.NextToken });
  expect(second.Stacks?.map((stack) => stack.StackName)).toEqual(["s0"]);
  expect(second.NextToken).toBeUndefined();
  expect(() => tester.context.call("cloudformation", "ListStacks", { NextToken: "x" })).toThrow(/NextToken/);
});

test("deleted stacks are listed, and described by their id", () => {
  const tester = createStackTester();
  tester.create(TEMPLATE);
  tester.remove();
  const { StackSummaries: [summary] = [] } = tester.context.call("cloudformation", "ListStacks", {
    StackStatusFilter: ["DELETE_COMPLETE"],
  });
  expect(summary?.StackName).toBe("test-stack");
  expect(tester.stack(summary?.StackId)).not.toHaveProperty("EnableTerminationProtection");
});

test("a template is given back as it came, and summed up", () => {
  const tester = createStackTester();
  const text = "Parameters:\n  P: {Type: String, Default: x}\nResources:\n  A:\n    Type: AWS::SNS::Topic\n";
  tester.context.call("cloudformation", "CreateStack", { StackName: "test-stack", TemplateBody: text });
  const named = { StackName: "test-stack" };
  expect(tester.context.call("cloudformation", "GetTemplate", named)).toEqual({
    TemplateBody: text,
    StagesAvailable: ["Original", "Processed"],
  });
  expect(tester.context.call("cloudformation", "GetTemplateSummary", named)).toEqual({
    Parameters: [
      {
        ParameterKey: "P",
        DefaultValue: "x",
        ParameterType: "String",
        NoEcho: false,
        ParameterConstraints: {},
      },
    ],
    ResourceTypes: ["AWS::SNS::Topic"],
    ResourceIdentifierSummaries: [{ ResourceType: "AWS::SNS::Topic", LogicalResourceIds: ["A"] }],
    Version: "2010-09-09",
  });
});

describe("a template at an address of S3", () => {
  const text = JSON.stringify(TEMPLATE);
  const objects = new Map([
    ["bucket/dir/t.json", text],
    ["bucket/dir/t.json@v1", text],
    ["my.bucket/t.json", text],
  ]);
  test.each([
    "https://bucket.s3.us-west-2.amazonaws.com/dir/t.json",
    "https://bucket.s3.amazonaws.com/dir/t.json",
    "https://bucket.s3-us-west-2.amazonaws.com/dir/t.json",
    "https://s3.us-west-2.amazonaws.com/bucket/dir/t.json",
    "https://s3.amazonaws.com/bucket/dir/t.json?versionId=v1",
    "https://s3.cn-north-1.amazonaws.com.cn/bucket/dir/t.json",
    "https://my.bucket.s3.us-west-2.amazonaws.com/t.json",
    "http://127.0.0.1:4566/bucket/dir/t.json",
    "http://bucket.localhost:4566/dir/t.json",
  ])("%s", (url) => {
    const { context } = createStackTester([fakeObjects(objects)]);
    const answer = context.call("cloudformation", "ValidateTemplate", { TemplateURL: url });
    expect(answer.Description).toBe(TEMPLATE.Description);
  });

  test.each([
    { url: "https://example.com/t.json", message: "TemplateURL must be a supported URL." },
    { url: "not an address", message: "TemplateURL must be a supported URL." },
    {
      url: "s3://bucket/t.json",
      message: "S3 error: Domain name specified in bucket is not a valid S3 domain",
    },
    {
      url: "https://bucket.s3.us-west-2.amazonaws.com/none",
      message: "S3 error: The specified key does not exist.",
    },
  ])("$url is refused", ({ url, message }) => {
    const { context } = createStackTester([fakeObjects(objects)]);
    expect(() => context.call("cloudformation", "ValidateTemplate", { TemplateURL: url })).toThrow(message);
  });
});

describe("stack policies", () => {
  const policy = JSON.stringify({
    Statement: [{ Effect: "Allow", Action: "Update:*", Principal: "*", Resource: "*" }],
  });
  test("are set and given back", () => {
    const tester = createStackTester();
    tester.create(TEMPLATE);
    expect(tester.context.call("cloudformation", "GetStackPolicy", { StackName: "test-stack" })).toEqual({});
    tester.context.call("cloudformation", "SetStackPolicy", {
      StackName: "test-stack",
      StackPolicyBody: policy,
    });
    expect(tester.context.call("cloudformation", "GetStackPolicy", { StackName: "test-stack" })).toEqual({
      StackPolicyBody: policy,
    });
  });

  test.each(["no json", '{"Statement": [{"Effect": "Maybe"}]}', policy.replace('"*"', '"me"')])(
    "%s is no policy",
    (body) => {
      const tester = createStackTester();
      tester.create(TEMPLATE);
      expect(() =>
        tester.context.call("cloudformation", "SetStackPolicy", {
          StackName: "test-stack",
          StackPolicyBody: body,
        }),
      ).toThrow("Error validating stack policy: Invalid stack policy");
    },
  );
});

describe("what is not there is named in the operation's own words", () => {
  test.each([
    { operation: "DescribeStacks", message: "Stack with id none does not exist" },
    { operation: "DescribeStackEvents", message: "Stack [none] does not exist" },
    { operation: "GetTemplate", message: "Stack with id none does not exist" },
    { operation: "UpdateTerminationProtection", message: "Stack [none] does not exist" },
  ])("$operation", ({ operation, message }) => {
    const { kernel } = createStackTester();
    expect(() =>
      kernel.dispatch({
        service: "cloudformation",
        operation,
        input: { StackName: "none" },
        region: "us-west-2",
        requestId: "r",
        accessKeyId: "a",
      }),
    ).toThrow(message);
  });
});

// localstack: tests/aws/services/ec2/resource_providers/test_ec2.snapshot.json, test_internet_gateway_ref_and_attr
test("a resource without metadata is described with empty metadata", () => {
  const tester = createStackTester();
  tester.create({ Resources: { P: parameter("p") } });
  const { StackResourceDetail: detail } = tester.context.call("cloudformation", "DescribeStackResource", {
    StackName: "test-stack",
    LogicalResourceId: "P",
  });
  expect(detail?.Metadata).toBe("{}");
});
