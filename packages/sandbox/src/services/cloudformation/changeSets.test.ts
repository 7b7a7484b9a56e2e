import { describe, expect, test } from "vitest";
import {
  createStackTester,
  parameter,
  type TestTemplate,
} from "../../cloudformation/testing/createStackTester.ts";

function topic(name: unknown, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { Type: "AWS::SNS::Topic", Properties: { TopicName: name }, ...more };
}

function twoParameters(value: string): TestTemplate {
  return {
    Resources: {
      Parameter1: parameter(value),
      Parameter2: parameter({ "Fn::GetAtt": ["Parameter1", "Value"] }),
    },
  };
}

describe("a change set for a new stack", () => {
  test("leaves the stack in review, shows what it adds, and creates it when executed", () => {
    const tester = createStackTester();
    const { Id: id } = tester.context.call("cloudformation", "CreateChangeSet", {
      StackName: "test-stack",
      ChangeSetName: "first",
      ChangeSetType: "CREATE",
      TemplateBody: JSON.stringify({ Resources: { P: parameter("p") } }),
    });
    expect(tester.stack()).toMatchObject({
      StackStatus: "REVIEW_IN_PROGRESS",
      StackStatusReason: "User Initiated",
    });
    tester.kernel.clock.runUntilIdle();
    const changeSet = tester.context.call("cloudformation", "DescribeChangeSet", { ChangeSetName: id });
    expect(changeSet).toMatchObject({
      ExecutionStatus: "AVAILABLE",
      Status: "CREATE_COMPLETE",
      Capabilities: [],
      Changes: [
        {
          Type: "Resource",
          ResourceChange: {
            Action: "Add",
            Details: [],
            LogicalResourceId: "P",
            ResourceType: "AWS::SSM::Parameter",
            Scope: [],
          },
        },
      ],
    });
    tester.context.call("cloudformation", "ExecuteChangeSet", { ChangeSetName: id });
    tester.kernel.clock.runUntilIdle();
    expect(tester.stack()).toMatchObject({ StackStatus: "CREATE_COMPLETE", ChangeSetId: id });
    expect(tester.story()[0]).toBe("Stack REVIEW_IN_PROGRESS: User Initiated");
    expect(
      tester.context.call("cloudformation", "DescribeChangeSet", { ChangeSetName: id }).ExecutionStatus,
    ).toBe("EXECUTE_COMPLETE");
  });

  test("is overtaken by CreateStack", () => {
    const tester = createStackTester();
    const template = { Resources: { P: parameter("p") } };
    const { Id: id } = tester.context.call("cloudformation", "CreateChangeSet", {
      StackName: "test-stack",
      ChangeSetName: "first",
      ChangeSetType: "CREATE",
      TemplateBody: JSON.stringify(template),
    });
    tester.kernel.clock.runUntilIdle();
    tester.create(template);
    expect(
      tester.context.call("cloudformation", "DescribeChangeSet", { ChangeSetName: id }).ExecutionStatus,
    ).toBe("OBSOLETE");
  });
});

test("a property of its own makes a static change", () => {
  const tester = createStackTester();
  tester.create({ Resources: { Foo: topic("topic-1") } });
  expect(tester.changes({ Resources: { Foo: topic("topic-2") } })).toEqual([
    {
      Type: "Resource",
      ResourceChange: {
        Action: "Modify",
        Details: [
          {
            ChangeSource: "DirectModification",
            Evaluation: "Static",
            Target: { Attribute: "Properties", Name: "TopicName", RequiresRecreation: "Always" },
          },
        ],
        LogicalResourceId: "Foo",
        PhysicalResourceId: "topic-1",
        PolicyAction: "ReplaceAndDelete",
        Replacement: "True",
        ResourceType: "AWS::SNS::Topic",
        Scope: ["Properties"],
      },
    },
  ]);
});

test("a parameter is the cause of the change, and so is the attribute of what it replaces", () => {
  const tester = createStackTester();
  const template = {
    Parameters: { TopicName: { Type: "String" } },
    Resources: {
      Foo: topic({ Ref: "TopicName" }),
      Parameter: parameter({ "Fn::GetAtt": ["Foo", "TopicName"] }),
    },
  };
  tester.create(template, { Parameters: [{ ParameterKey: "TopicName", ParameterValue: "topic-1" }] });
  const changes = tester.changes(template, [{ ParameterKey: "TopicName", ParameterValue: "topic-2" }]);
  const foo = { Attribute: "Properties", Name: "TopicName", RequiresRecreation: "Always" };
  const value = { Attribute: "Properties", Name: "Value", RequiresRecreation: "Never" };
  expect(changes.map((change) => change.ResourceChange?.Details)).toEqual([
    [
      { CausingEntity: "TopicName", ChangeSource: "ParameterReference", Evaluation: "Static", Target: foo },
      { ChangeSource: "DirectModification", Evaluation: "Dynamic", Target: foo },
    ],
    [
      {
        CausingEntity: "Foo.TopicName",
        ChangeSource: "ResourceAttribute",
        Evaluation: "Static",
        Target: value,
      },
    ],
  ]);
  expect(changes.map((change) => change.ResourceChange?.Replacement)).toEqual(["True", "False"]);
});

test("the attribute of a resource that is updated in place is a dynamic cause", () => {
  const tester = createStackTester();
  tester.create(twoParameters("one"));
  expect(tester.changes(twoParameters("two"))[1]?.ResourceChange?.Details).toEqual([
    {
      CausingEntity: "Parameter1.Value",
      ChangeSource: "ResourceAttribute",
      Evaluation: "Dynamic",
      Target: { Attribute: "Properties", Name: "Value", RequiresRecreation: "Never" },
    },
  ]);
});

test("additions and removals stand in order of their names, removals with their policy", () => {
  const tester = createStackTester();
  tester.create({ Resources: { B: topic("b"), C: topic("c", { DeletionPolicy: "Retain" }) } });
  const changes = tester.changes({ Resources: { A: topic("a") } });
  expect(
    changes.map(({ ResourceChange: change }) => [
      change?.Action,
      change?.LogicalResourceId,
      change?.PolicyAction,
    ]),
  ).toEqual([
    ["Add", "A", undefined],
    ["Remove", "B", "Delete"],
    ["Remove", "C", "Retain"],
  ]);
});

test("values before and after are shown on request", () => {
  const tester = createStackTester();
  tester.create({ Resources: { Foo: topic("topic-1") } });
  tester.changes({ Resources: { Foo: topic("topic-2") } });
  const { Changes: changes } = tester.context.call("cloudformation", "DescribeChangeSet", {
    StackName: "test-stack",
    ChangeSetName: "compare",
    IncludePropertyValues: true,
  });
  expect(changes?.[0]?.ResourceChange).toMatchObject({
    BeforeContext: '{"Properties":{"TopicName":"topic-1"}}',
    AfterContext: '{"Properties":{"TopicName":"topic-2"}}',
    Details: [
      {
        Target: {
          AfterValue: "topic-2",
          AttributeChangeType: "Modify",
          BeforeValue: "topic-1",
          Path: "/Properties/TopicName",
        },
      },
    ],
  });
});

test("a change set without changes fails and cannot be executed", () => {
  const tester = createStackTester();
  const template = { Resources: { Foo: topic("topic-1") } };
  tester.create(template);
  expect(tester.changes(template)).toEqual([]);
  const named = { StackName: "test-stack", ChangeSetName: "compare" };
  const changeSet = tester.context.call("cloudformation", "DescribeChangeSet", named);
  expect(changeSet).toMatchObject({
    Status: "FAILED",
    ExecutionStatus: "UNAVAILABLE",
    StatusReason:
      "The submitted information didn't contain changes. Submit different information to create a change set.",
  });
  expect(() => tester.context.call("cloudformation", "ExecuteChangeSet", named)).toThrow(
    `ChangeSet [${changeSet.ChangeSetId ?? ""}] cannot be executed in its current status of [FAILED]`,
  );
});

test("an executed change set updates the stack", () => {
  const tester = createStackTester();
  tester.create({ Resources: { Foo: parameter("one") } });
  tester.changes({ Resources: { Foo: parameter("two") } });
  tester.context.call("cloudformation", "ExecuteChangeSet", {
    StackName: "test-stack",
    ChangeSetName: "compare",
  });
  tester.kernel.clock.runUntilIdle();
  expect(tester.stack().StackStatus).toBe("UPDATE_COMPLETE");
});

describe("what AWS refuses is refused in its words", () => {
  test.each([
    {
      what: "describing a change set of a stack that is not there",
      act: (tester: ReturnType<typeof createStackTester>) =>
        tester.context.call("cloudformation", "DescribeChangeSet", {
          StackName: "somestack",
          ChangeSetName: "c",
        }),
      message: "Stack [somestack] does not exist",
    },
    {
      what: "deleting one by its name alone",
      act: (tester: ReturnType<typeof createStackTester>) =>
        tester.context.call("cloudformation", "DeleteChangeSet", { ChangeSetName: "c" }),
      message: "StackName must be specified if ChangeSetName is not specified as an ARN.",
    },
    {
      what: "creating a stack that is there",
      act: (tester: ReturnType<typeof createStackTester>) =>
        tester.context.call("cloudformation", "CreateChangeSet", {
          StackName: "test-stack",
          ChangeSetName: "again",
          ChangeSetType: "CREATE",
          TemplateBody: JSON.stringify({ Resources: { P: parameter("p") } }),
        }),
      message: "Stack [test-stack] already exists and cannot be created again with the changeSet [again].",
    },
  ])("$what", ({ act, message }) => {
    const tester = createStackTester();
    tester.create({ Resources: { P: parameter("p") } });
    expect(() => act(tester)).toThrow(message);
  });
});

// localstack: tests/aws/services/cloudformation/api/test_stacks.snapshot.json, test_no_echo_parameter
test("a parameter in metadata and tags is named before the template's own change", () => {
  const tester = createStackTester();
  const template = {
    Parameters: { Mark: { Type: "String", NoEcho: true } },
    Resources: {
      Q: {
        Type: "AWS::SQS::Queue",
        Metadata: { Mark: { Ref: "Mark" } },
        Properties: { Tags: [{ Key: "mark", Value: { Ref: "Mark" } }] },
      },
    },
  };
  tester.create(template, { Parameters: [{ ParameterKey: "Mark", ParameterValue: "one" }] });
  const { Id: id } = tester.context.call("cloudformation", "CreateChangeSet", {
    StackName: "test-stack",
    ChangeSetName: "second",
    TemplateBody: JSON.stringify(template),
    Parameters: [{ ParameterKey: "Mark", ParameterValue: "two" }],
  });
  tester.kernel.clock.runUntilIdle();
  const { Changes: changes = [] } = tester.context.call("cloudformation", "DescribeChangeSet", {
    ChangeSetName: id,
  });
  const change = changes[0]?.ResourceChange;
  expect(change?.Scope).toEqual(["Metadata", "Properties"]);
  expect(
    change?.Details?.map(({ ChangeSource, Evaluation, Target }) => [
      ChangeSource,
      Evaluation,
      Target?.Name ?? Target?.Attribute,
    ]),
  ).toEqual([
    ["ParameterReference", "Static", "Metadata"],
    ["ParameterReference", "Static", "Tags"],
    ["DirectModification", "Dynamic", "Metadata"],
    ["DirectModification", "Dynamic", "Tags"],
  ]);
});

// localstack: tests/aws/services/cloudformation/api/test_stacks.snapshot.json, test_no_echo_parameter and test_stack_lifecycle
test("a stack names its change set until an update without one, and not once it is deleted", () => {
  const tester = createStackTester();
  const execute = (value: string): string | undefined => {
    const { Id: id } = tester.context.call("cloudformation", "CreateChangeSet", {
      StackName: "test-stack",
      ChangeSetName: `set-${value}`,
      ChangeSetType: value === "a" ? "CREATE" : "UPDATE",
      TemplateBody: JSON.stringify({ Resources: { P: parameter(value) } }),
    });
    tester.kernel.clock.runUntilIdle();
    tester.context.call("cloudformation", "ExecuteChangeSet", { ChangeSetName: id });
    tester.kernel.clock.runUntilIdle();
    return id;
  };
  expect(execute("a")).toBe(tester.stack().ChangeSetId);
  tester.update({ Resources: { P: parameter("b") } });
  expect(tester.stack()).not.toHaveProperty("ChangeSetId");
  expect(execute("c")).toBe(tester.stack().ChangeSetId);
  const id = tester.stack().StackId;
  tester.remove();
  expect(tester.stack(id)).not.toHaveProperty("ChangeSetId");
});

test("a change set of an unknown type is refused", () => {
  const { context } = createStackTester();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a client can send all the same
  const type = "INVALID" as "CREATE";
  expect(() =>
    context.call("cloudformation", "CreateChangeSet", {
      StackName: "test-stack",
      ChangeSetName: "one",
      ChangeSetType: type,
      TemplateBody: JSON.stringify({ Resources: { P: parameter("p") } }),
    }),
  ).toThrow(/Value 'INVALID' at 'changeSetType' failed to satisfy constraint/);
});

function changesWithValues(tester: ReturnType<typeof createStackTester>, template: TestTemplate) {
  const { Id: id } = tester.context.call("cloudformation", "CreateChangeSet", {
    StackName: "test-stack",
    ChangeSetName: "values",
    TemplateBody: JSON.stringify(template),
  });
  tester.kernel.clock.runUntilIdle();
  const input = { ChangeSetName: id, IncludePropertyValues: true };
  return tester.context.call("cloudformation", "DescribeChangeSet", input).Changes ?? [];
}

function namedAfterTopic(name: string): TestTemplate {
  return { Resources: { Foo: topic(name), Parameter: parameter({ "Fn::GetAtt": ["Foo", "TopicName"] }) } };
}

function referringToTopic(name: string): TestTemplate {
  return { Resources: { Foo: topic(name), Parameter: parameter({ Ref: "Foo" }) } };
}

describe("with values", () => {
  // localstack: tests/aws/services/cloudformation/test_change_set_fn_get_attr.snapshot.json
  test("a change by an attribute that stays is left out", () => {
    const tester = createStackTester();
    tester.create(twoParameters("one"));
    const changes = changesWithValues(tester, twoParameters("two"));
    expect(changes.map((change) => change.ResourceChange?.LogicalResourceId)).toEqual(["Parameter1"]);
  });

  // localstack: tests/aws/services/cloudformation/test_change_sets.snapshot.json
  test("a change by the attribute of what is replaced has a row for its value", () => {
    const tester = createStackTester();
    tester.create(namedAfterTopic("topic-1"));
    const details = changesWithValues(tester, namedAfterTopic("topic-2"))[1]?.ResourceChange?.Details;
    expect(details?.map(({ ChangeSource, Evaluation }) => [ChangeSource, Evaluation])).toEqual([
      ["DirectModification", "Dynamic"],
      ["ResourceAttribute", "Static"],
    ]);
    expect(details?.[0]?.Target?.AfterValue).toBe("{{changeSet:KNOWN_AFTER_APPLY}}");
  });

  // localstack: tests/aws/services/cloudformation/test_change_set_ref.snapshot.json
  test("a change by the reference to what is replaced has a row for its value", () => {
    const tester = createStackTester();
    tester.create(referringToTopic("topic-1"));
    const details = changesWithValues(tester, referringToTopic("topic-2"))[1]?.ResourceChange?.Details;
    expect(details?.map(({ ChangeSource, Evaluation }) => [ChangeSource, Evaluation])).toEqual([
      ["DirectModification", "Dynamic"],
      ["ResourceReference", "Static"],
    ]);
  });
});

// localstack: tests/aws/services/cloudformation/test_change_set_exports_imports.py
test("a change set imports an export that is made before it is executed", () => {
  const tester = createStackTester();
  const { Id: id } = tester.context.call("cloudformation", "CreateChangeSet", {
    StackName: "importer",
    ChangeSetName: "early",
    ChangeSetType: "CREATE",
    TemplateBody: JSON.stringify({ Resources: { B: parameter({ "Fn::ImportValue": "late" }) } }),
  });
  tester.kernel.clock.runUntilIdle();
  const described = tester.context.call("cloudformation", "DescribeChangeSet", {
    ChangeSetName: id,
    IncludePropertyValues: true,
  });
  expect([described.Status, described.Changes?.[0]?.ResourceChange?.AfterContext]).toEqual([
    "CREATE_COMPLETE",
    JSON.stringify({ Properties: { Type: "String", Value: "{{changeSet:KNOWN_AFTER_APPLY}}" } }),
  ]);
  tester.create({
    Resources: { A: parameter("a") },
    Outputs: { Late: { Value: "value", Export: { Name: "late" } } },
  });
  tester.context.call("cloudformation", "ExecuteChangeSet", { ChangeSetName: id });
  tester.kernel.clock.runUntilIdle();
  expect(tester.stack("importer").StackStatus).toBe("CREATE_COMPLETE");
});
