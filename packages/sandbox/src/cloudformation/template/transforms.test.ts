import { expect, test } from "vitest";
import { AwsError } from "../../kernel/AwsError.ts";
import { createStackTester, parameter, STACK_NAME } from "../testing/createStackTester.ts";

const RESOURCES = { A: parameter("a") };

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof AwsError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "no error";
}

function creation(Transform: unknown, Capabilities: "CAPABILITY_AUTO_EXPAND"[]): string {
  const { context } = createStackTester();
  const TemplateBody = JSON.stringify({ Transform, Resources: RESOURCES });
  return refusal(() =>
    context.call("cloudformation", "CreateStack", { StackName: STACK_NAME, TemplateBody, Capabilities }),
  );
}

const SERVERLESS = "AWS::Serverless-2016-10-31";
const MACRO = "ValidationError: No transform named 123456789012::Mine found.";
const UNREVIEWED = "InsufficientCapabilitiesException: Requires capabilities : [CAPABILITY_AUTO_EXPAND]";

test.each([
  {
    what: "one of AWS's",
    transform: SERVERLESS,
    words: `ValidationError: The sandbox does not model the transform ${SERVERLESS}.`,
  },
  { what: "a macro", transform: "Mine", words: MACRO },
  { what: "a macro among others", transform: [SERVERLESS, { Name: "Mine", Parameters: {} }], words: MACRO },
])("a template with $what as its transform is refused: $words", ({ transform, words }) => {
  expect(creation(transform, ["CAPABILITY_AUTO_EXPAND"])).toBe(words);
});

test.each([SERVERLESS, "Mine", { Name: "AWS::Include" }])(
  "a stack with the transform %s has to be acknowledged before it is made without a change set",
  (transform) => {
    expect(creation(transform, [])).toBe(UNREVIEWED);
  },
);

test("a change set needs no acknowledgement", () => {
  const { context } = createStackTester();
  const TemplateBody = JSON.stringify({ Transform: "Mine", Resources: RESOURCES });
  const create = () =>
    context.call("cloudformation", "CreateChangeSet", {
      StackName: STACK_NAME,
      ChangeSetName: "first",
      ChangeSetType: "CREATE",
      TemplateBody,
    });
  expect(refusal(create)).toBe(MACRO);
});

test("a transform in a name or a description is none", () => {
  expect(creation(undefined, [])).toBe("no error");
  const tester = createStackTester();
  tester.create({ Description: "Transforms nothing", Resources: RESOURCES });
  expect(tester.stack().StackStatus).toBe("CREATE_COMPLETE");
});
