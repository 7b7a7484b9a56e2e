import { describe, expect, test } from "vitest";
import { createStackTester, parameter, STACK_NAME, type TestTemplate } from "../testing/createStackTester.ts";
import { fakeThings } from "../testing/fakeResources.ts";

function topic(name: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { Type: "AWS::SNS::Topic", Properties: { TopicName: name }, ...more };
}

function chainOf(value: string): TestTemplate {
  return {
    Resources: { A: parameter(value), B: parameter({ "Fn::GetAtt": ["A", "Value"] }), C: parameter("c") },
  };
}

function topicAndReader(name: string): TestTemplate {
  return { Resources: { T: topic(name), P: parameter({ Ref: "T" }) } };
}

function versionedBy(version: string): TestTemplate {
  return {
    Parameters: { Version: { Type: "String", Default: version } },
    Resources: { A: parameter({ Ref: "Version" }) },
  };
}

function roleOf(arns: string[], value: string): TestTemplate {
  return {
    Resources: {
      R: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: {}, ManagedPolicyArns: arns } },
      P: parameter(value),
    },
  };
}

function noted(note: string): TestTemplate {
  return {
    Resources: { A: parameter("fail-update", { Metadata: { Note: note } }) },
  };
}

function storyAfter(tester: ReturnType<typeof createStackTester>, act: () => void): string[] {
  const before = tester.story().length;
  act();
  return tester.story().slice(before);
}

test("a changed property is updated in place, and what depends on it follows", () => {
  const tester = createStackTester();
  tester.create(chainOf("one"));
  expect(storyAfter(tester, () => tester.update(chainOf("two")))).toEqual([
    "Stack UPDATE_IN_PROGRESS: User Initiated",
    "A UPDATE_IN_PROGRESS",
    "A UPDATE_COMPLETE",
    "B UPDATE_IN_PROGRESS",
    "B UPDATE_COMPLETE",
    "Stack UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
    "Stack UPDATE_COMPLETE",
  ]);
});

test("a property that asks for it replaces the resource, and the old one goes in the cleanup", () => {
  const tester = createStackTester();
  tester.create(topicAndReader("topic-1"));
  expect(storyAfter(tester, () => tester.update(topicAndReader("topic-2")))).toEqual([
    "Stack UPDATE_IN_PROGRESS: User Initiated",
    "T UPDATE_IN_PROGRESS: Requested update requires the creation of a new physical resource; hence creating one.",
    "T UPDATE_IN_PROGRESS: Resource creation Initiated",
    "T UPDATE_COMPLETE",
    "P UPDATE_IN_PROGRESS",
    "P UPDATE_COMPLETE",
    "Stack UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
    "T DELETE_IN_PROGRESS",
    "T DELETE_COMPLETE",
    "Stack UPDATE_COMPLETE",
  ]);
  expect(Object.keys(fakeThings(tester.context))).toContain("topic-2");
  expect(Object.keys(fakeThings(tester.context))).not.toContain("topic-1");
});

test("what is removed from the template goes in the cleanup, after what needed it", () => {
  const tester = createStackTester();
  tester.create({ Resources: { A: parameter("a"), B: parameter({ Ref: "A" }), C: parameter("c") } });
  const story = storyAfter(tester, () => tester.update({ Resources: { C: parameter("c") } }));
  expect(story.slice(1)).toEqual([
    "Stack UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
    "B DELETE_IN_PROGRESS",
    "B DELETE_COMPLETE",
    "A DELETE_IN_PROGRESS",
    "A DELETE_COMPLETE",
    "Stack UPDATE_COMPLETE",
  ]);
});

test("a failed update gives every resource back what it was", () => {
  const tester = createStackTester();
  tester.create({
    Resources: { A: parameter("one"), T: topic("topic-1"), Z: parameter("z", { DependsOn: ["A", "T"] }) },
  });
  const before = structuredClone(fakeThings(tester.context));
  const story = storyAfter(tester, () =>
    tester.update({
      Resources: {
        A: parameter("two"),
        T: topic("topic-2"),
        New: parameter("new"),
        Z: parameter("fail-update", { DependsOn: ["A", "T", "New"] }),
      },
    }),
  );
  expect(story.map((line) => line.replace(/Resource handler.*/, "…"))).toEqual([
    "Stack UPDATE_IN_PROGRESS: User Initiated",
    "A UPDATE_IN_PROGRESS",
    "T UPDATE_IN_PROGRESS: Requested update requires the creation of a new physical resource; hence creating one.",
    "New CREATE_IN_PROGRESS",
    "T UPDATE_IN_PROGRESS: Resource creation Initiated",
    "New CREATE_IN_PROGRESS: Resource creation Initiated",
    "A UPDATE_COMPLETE",
    "T UPDATE_COMPLETE",
    "New CREATE_COMPLETE",
    "Z UPDATE_IN_PROGRESS",
    "Z UPDATE_FAILED: …",
    "Stack UPDATE_ROLLBACK_IN_PROGRESS: The following resource(s) failed to update: [Z]. ",
    "A UPDATE_IN_PROGRESS",
    "T UPDATE_COMPLETE",
    "A UPDATE_COMPLETE",
    "Z UPDATE_IN_PROGRESS",
    "Z UPDATE_COMPLETE",
    "Stack UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
    "New DELETE_IN_PROGRESS",
    "T DELETE_IN_PROGRESS",
    "New DELETE_COMPLETE",
    "T DELETE_COMPLETE",
    "Stack UPDATE_ROLLBACK_COMPLETE",
  ]);
  expect(fakeThings(tester.context)).toEqual(before);
  const { StackResources: resources = [] } = tester.context.call("cloudformation", "DescribeStackResources", {
    StackName: "test-stack",
  });
  expect(resources.map((resource) => resource.LogicalResourceId)).toEqual(["A", "T", "Z"]);
});

test("a rollback that fails can be continued without the resource that fails", () => {
  const tester = createStackTester();
  tester.create({ Resources: { A: parameter("fail-update"), Z: parameter("z", { DependsOn: "A" }) } });
  tester.update({ Resources: { A: parameter("two"), Z: parameter("fail-update", { DependsOn: "A" }) } });
  expect(tester.stack().StackStatus).toBe("UPDATE_ROLLBACK_FAILED");
  expect(tester.stack().StackStatusReason).toBe("The following resource(s) failed to update: [A]. ");
  tester.context.call("cloudformation", "ContinueUpdateRollback", {
    StackName: "test-stack",
    ResourcesToSkip: ["A"],
  });
  tester.kernel.clock.runUntilIdle();
  expect(tester.stack().StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
});

test("an update can be cancelled while it runs", () => {
  const tester = createStackTester();
  tester.create({ Resources: { A: parameter("one") } });
  tester.context.call("cloudformation", "UpdateStack", {
    StackName: "test-stack",
    TemplateBody: JSON.stringify({ Resources: { A: parameter("two") } }),
  });
  tester.kernel.clock.advance(2500);
  tester.context.call("cloudformation", "CancelUpdateStack", { StackName: "test-stack" });
  tester.kernel.clock.runUntilIdle();
  expect(tester.story()).toContain("Stack UPDATE_ROLLBACK_IN_PROGRESS: User Initiated");
  expect(tester.story()).toContain("A UPDATE_FAILED: Resource update cancelled");
  expect(Object.values(fakeThings(tester.context))[0]?.properties["Value"]).toBe("one");
  expect(tester.stack().StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
});

describe("an update without rollback", () => {
  test("stays as it failed, and the next update goes on from there", () => {
    const tester = createStackTester();
    tester.create({ Resources: { A: parameter("one") } });
    tester.update(
      { Resources: { A: parameter("fail-update"), B: parameter("b", { DependsOn: "A" }) } },
      { DisableRollback: true },
    );
    expect(tester.stack().StackStatus).toBe("UPDATE_FAILED");
    tester.update({ Resources: { A: parameter("three"), B: parameter("b", { DependsOn: "A" }) } });
    expect(tester.stack().StackStatus).toBe("UPDATE_COMPLETE");
    expect(Object.values(fakeThings(tester.context)).map((thing) => thing.properties["Value"])).toEqual([
      "three",
      "b",
    ]);
  });
});

test("changed stack tags reach every taggable resource", () => {
  const tester = createStackTester();
  const template = { Resources: { A: parameter("a") } };
  tester.create(template, { Tags: [{ Key: "team", Value: "ml" }] });
  tester.update(template, { Tags: [{ Key: "team", Value: "hpc" }] });
  expect(Object.values(fakeThings(tester.context))[0]?.tags["team"]).toBe("hpc");
});

test("changed stack tags replace no key pair", () => {
  const tester = createStackTester();
  const template = { Resources: { Key: { Type: "AWS::EC2::KeyPair", Properties: { KeyName: "k" } } } };
  tester.create(template, { Tags: [{ Key: "team", Value: "ml" }] });
  const story = storyAfter(tester, () => tester.update(template, { Tags: [{ Key: "team", Value: "hpc" }] }));
  expect(story.filter((line) => line.startsWith("Key"))).toEqual([]);
});

test("new defaults apply to parameters that are not passed", () => {
  const tester = createStackTester();
  tester.create(versionedBy("1"));
  tester.update(versionedBy("2"));
  expect(tester.stack().Parameters).toEqual([{ ParameterKey: "Version", ParameterValue: "2" }]);
});

test("the order of managed policies is no change", () => {
  const tester = createStackTester();
  tester.create(roleOf(["a", "b"], "1"), { Capabilities: ["CAPABILITY_IAM"] });
  const story = storyAfter(tester, () =>
    tester.update(roleOf(["b", "a"], "2"), { Capabilities: ["CAPABILITY_IAM"] }),
  );
  expect(story.some((line) => line.startsWith("R "))).toBe(false);
});

test("a change of metadata alone touches the resource's record only", () => {
  const tester = createStackTester();
  tester.create(noted("one"));
  tester.update(noted("two"));
  expect(tester.stack().StackStatus).toBe("UPDATE_COMPLETE");
  const { StackResourceDetail: detail } = tester.context.call("cloudformation", "DescribeStackResource", {
    StackName: "test-stack",
    LogicalResourceId: "A",
  });
  expect(detail?.Metadata).toBe('{"Note":"two"}');
});

test("a stack policy keeps a resource from being updated", () => {
  const tester = createStackTester();
  const policy = {
    Statement: [
      { Effect: "Allow", Action: "Update:*", Principal: "*", Resource: "*" },
      { Effect: "Deny", Action: "Update:*", Principal: "*", Resource: "LogicalResourceId/A" },
    ],
  };
  tester.create({ Resources: { A: parameter("one") } }, { StackPolicyBody: JSON.stringify(policy) });
  tester.update({ Resources: { A: parameter("two") } });
  expect(tester.story().find((line) => line.includes("UPDATE_FAILED"))).toMatch(
    /^A UPDATE_FAILED: Action denied by stack policy: Statement \[#2\]/,
  );
  expect(tester.stack().StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
});

function policyOf(effect: string): string {
  return JSON.stringify({
    Statement: [{ Effect: effect, Action: "Update:*", Principal: "*", Resource: "*" }],
  });
}

// localstack: tests/aws/services/cloudformation/api/test_stack_policies.snapshot.json
test("a policy during an update stands in for the stack's own until the update has ended", () => {
  const tester = createStackTester();
  tester.create({ Resources: { A: parameter("one") } }, { StackPolicyBody: policyOf("Deny") });
  const present = () =>
    tester.context.call("cloudformation", "GetStackPolicy", { StackName: STACK_NAME }).StackPolicyBody;
  tester.context.call("cloudformation", "UpdateStack", {
    StackName: STACK_NAME,
    TemplateBody: JSON.stringify({ Resources: { A: parameter("two") } }),
    StackPolicyDuringUpdateBody: policyOf("Allow"),
  });
  expect(present()).toBe(policyOf("Allow"));
  tester.kernel.clock.runUntilIdle();
  expect([tester.stack().StackStatus, present()]).toEqual(["UPDATE_COMPLETE", policyOf("Deny")]);
});

test("a policy that an update brings holds from its end", () => {
  const tester = createStackTester();
  tester.create({ Resources: { A: parameter("one") } });
  const own = () =>
    tester.context.call("cloudformation", "GetStackPolicy", { StackName: STACK_NAME }).StackPolicyBody;
  tester.context.call("cloudformation", "UpdateStack", {
    StackName: STACK_NAME,
    TemplateBody: JSON.stringify({ Resources: { A: parameter("two") } }),
    StackPolicyBody: policyOf("Deny"),
  });
  expect(own()).toBeUndefined();
  tester.kernel.clock.runUntilIdle();
  expect([tester.stack().StackStatus, own()]).toEqual(["UPDATE_COMPLETE", policyOf("Deny")]);
});

describe("an update that AWS refuses is refused", () => {
  test("when nothing differs", () => {
    const tester = createStackTester();
    tester.create({ Resources: { A: parameter("one") } });
    expect(() => tester.update({ Resources: { A: parameter("one") } })).toThrow(
      "No updates are to be performed.",
    );
  });

  test("when the type of a resource is changed", () => {
    const tester = createStackTester();
    tester.create({ Resources: { A: parameter("one") } });
    tester.update({ Resources: { A: topic("t") } });
    expect(tester.story()).toContain(
      "Stack UPDATE_ROLLBACK_IN_PROGRESS: Update of resource type is not permitted. The new template modifies resource type of the following resources: [A]",
    );
    expect(tester.stack().StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
  });

  test("when the stack was rolled back at its creation", () => {
    const tester = createStackTester();
    tester.create({ Resources: { A: parameter("fail-create") } });
    expect(() => tester.update({ Resources: { A: parameter("two") } })).toThrow(
      /^Stack:arn:aws:cloudformation:us-west-2:123456789012:stack\/test-stack\/[0-9a-f-]+ is in ROLLBACK_COMPLETE state and can not be updated\.$/,
    );
  });
});
