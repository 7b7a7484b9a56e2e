import { expect, test } from "vitest";
import { createStackTester, parameter } from "../testing/createStackTester.ts";
import { fakeObjects } from "../testing/fakeObjects.ts";
import { fakeThings } from "../testing/fakeResources.ts";

const CHILD_URL = "https://s3.us-west-2.amazonaws.com/bucket/child.json";

function parent(more: Record<string, unknown> = {}, value = "v"): { Resources: Record<string, unknown> } {
  return {
    Resources: {
      Child: {
        Type: "AWS::CloudFormation::Stack",
        Properties: { TemplateURL: CHILD_URL, Parameters: { Value: value, List: "a,b" } },
      },
      After: parameter({ "Fn::GetAtt": ["Child", "Outputs.Out"] }),
      ...more,
    },
  };
}

function child(type = "AWS::SSM::Parameter", value: unknown = { Ref: "Value" }): string {
  return JSON.stringify({
    Parameters: { Value: { Type: "String" }, List: { Type: "CommaDelimitedList" } },
    Resources: { P: { Type: type, Properties: { Type: "String", Value: value } } },
    Outputs: { Out: { Value: { "Fn::Join": ["+", { Ref: "List" }] } } },
  });
}

function childWithTopic(name: string): string {
  return JSON.stringify({
    Parameters: { Value: { Type: "String" }, List: { Type: "CommaDelimitedList" } },
    Resources: { T: { Type: "AWS::SNS::Topic", Properties: { TopicName: name } } },
    Outputs: { Out: { Value: "out" } },
  });
}

function testerWith(texts: Map<string, string>) {
  const tester = createStackTester([fakeObjects(texts)]);
  const childName = (): string => {
    const stacks = tester.context.call("cloudformation", "DescribeStacks", {}).Stacks ?? [];
    return stacks.find((stack) => stack.ParentId !== undefined)?.StackName ?? "";
  };
  return { ...tester, childName };
}

test("a nested stack is created with its parent's tags, and its outputs are attributes", () => {
  const tester = testerWith(new Map([["bucket/child.json", child()]]));
  tester.create(parent(), { Tags: [{ Key: "team", Value: "ml" }] });
  expect(tester.stack().StackStatus).toBe("CREATE_COMPLETE");
  const nested = tester.stack(tester.childName());
  expect(nested).toMatchObject({
    StackName: expect.stringMatching(/^test-stack-Child-[A-Z0-9]{12}$/),
    StackStatus: "CREATE_COMPLETE",
    ParentId: tester.stack().StackId,
    RootId: tester.stack().StackId,
    Tags: [{ Key: "team", Value: "ml" }],
    Parameters: [
      { ParameterKey: "Value", ParameterValue: "v" },
      { ParameterKey: "List", ParameterValue: "a,b" },
    ],
  });
  expect(Object.values(fakeThings(tester.context)).map((thing) => thing.properties["Value"])).toEqual([
    "v",
    "a+b",
  ]);
  expect(tester.story().slice(1, 4)).toEqual([
    "Child CREATE_IN_PROGRESS",
    "Child CREATE_IN_PROGRESS: Resource creation Initiated",
    "Child CREATE_COMPLETE",
  ]);
});

test("a nested stack that fails fails its parent's resource, and is deleted by the rollback", () => {
  const tester = testerWith(new Map([["bucket/child.json", child("AWS::SSM::Parameter", "fail-create")]]));
  tester.create(parent());
  expect(tester.stack().StackStatus).toBe("ROLLBACK_COMPLETE");
  expect(tester.story().find((line) => line.startsWith("Child CREATE_FAILED"))).toMatch(
    /^Child CREATE_FAILED: Embedded stack arn:.* was not successfully created: The following resource\(s\) failed to create: \[P\]\. $/,
  );
  expect(tester.childName()).toBe("");
  expect(fakeThings(tester.context)).toEqual({});
});

test("a new template at the same address is an update of the nested stack", () => {
  const texts = new Map([["bucket/child.json", child()]]);
  const tester = testerWith(texts);
  tester.create(parent());
  texts.set("bucket/child.json", child("AWS::SSM::Parameter", "other"));
  tester.update(parent({ Extra: parameter("x") }));
  expect(tester.stack(tester.childName()).StackStatus).toBe("UPDATE_COMPLETE");
  expect(Object.values(fakeThings(tester.context)).map((thing) => thing.properties["Value"])).toContain(
    "other",
  );
});

test("a nested stack's cleanup waits until its parent can no longer roll back", () => {
  const texts = new Map([["bucket/child.json", childWithTopic("topic-1")]]);
  const tester = testerWith(texts);
  tester.create(parent());
  texts.set("bucket/child.json", childWithTopic("topic-2"));
  tester.update(parent({ After: parameter("fail-update", { DependsOn: "Child" }) }));
  expect(tester.stack().StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
  const story = tester.story(tester.childName());
  expect(story.slice(story.indexOf("Stack CREATE_COMPLETE") + 1)).toEqual([
    "Stack UPDATE_IN_PROGRESS: User Initiated",
    "T UPDATE_IN_PROGRESS: Requested update requires the creation of a new physical resource; hence creating one.",
    "T UPDATE_IN_PROGRESS: Resource creation Initiated",
    "T UPDATE_COMPLETE",
    "Stack UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
    "Stack UPDATE_ROLLBACK_IN_PROGRESS",
    "T UPDATE_COMPLETE",
    "Stack UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
    "T DELETE_IN_PROGRESS",
    "T DELETE_COMPLETE",
    "Stack UPDATE_ROLLBACK_COMPLETE",
  ]);
  expect(Object.keys(fakeThings(tester.context))).toContain("topic-1");
  expect(Object.keys(fakeThings(tester.context))).not.toContain("topic-2");
});

test("a nested stack whose update fails fails its parent's update", () => {
  const texts = new Map([["bucket/child.json", child()]]);
  const tester = testerWith(texts);
  tester.create(parent());
  texts.set("bucket/child.json", child("AWS::SSM::Parameter", "fail-update"));
  tester.update(parent({ Extra: parameter("x", { DependsOn: "Child" }) }));
  expect(tester.stack().StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
  expect(tester.stack(tester.childName()).StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
  expect(tester.story().find((line) => line.startsWith("Child UPDATE_FAILED"))).toMatch(
    /was not successfully updated\. Currently in UPDATE_ROLLBACK_IN_PROGRESS with reason: The following resource\(s\) failed to update: \[P\]\. $/,
  );
  tester.update(parent({ Extra: parameter("x") }, "w"), {});
  expect(tester.stack().StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
  texts.set("bucket/child.json", child());
  tester.update(parent({ Extra: parameter("x") }, "w"));
  expect(tester.stack().StackStatus).toBe("UPDATE_COMPLETE");
});

test("deleting the parent deletes the nested stack", () => {
  const tester = testerWith(new Map([["bucket/child.json", child()]]));
  tester.create(parent());
  tester.remove();
  expect(tester.context.call("cloudformation", "DescribeStacks", {}).Stacks).toEqual([]);
  expect(fakeThings(tester.context)).toEqual({});
});

test("a nested template that is gone fails the update, and the stack is rolled back", () => {
  const texts = new Map([["bucket/child.json", child()]]);
  const tester = testerWith(texts);
  tester.create(parent());
  texts.clear();
  tester.update(parent({ Extra: parameter("x") }));
  expect(tester.story().find((line) => line.startsWith("Child UPDATE_FAILED"))).toMatch(
    /S3 error: The specified key does not exist/,
  );
  expect(tester.stack().StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
});
