import { expect, test } from "vitest";
import { createTestKernel } from "../../testing/createTestKernel.ts";
import { cloudformation } from "../cloudformation/cloudformation.ts";
import { iam } from "./iam.ts";

const REASON = "At least one of [Groups,Roles,Users] must be non-empty.";
const TEMPLATE = {
  Resources: {
    Nobodys: {
      Type: "AWS::IAM::Policy",
      Properties: {
        PolicyName: "nobodys",
        PolicyDocument: {
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
        },
      },
    },
  },
};

// localstack: tests/aws/services/cloudformation/api/test_stacks.snapshot.json, test_blocked_stack_deletion
test("a policy of nobody fails, cannot be rolled back, nor deleted, and is left where the user says so", () => {
  const kernel = createTestKernel({ modules: [iam, cloudformation] });
  const context = kernel.context("us-west-2");
  const { StackId = "" } = context.call("cloudformation", "CreateStack", {
    StackName: "test-stack",
    TemplateBody: JSON.stringify(TEMPLATE),
    Capabilities: ["CAPABILITY_NAMED_IAM"],
  });
  kernel.clock.runUntilIdle();
  const status = () =>
    context.call("cloudformation", "DescribeStacks", { StackName: StackId }).Stacks?.[0]?.StackStatus;
  const remove = (RetainResources?: string[]): void => {
    context.call("cloudformation", "DeleteStack", { StackName: StackId, RetainResources });
    kernel.clock.runUntilIdle();
  };
  expect(status()).toBe("ROLLBACK_FAILED");
  remove();
  expect(status()).toBe("DELETE_FAILED");
  remove(["Nobodys"]);
  expect(status()).toBe("DELETE_COMPLETE");
  const { StackEvents = [] } = context.call("cloudformation", "DescribeStackEvents", { StackName: StackId });
  const own = StackEvents.reverse().filter(({ LogicalResourceId }) => LogicalResourceId === "Nobodys");
  expect(
    own.map(({ ResourceStatus, ResourceStatusReason }) => [ResourceStatus, ResourceStatusReason]),
  ).toEqual([
    ["CREATE_IN_PROGRESS", undefined],
    ["CREATE_IN_PROGRESS", "Resource creation Initiated"],
    ["CREATE_FAILED", REASON],
    ["DELETE_IN_PROGRESS", undefined],
    ["DELETE_FAILED", REASON],
    ["DELETE_IN_PROGRESS", undefined],
    ["DELETE_FAILED", REASON],
    ["DELETE_SKIPPED", undefined],
  ]);
  expect(own.slice(1).every(({ PhysicalResourceId }) => PhysicalResourceId !== "")).toBe(true);
});

test("a role whose policy is not there fails with its name, and the rollback removes what was made of it", () => {
  const kernel = createTestKernel({ modules: [iam, cloudformation] });
  const context = kernel.context("us-west-2");
  const trusted = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
  const Properties = {
    RoleName: "half-made",
    AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [trusted] },
    ManagedPolicyArns: ["arn:aws:iam::aws:policy/NoSuchPolicy"],
  };
  context.call("cloudformation", "CreateStack", {
    StackName: "test-stack",
    TemplateBody: JSON.stringify({ Resources: { Role: { Type: "AWS::IAM::Role", Properties } } }),
    Capabilities: ["CAPABILITY_NAMED_IAM"],
  });
  kernel.clock.runUntilIdle();
  const { StackEvents = [] } = context.call("cloudformation", "DescribeStackEvents", {
    StackName: "test-stack",
  });
  const failed = StackEvents.find((event) => event.ResourceStatus === "CREATE_FAILED");
  expect(failed?.PhysicalResourceId).toBe("half-made");
  expect(failed?.ResourceStatusReason).toContain("NoSuchPolicy does not exist or is not attachable");
  expect(() => context.call("iam", "GetRole", { RoleName: "half-made" })).toThrow("cannot be found");
});
