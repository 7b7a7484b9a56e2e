import { describe, expect, test } from "vitest";
import { createTestKernel } from "../../testing/createTestKernel.ts";
import { ec2 } from "../ec2/ec2.ts";
import { cloudformation } from "./cloudformation.ts";

const STACK_NAME = "test-stack";
const POLICY = { ResourceSignal: { Count: { Ref: "Count" }, Timeout: "PT10M" } };

function withStack(resources: Readonly<Record<string, unknown>>, count = "1") {
  const kernel = createTestKernel({ modules: [ec2, cloudformation] });
  const context = kernel.context("us-west-2");
  const { Images = [] } = context.call("ec2", "DescribeImages", {
    Filters: [{ Name: "architecture", Values: ["x86_64"] }],
  });
  const TemplateBody = JSON.stringify({
    Parameters: { Count: { Type: "Number" }, Image: { Type: "String" } },
    Resources: resources,
  });
  context.call("cloudformation", "CreateStack", {
    StackName: STACK_NAME,
    TemplateBody,
    OnFailure: "DO_NOTHING",
    Parameters: [
      { ParameterKey: "Count", ParameterValue: count },
      { ParameterKey: "Image", ParameterValue: Images[0]?.ImageId },
    ],
  });
  const events = (): string[] =>
    (context.call("cloudformation", "DescribeStackEvents", { StackName: STACK_NAME }).StackEvents ?? [])
      .reverse()
      .filter(({ PhysicalResourceId, StackId }) => PhysicalResourceId !== StackId)
      .map(({ LogicalResourceId, ResourceStatus, ResourceStatusReason = "" }) =>
        `${LogicalResourceId ?? ""} ${ResourceStatus ?? ""} ${ResourceStatusReason}`.trim(),
      );
  const signal = (UniqueId: string, Status: "SUCCESS" | "FAILURE"): void =>
    void context.call("cloudformation", "SignalResource", {
      StackName: STACK_NAME,
      LogicalResourceId: "Wait",
      UniqueId,
      Status,
    });
  return { kernel, events, signal };
}

/** A simulated host with user data. */
function host(script: unknown, more: object = {}) {
  const properties = {
    ImageId: { Ref: "Image" },
    InstanceType: "t3.micro",
    UserData: { "Fn::Base64": script },
  };
  return { Type: "AWS::EC2::Instance", Properties: properties, ...more };
}

describe("a wait condition with a creation policy", () => {
  const resources = { Wait: { Type: "AWS::CloudFormation::WaitCondition", CreationPolicy: POLICY } };

  test("is done when as many signals have come as the policy counts, each id once", () => {
    const { kernel, events, signal } = withStack(resources, "2");
    kernel.clock.advance(10_000);
    signal("one", "SUCCESS");
    signal("one", "SUCCESS");
    kernel.clock.advance(10_000);
    expect(events().at(-1)).toBe("Wait CREATE_IN_PROGRESS Received SUCCESS signal with UniqueId one");
    signal("two", "SUCCESS");
    kernel.clock.runUntilIdle();
    expect(events().slice(-2)).toEqual([
      "Wait CREATE_IN_PROGRESS Received SUCCESS signal with UniqueId two",
      "Wait CREATE_COMPLETE",
    ]);
    expect(kernel.clock.nowMs()).toBeLessThan(Date.UTC(2026, 0, 5, 8, 10));
    expect(() => signal("three", "SUCCESS")).toThrow(
      "Resource Wait is in CREATE_COMPLETE state and cannot be signaled",
    );
  });

  test("fails by a signal of failure", () => {
    const { kernel, events, signal } = withStack(resources);
    kernel.clock.advance(10_000);
    signal("one", "FAILURE");
    kernel.clock.runUntilIdle();
    expect(events().at(-1)).toBe("Wait CREATE_FAILED Received FAILURE signal with UniqueId one");
  });

  test("fails when its time is over", () => {
    const { kernel, events } = withStack(resources, "3");
    kernel.clock.runUntilIdle();
    expect(events().at(-1)).toBe(
      "Wait CREATE_FAILED Failed to receive 3 resource signal(s) within the specified duration",
    );
  });
});

function signalOf(name: string): string {
  return `#!/bin/bash\n/opt/aws/bin/cfn-signal -e $? --resource ${name}\n`;
}

describe("a simulated host is taken to do what its user data says", () => {
  test("it signals its own creation policy", () => {
    const { kernel, events } = withStack({ Wait: host(signalOf("Wait"), { CreationPolicy: POLICY }) });
    kernel.clock.runUntilIdle();
    expect(events().slice(-2)).toEqual([
      expect.stringMatching(/^Wait CREATE_IN_PROGRESS Received SUCCESS signal with UniqueId i-[0-9a-f]{17}$/),
      "Wait CREATE_COMPLETE",
    ]);
  });

  test("it signals a wait condition, once it is there", () => {
    const { kernel, events } = withStack({
      Wait: { Type: "AWS::CloudFormation::WaitCondition", CreationPolicy: POLICY },
      Host: host(signalOf("Wait")),
    });
    kernel.clock.runUntilIdle();
    expect(events().slice(-3)).toEqual([
      "Host CREATE_COMPLETE",
      expect.stringContaining("Wait CREATE_IN_PROGRESS Received SUCCESS signal with UniqueId i-"),
      "Wait CREATE_COMPLETE",
    ]);
  });

  test.each([
    ["cfn-signal -e 0 '", "'"],
    ['curl -X PUT --data-binary \'{"Status":"SUCCESS"}\' "', '"'],
  ])("it signals the handle whose address it was given: %s", (before, after) => {
    const { kernel, events } = withStack({
      Handle: { Type: "AWS::CloudFormation::WaitConditionHandle" },
      Wait: {
        Type: "AWS::CloudFormation::WaitCondition",
        DependsOn: "Host",
        Properties: { Handle: { Ref: "Handle" }, Timeout: 600 },
      },
      Host: host({ "Fn::Join": ["", [before, { Ref: "Handle" }, after]] }),
    });
    kernel.clock.runUntilIdle();
    expect(events().at(-1)).toBe("Wait CREATE_COMPLETE");
  });

  test("without a signal in its user data it fails in time", () => {
    const { kernel, events } = withStack({ Wait: host("#!/bin/bash\n", { CreationPolicy: POLICY }) });
    kernel.clock.runUntilIdle();
    expect(events().at(-1)).toBe(
      "Wait CREATE_FAILED Failed to receive 1 resource signal(s) within the specified duration",
    );
  });
});
