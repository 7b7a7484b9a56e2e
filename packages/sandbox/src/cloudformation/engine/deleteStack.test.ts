import { describe, expect, test } from "vitest";
import { createStackTester, parameter } from "../testing/createStackTester.ts";
import { fakeThings } from "../testing/fakeResources.ts";

test("resources are deleted after those that need them", () => {
  const tester = createStackTester();
  tester.create({
    Resources: { A: parameter("root"), B: parameter({ Ref: "A" }), C: parameter({ Ref: "B" }) },
  });
  const id = tester.stack().StackId;
  tester.remove();
  expect(tester.story(id).slice(-8)).toEqual([
    "Stack DELETE_IN_PROGRESS: User Initiated",
    "C DELETE_IN_PROGRESS",
    "C DELETE_COMPLETE",
    "B DELETE_IN_PROGRESS",
    "B DELETE_COMPLETE",
    "A DELETE_IN_PROGRESS",
    "A DELETE_COMPLETE",
    "Stack DELETE_COMPLETE",
  ]);
  expect(fakeThings(tester.context)).toEqual({});
  expect(tester.stack(id).StackStatus).toBe("DELETE_COMPLETE");
  expect(() => tester.stack("test-stack")).toThrow("Stack with id test-stack does not exist");
});

describe("deletion policies", () => {
  test.each([
    { policy: "Retain", left: ["kept"], word: "DELETE_SKIPPED" },
    { policy: "RetainExceptOnCreate", left: ["kept"], word: "DELETE_SKIPPED" },
    { policy: "Delete", left: [], word: "DELETE_COMPLETE" },
  ])("$policy ends as $word", ({ policy, left, word }) => {
    const tester = createStackTester();
    const kept = { Type: "AWS::SNS::Topic", DeletionPolicy: policy, Properties: { TopicName: "kept" } };
    tester.create({ Resources: { T: kept } });
    const id = tester.stack().StackId;
    tester.remove();
    expect(Object.keys(fakeThings(tester.context))).toEqual(left);
    expect(tester.story(id)).toContain(`T ${word}`);
    expect(tester.stack(id).StackStatus).toBe("DELETE_COMPLETE");
  });

  test("Snapshot takes a snapshot first", () => {
    const tester = createStackTester();
    tester.create({
      Resources: {
        V: {
          Type: "AWS::EC2::Volume",
          DeletionPolicy: "Snapshot",
          Properties: { AvailabilityZone: "us-west-2a" },
        },
      },
    });
    tester.remove();
    expect(Object.keys(fakeThings(tester.context))).toEqual([expect.stringMatching(/^snapshot-of-/)]);
  });

  test("Snapshot of a type that has none is refused", () => {
    const tester = createStackTester();
    expect(() => tester.create({ Resources: { A: parameter("a", { DeletionPolicy: "Snapshot" }) } })).toThrow(
      "Template error: resource type AWS::SSM::Parameter does not support deletion policy Snapshot",
    );
  });

  test("RetainExceptOnCreate does not outlive a failed creation, Retain does", () => {
    const tester = createStackTester();
    tester.create({
      Resources: {
        A: parameter("a", { DeletionPolicy: "RetainExceptOnCreate" }),
        B: parameter("b", { DeletionPolicy: "Retain" }),
        Bad: parameter("fail-create", { DependsOn: ["A", "B"] }),
      },
    });
    expect(Object.values(fakeThings(tester.context)).map((thing) => thing.properties["Value"])).toEqual([
      "b",
    ]);
    expect(tester.stack().StackStatus).toBe("ROLLBACK_COMPLETE");
  });
});

test("a deletion that fails can be repeated without the resource that fails", () => {
  const tester = createStackTester();
  tester.create({
    Resources: {
      Root: parameter("root"),
      Broken: parameter("fail-delete", { DependsOn: "Root" }),
      Other: parameter("o"),
    },
  });
  const id = tester.stack().StackId;
  expect(() => tester.remove({ RetainResources: ["Broken"] })).toThrow(
    /only when the stack is in the DELETE_FAILED state/,
  );
  tester.remove();
  expect(tester.stack().StackStatus).toBe("DELETE_FAILED");
  expect(tester.stack().StackStatusReason).toBe("The following resource(s) failed to delete: [Broken]. ");
  tester.remove({ RetainResources: ["Broken"] });
  expect(tester.story(id).slice(-5)).toEqual([
    "Stack DELETE_IN_PROGRESS: User Initiated",
    "Broken DELETE_SKIPPED",
    "Root DELETE_IN_PROGRESS",
    "Root DELETE_COMPLETE",
    "Stack DELETE_COMPLETE",
  ]);
});

test("a deletion by force ends well whatever fails", () => {
  const tester = createStackTester();
  tester.create({ Resources: { Broken: parameter("fail-delete"), Other: parameter("o") } });
  const id = tester.stack().StackId;
  expect(() => tester.remove({ DeletionMode: "FORCE_DELETE_STACK" })).toThrow(
    /only when the stack is in the DELETE_FAILED/,
  );
  tester.remove();
  tester.remove({ DeletionMode: "FORCE_DELETE_STACK" });
  expect(tester.stack(id).StackStatus).toBe("DELETE_COMPLETE");
  expect(tester.story(id).filter((line) => line.startsWith("Broken DELETE_FAILED"))).toHaveLength(2);
});

test("with RetainExceptOnCreate no Retain outlives a failed creation", () => {
  const tester = createStackTester();
  tester.create(
    {
      Resources: {
        A: parameter("a", { DeletionPolicy: "Retain" }),
        Bad: parameter("fail-create", { DependsOn: "A" }),
      },
    },
    { RetainExceptOnCreate: true },
  );
  expect(fakeThings(tester.context)).toEqual({});
});

test("a protected stack is not deleted", () => {
  const tester = createStackTester();
  tester.create({ Resources: { A: parameter("a") } }, { EnableTerminationProtection: true });
  expect(() => tester.remove()).toThrow(
    "Stack [test-stack] cannot be deleted while TerminationProtection is enabled",
  );
  tester.context.call("cloudformation", "UpdateTerminationProtection", {
    StackName: "test-stack",
    EnableTerminationProtection: false,
  });
  tester.remove();
  expect(fakeThings(tester.context)).toEqual({});
});

test("a stack can be deleted while it is being created", () => {
  const tester = createStackTester();
  const { StackId: id } = tester.context.call("cloudformation", "CreateStack", {
    StackName: "test-stack",
    TemplateBody: JSON.stringify({ Resources: { A: parameter("a"), B: parameter({ Ref: "A" }) } }),
  });
  tester.kernel.clock.advance(3500);
  tester.remove();
  expect(tester.stack(id).StackStatus).toBe("DELETE_COMPLETE");
  expect(fakeThings(tester.context)).toEqual({});
});

test("deleting a stack that is not there is no error", () => {
  expect(() => createStackTester().remove({ StackName: "nothing" })).not.toThrow();
});

test("a rollback that fails, and the deletions after it, have AWS's events", () => {
  const tester = createStackTester();
  tester.create({ Resources: { BrokenPolicy: parameter("fail-progress fail-delete") } });
  const id = tester.stack().StackId;
  expect(tester.stack()).toMatchObject({
    StackStatus: "ROLLBACK_FAILED",
    StackStatusReason: "The following resource(s) failed to delete: [BrokenPolicy]. ",
  });
  expect(tester.stack()).toHaveProperty("DeletionTime");
  tester.remove();
  tester.remove({ RetainResources: ["BrokenPolicy"] });
  expect(tester.story(id).map((line) => line.split(":")[0])).toEqual([
    "Stack CREATE_IN_PROGRESS",
    "BrokenPolicy CREATE_IN_PROGRESS",
    "BrokenPolicy CREATE_IN_PROGRESS",
    "BrokenPolicy CREATE_FAILED",
    "Stack ROLLBACK_IN_PROGRESS",
    "BrokenPolicy DELETE_IN_PROGRESS",
    "BrokenPolicy DELETE_FAILED",
    "Stack ROLLBACK_FAILED",
    "Stack DELETE_IN_PROGRESS",
    "BrokenPolicy DELETE_IN_PROGRESS",
    "BrokenPolicy DELETE_FAILED",
    "Stack DELETE_FAILED",
    "Stack DELETE_IN_PROGRESS",
    "BrokenPolicy DELETE_SKIPPED",
    "Stack DELETE_COMPLETE",
  ]);
});

describe("a removal that another resource holds up", () => {
  const held = { Type: "AWS::SNS::Topic", Properties: { TopicName: "held" } };

  test("is tried again until the other one is gone", () => {
    const tester = createStackTester();
    const holder = { Type: "AWS::SNS::Topic", Properties: { TopicName: "holder" } };
    tester.create({ Resources: { Held: held, Holder: holder } });
    const id = tester.stack().StackId;
    tester.remove();
    expect(tester.story(id).slice(-6)).toEqual([
      "Stack DELETE_IN_PROGRESS: User Initiated",
      "Held DELETE_IN_PROGRESS",
      "Holder DELETE_IN_PROGRESS",
      "Holder DELETE_COMPLETE",
      "Held DELETE_COMPLETE",
      "Stack DELETE_COMPLETE",
    ]);
  });

  test("fails when the other one stays", () => {
    const tester = createStackTester();
    const holder = { Type: "AWS::SNS::Topic", DeletionPolicy: "Retain", Properties: { TopicName: "holder" } };
    tester.create({ Resources: { Held: held, Holder: holder } });
    const startedMs = tester.kernel.clock.nowMs();
    tester.remove();
    expect(tester.stack()).toMatchObject({ StackStatus: "DELETE_FAILED" });
    expect(tester.kernel.clock.nowMs() - startedMs).toBeGreaterThan(600_000);
    expect(tester.story().at(-2)).toContain("Held DELETE_FAILED: Resource handler returned message:");
  });
});
