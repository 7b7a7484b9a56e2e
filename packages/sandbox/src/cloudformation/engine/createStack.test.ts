import { describe, expect, test } from "vitest";
import { createStackTester, parameter } from "../testing/createStackTester.ts";
import { fakeThings } from "../testing/fakeResources.ts";

test("a stack is created with AWS's events in AWS's order", () => {
  const tester = createStackTester();
  tester.create({
    Resources: { B: parameter({ Ref: "A" }), A: parameter("root") },
    Outputs: { Name: { Value: { Ref: "B" } }, Value: { Value: { "Fn::GetAtt": ["A", "Value"] } } },
  });
  expect(tester.story()).toEqual([
    "Stack CREATE_IN_PROGRESS: User Initiated",
    "A CREATE_IN_PROGRESS",
    "A CREATE_IN_PROGRESS: Resource creation Initiated",
    "A CREATE_COMPLETE",
    "B CREATE_IN_PROGRESS",
    "B CREATE_IN_PROGRESS: Resource creation Initiated",
    "B CREATE_COMPLETE",
    "Stack CREATE_COMPLETE",
  ]);
  const stack = tester.stack();
  expect(stack.Outputs).toEqual([
    { OutputKey: "Name", OutputValue: expect.stringMatching(/^test-stack-B-/) },
    { OutputKey: "Value", OutputValue: "root" },
  ]);
  expect(stack).not.toHaveProperty("StackStatusReason");
});

test("resources without a dependency are created side by side", () => {
  const tester = createStackTester();
  tester.create({
    Resources: { A: parameter("a"), B: parameter("b"), C: parameter("c", { DependsOn: ["A", "B"] }) },
  });
  expect(tester.story().slice(1, 5)).toEqual([
    "A CREATE_IN_PROGRESS",
    "B CREATE_IN_PROGRESS",
    "A CREATE_IN_PROGRESS: Resource creation Initiated",
    "B CREATE_IN_PROGRESS: Resource creation Initiated",
  ]);
  const [first, last] = [tester.events().at(-1), tester.events()[0]];
  expect(Number(last?.Timestamp) - Number(first?.Timestamp)).toBe(6000);
});

test("what fails once it is there has a physical id, and the rollback removes it", () => {
  const tester = createStackTester();
  tester.create({ Resources: { Half: parameter("fail-configure") } });
  const failed = tester.events().find((event) => event.ResourceStatus === "CREATE_FAILED");
  expect(failed?.PhysicalResourceId).toMatch(/^test-stack-Half-/);
  expect(tester.story().slice(-3)).toEqual([
    "Half DELETE_IN_PROGRESS",
    "Half DELETE_COMPLETE",
    "Stack ROLLBACK_COMPLETE",
  ]);
  expect(fakeThings(tester.context)).toEqual({});
});

test("a failed resource cancels the others and rolls the stack back", () => {
  const tester = createStackTester();
  tester.create({
    Resources: {
      Good: parameter("good"),
      Bad: parameter("fail-create"),
      Never: parameter({ Ref: "Bad" }),
    },
  });
  const story = tester.story();
  expect(story.map((line) => line.replaceAll(/[0-9a-f-]{36}/g, "<uuid>"))).toEqual([
    "Stack CREATE_IN_PROGRESS: User Initiated",
    "Good CREATE_IN_PROGRESS",
    "Bad CREATE_IN_PROGRESS",
    "Good CREATE_IN_PROGRESS: Resource creation Initiated",
    'Bad CREATE_FAILED: Resource handler returned message: "This is the fail-create (Service: Ssm, Status Code: 400, Request ID: <uuid>)" (RequestToken: <uuid>, HandlerErrorCode: InvalidRequest)',
    "Good CREATE_FAILED: Resource creation cancelled",
    "Stack ROLLBACK_IN_PROGRESS: The following resource(s) failed to create: [Good, Bad]. Rollback requested by user.",
    "Good DELETE_IN_PROGRESS",
    "Bad DELETE_COMPLETE",
    "Good DELETE_COMPLETE",
    "Stack ROLLBACK_COMPLETE",
  ]);
  expect(fakeThings(tester.context)).toEqual({});
});

test("without rollback the stack stays as it failed", () => {
  const tester = createStackTester();
  tester.create({ Resources: { Bad: parameter("fail-progress") } }, { DisableRollback: true });
  expect(tester.story().slice(-2)).toEqual([
    "Bad CREATE_FAILED: It did not stabilize.",
    "Stack CREATE_FAILED: The following resource(s) failed to create: [Bad]. ",
  ]);
  expect(Object.keys(fakeThings(tester.context))).toHaveLength(1);
});

test("with OnFailure DELETE the failed stack is deleted", () => {
  const tester = createStackTester();
  const { StackId: id } = tester.context.call("cloudformation", "CreateStack", {
    StackName: "doomed",
    OnFailure: "DELETE",
    TemplateBody: JSON.stringify({ Resources: { Bad: parameter("fail-create") } }),
  });
  tester.kernel.clock.runUntilIdle();
  expect(tester.stack(id).StackStatus).toBe("DELETE_COMPLETE");
});

test("properties that do not conform fail the resource, and name the property", () => {
  const tester = createStackTester();
  tester.create({
    Resources: { MyParameter: { Type: "AWS::SSM::Parameter", Properties: { Value: "abc123" } } },
  });
  expect(tester.story()[2]).toBe(
    "MyParameter CREATE_FAILED: Property validation failure: [The property {/Type} is required]",
  );
});

test("a type of AWS that the sandbox does not model fails the stack at that resource", () => {
  const tester = createStackTester();
  tester.create({ Resources: { W: { Type: "AWS::Athena::WorkGroup", Properties: { Name: "w" } } } });
  expect(tester.story()[2]).toBe(
    "W CREATE_FAILED: The sandbox does not model resources of type AWS::Athena::WorkGroup.",
  );
});

test("stack tags and CloudFormation's own go to the resources", () => {
  const tester = createStackTester();
  tester.create({ Resources: { A: parameter("a") } }, { Tags: [{ Key: "team", Value: "ml" }] });
  const [thing] = Object.values(fakeThings(tester.context));
  expect(thing?.tags).toEqual({
    team: "ml",
    "aws:cloudformation:stack-name": "test-stack",
    "aws:cloudformation:stack-id": tester.stack().StackId,
    "aws:cloudformation:logical-id": "A",
  });
});

test("conditions choose resources, properties and outputs", () => {
  const tester = createStackTester();
  tester.create(
    {
      Parameters: { Env: { Type: "String", Default: "test" } },
      Conditions: { IsProd: { "Fn::Equals": [{ Ref: "Env" }, "prod"] } },
      Resources: {
        Always: parameter({ "Fn::If": ["IsProd", { Ref: "Prod" }, "none"] }),
        Prod: parameter("prod", { Condition: "IsProd" }),
      },
      Outputs: {
        Prod: { Condition: "IsProd", Value: { Ref: "Prod" } },
        Value: { Value: { "Fn::GetAtt": ["Always", "Value"] } },
      },
    },
    {},
  );
  expect(tester.stack().Outputs).toEqual([{ OutputKey: "Value", OutputValue: "none" }]);
});

test("a creation that takes longer than its time is rolled back", () => {
  const tester = createStackTester();
  tester.create(
    {
      Resources: {
        Handle: { Type: "AWS::CloudFormation::WaitConditionHandle" },
        Wait: {
          Type: "AWS::CloudFormation::WaitCondition",
          Properties: { Handle: { Ref: "Handle" }, Timeout: "3600" },
        },
      },
    },
    { TimeoutInMinutes: 5 },
  );
  expect(tester.story()).toContain(
    "Stack ROLLBACK_IN_PROGRESS: Stack creation time exceeded the specified timeout. Rollback requested by user.",
  );
  expect(tester.stack().StackStatus).toBe("ROLLBACK_COMPLETE");
});

describe("metadata", () => {
  test("is resolved, orders the resources and is served with the resource", () => {
    const tester = createStackTester();
    tester.create({
      Resources: {
        A: parameter("a", { Metadata: { Name: { "Fn::GetAtt": ["B", "Value"] } } }),
        B: parameter("b"),
      },
    });
    expect(tester.story().slice(1, 2)).toEqual(["B CREATE_IN_PROGRESS"]);
    const { StackResourceDetail: detail } = tester.context.call("cloudformation", "DescribeStackResource", {
      StackName: "test-stack",
      LogicalResourceId: "A",
    });
    expect(JSON.parse(detail?.Metadata ?? "")).toEqual({ Name: "b" });
  });
});

test("the CDK's metadata and properties that are one Fn::If are made like anything else", () => {
  const tester = createStackTester();
  tester.create({
    Conditions: { Yes: { "Fn::Equals": ["a", "a"] } },
    Resources: {
      CDKMetadata: { Type: "AWS::CDK::Metadata", Properties: { Analytics: "v2:deflate64:x" } },
      P: {
        Type: "AWS::SSM::Parameter",
        Properties: {
          "Fn::If": ["Yes", { Name: "chosen", Type: "String", Value: "v" }, { Ref: "AWS::NoValue" }],
        },
      },
      Q: {
        Type: "AWS::SQS::Queue",
        Properties: { "Fn::If": ["Yes", { Ref: "AWS::NoValue" }, { QueueName: "q" }] },
      },
    },
  });
  expect(tester.stack()).toMatchObject({ StackStatus: "CREATE_COMPLETE" });
  expect(Object.keys(fakeThings(tester.context))).toEqual([
    "chosen",
    expect.stringMatching(/^test-stack-Q-/),
  ]);
});
