import { expect, test } from "vitest";
import { createStackTester, parameter } from "../testing/createStackTester.ts";

function exporting(value: string, name = "shared-vpc") {
  return {
    Resources: { A: parameter(value) },
    Outputs: { Vpc: { Value: { "Fn::GetAtt": ["A", "Value"] }, Export: { Name: { "Fn::Sub": name } } } },
  };
}

const IMPORTING = { Resources: { B: parameter({ "Fn::ImportValue": "shared-vpc" }) } };

test("an export is imported, listed, and cannot go or change while it is in use", () => {
  const tester = createStackTester();
  tester.create(exporting("vpc-1"));
  tester.create(IMPORTING, { StackName: "importer" });
  expect(tester.context.call("cloudformation", "ListExports", {}).Exports).toEqual([
    { ExportingStackId: tester.stack().StackId, Name: "shared-vpc", Value: "vpc-1" },
  ]);
  expect(tester.context.call("cloudformation", "ListImports", { ExportName: "shared-vpc" }).Imports).toEqual([
    "importer",
  ]);

  tester.remove();
  expect(tester.stack().StackStatus).toBe("CREATE_COMPLETE");
  expect(tester.story().at(-1)).toBe(
    "Stack CREATE_COMPLETE: Delete canceled. Cannot delete export shared-vpc as it is in use by importer.",
  );

  tester.update(exporting("vpc-2"));
  expect(tester.story()).toContain(
    "Stack UPDATE_ROLLBACK_IN_PROGRESS: Export shared-vpc cannot be updated as it is in use by importer",
  );
  expect(tester.stack().Outputs?.[0]?.OutputValue).toBe("vpc-1");
  tester.update({ Resources: { A: parameter("vpc-1") } });
  expect(tester.story()).toContain(
    "Stack UPDATE_ROLLBACK_IN_PROGRESS: Export shared-vpc cannot be deleted as it is in use by importer",
  );

  tester.remove({ StackName: "importer" });
  tester.remove();
  expect(() => tester.stack()).toThrow("does not exist");
});

test("a missing export rolls the stack back before any resource", () => {
  const tester = createStackTester();
  tester.create(IMPORTING);
  expect(tester.story()).toEqual([
    "Stack CREATE_IN_PROGRESS: User Initiated",
    "Stack ROLLBACK_IN_PROGRESS: No export named shared-vpc found. Rollback requested by user.",
    "Stack ROLLBACK_COMPLETE",
  ]);
});

test("two stacks cannot export the same name, but two regions can", () => {
  const tester = createStackTester();
  tester.create(exporting("vpc-1", "shared-${AWS::Region}"));
  tester.create(exporting("vpc-2", "shared-us-west-2"), { StackName: "second" });
  expect(tester.story("second")).toContain(
    "Stack ROLLBACK_IN_PROGRESS: Export with name shared-us-west-2 is already exported by stack test-stack. Rollback requested by user.",
  );
  tester.kernel.context("eu-west-1").call("cloudformation", "CreateStack", {
    StackName: "third",
    TemplateBody: JSON.stringify(exporting("vpc-3", "shared-us-west-2")),
  });
  tester.kernel.clock.runUntilIdle();
  const there = tester.kernel.context("eu-west-1").call("cloudformation", "ListExports", {});
  expect(there.Exports).toHaveLength(1);
});

test("an unused export has no importers to list", () => {
  const tester = createStackTester();
  tester.create(exporting("vpc-1"));
  expect(() => tester.context.call("cloudformation", "ListImports", { ExportName: "shared-vpc" })).toThrow(
    "Export 'shared-vpc' is not imported by any stack.",
  );
});
