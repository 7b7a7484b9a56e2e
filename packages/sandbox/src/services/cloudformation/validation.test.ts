import { describe, expect, test } from "vitest";
import {
  createStackTester,
  parameter,
  type TestTemplate,
} from "../../cloudformation/testing/createStackTester.ts";
import { AwsError } from "../../kernel/AwsError.ts";
import { defineService, type ServiceModule } from "../../kernel/ServiceModule.ts";

interface Refused {
  readonly what: string;
  readonly template: unknown;
  readonly message: string;
}

function declaring(declaration: Record<string, unknown>): TestTemplate {
  return {
    Parameters: { P: { Type: "String", ...declaration } },
    Resources: { A: parameter({ "Fn::Join": ["", [{ Ref: "P" }]] }) },
  };
}

/** A parameter store that holds the given values by `name` or `name:version`. */
function fakeStore(values: ReadonlyMap<string, string>): ServiceModule {
  return defineService("ssm", {
    operations: {
      GetParameters: {
        members: ["Names"],
        run(input) {
          const names = input.Names ?? [];
          const found = names.filter((name) => values.has(name));
          return {
            Parameters: found.map((name) => {
              const [plain, version] = name.split(":");
              const selector = version === undefined ? undefined : `:${version}`;
              return { Name: plain, Selector: selector, Value: values.get(name) };
            }),
            InvalidParameters: names.filter((name) => !values.has(name)),
          };
        },
      },
    },
  });
}

const ONE = { A: parameter("a") };

describe("a template that AWS refuses is refused in AWS's words", () => {
  test.each<Refused>([
    {
      what: "no resources",
      template: {},
      message: "Template format error: At least one Resources member must be defined.",
    },
    {
      what: "a resource that is no object",
      template: { Resources: { A: "x" } },
      message: "Template format error: Any Resources member must be an object.",
    },
    {
      what: "a resource without a type",
      template: { Resources: { A: { Properties: {} } } },
      message: "Template format error: [/Resources/A] Every Resources object must contain a Type member.",
    },
    {
      what: "an unknown attribute of a resource",
      template: { Resources: { A: { Type: "AWS::SNS::Topic", Invalid: 10 } } },
      message: "Invalid template resource property 'Invalid'",
    },
    {
      what: "a null in an output",
      template: { Resources: ONE, Outputs: { MyOutput: { Value: null, AnotherValue: null } } },
      message: "[/Outputs/MyOutput/Value] 'null' values are not allowed in templates",
    },
    {
      what: "an output without a value",
      template: { Resources: ONE, Outputs: { MyOutput: {} } },
      message: "Template format error: Every Outputs member must contain a Value object",
    },
    {
      what: "a section that does not exist",
      template: { Resources: ONE, Resource: {} },
      message: "Invalid template property or properties [Resource]",
    },
    {
      // localstack: tests/aws/services/cloudformation/api/test_stacks.snapshot.json, test_linting_error_during_creation
      what: "resources that are a text",
      template: { Resources: "", Outputs: "" },
      message: "Template format error: Any Resources member must be an object.",
    },
    {
      what: "a section of a transform that is not modelled",
      template: { Transform: "AWS::Serverless-2016-10-31", Globals: {}, Resources: ONE },
      message: "The sandbox does not model the transform AWS::Serverless-2016-10-31.",
    },
    {
      what: "types that do not exist",
      template: { Resources: { A: { Type: "AWS::EC2::Vpc" }, B: { Type: "My::Type" } } },
      message: "Template format error: Unrecognized resource types: [AWS::EC2::Vpc, My::Type]",
    },
    {
      what: "a reference to nothing",
      template: { Resources: { A: parameter({ Ref: "Nothing" }) } },
      message:
        "Template format error: Unresolved resource dependencies [Nothing] in the Resources block of the template",
    },
    {
      what: "a reference to nothing inside Sub",
      template: { Resources: { A: parameter({ "Fn::Sub": "${Nothing}" }) } },
      message:
        "Template format error: Unresolved resource dependencies [Nothing] in the Resources block of the template",
    },
    {
      what: "a reference to nothing in an output",
      template: { Resources: ONE, Outputs: { O: { Value: { Ref: "Nothing" } } } },
      message:
        "Template format error: Unresolved resource dependencies [Nothing] in the Outputs block of the template",
    },
    {
      what: "DependsOn of nothing",
      template: { Resources: { A: parameter("a", { DependsOn: "NonExistingResource" }) } },
      message:
        "Template format error: Unresolved resource dependencies [NonExistingResource] in the Resources block of the template",
    },
    {
      what: "GetAtt of nothing",
      template: { Resources: { A: parameter({ "Fn::GetAtt": ["Nothing", "Arn"] }) } },
      message: "Template error: instance of Fn::GetAtt references undefined resource Nothing",
    },
    {
      what: "resources that need each other",
      template: { Resources: { A: parameter({ Ref: "B" }), B: parameter("b", { DependsOn: "A" }) } },
      message: "Circular dependency between resources: [A, B]",
    },
    {
      what: "a resource in a condition",
      template: { Resources: ONE, Conditions: { C: { "Fn::Equals": [{ Ref: "A" }, "x"] } } },
      message:
        "Template format error: Unresolved dependencies [A]. Cannot reference resources in the Conditions block of the template",
    },
    {
      what: "a condition that is not declared",
      template: { Resources: { A: parameter("a", { Condition: "No" }) } },
      message:
        "Template format error: Unresolved condition dependency No in the Resources block of the template",
    },
    {
      what: "a condition of If that is not declared",
      template: { Resources: { A: parameter({ "Fn::If": ["No", "a", "b"] }) } },
      message: "Template error: unresolved condition dependency No in Fn::If",
    },
    {
      what: "a mapping that is not deep enough",
      template: { Resources: ONE, Mappings: { M: { A: "x" } } },
      message: "Template format error: Every Mappings member A must be a map",
    },
    {
      what: "a mapping that is too deep",
      template: { Resources: ONE, Mappings: { M: { A: { B: { C: "x" } } } } },
      message: "Template format error: Every Mappings attribute must be a String or a List.",
    },
    {
      what: "an unknown type of parameter",
      template: { Resources: ONE, Parameters: { P: { Type: "Text" } } },
      message: "Template format error: Unrecognized parameter type: Text",
    },
    {
      what: "a transform",
      template: { Resources: ONE, Transform: "AWS::Serverless-2016-10-31" },
      message: "The sandbox does not model the transform AWS::Serverless-2016-10-31.",
    },
    {
      what: "a creation policy",
      template: { Resources: { A: parameter("a", { CreationPolicy: {} }) } },
      message:
        "The sandbox does not model the attribute CreationPolicy of the type AWS::SSM::Parameter (resource A).",
    },
  ])("$what", ({ template, message }) => {
    const tester = createStackTester();
    expect(() =>
      tester.context.call("cloudformation", "ValidateTemplate", { TemplateBody: JSON.stringify(template) }),
    ).toThrow(message);
  });
});

test("a reference to a resource that its condition leaves out is refused when the condition is known", () => {
  const template = {
    Conditions: { No: { "Fn::Equals": ["a", "b"] } },
    Resources: { A: parameter("a", { Condition: "No" }), B: parameter({ Ref: "A" }) },
  };
  expect(() => createStackTester().create(template)).toThrow(
    "Template format error: Unresolved resource dependencies [A] in the Resources block of the template",
  );
});

test("an attribute that the type does not have rolls the stack back before any resource", () => {
  const tester = createStackTester();
  tester.create({ Resources: ONE, Outputs: { Wrong: { Value: { "Fn::GetAtt": ["A", "Invalid"] } } } });
  expect(tester.story()).toEqual([
    "Stack CREATE_IN_PROGRESS: User Initiated",
    "Stack ROLLBACK_IN_PROGRESS: [Error] /Outputs/Wrong/Value/Fn::GetAtt: Resource type AWS::SSM::Parameter does not support attribute {Invalid}. Rollback requested by user.",
    "Stack ROLLBACK_COMPLETE",
  ]);
});

test("a role that does not exist cannot be assumed", () => {
  const roleArn = "arn:aws:iam::123456789012:role/none";
  expect(() => createStackTester().create({ Resources: ONE }, { RoleARN: roleArn })).toThrow(
    `Role ${roleArn} is invalid or cannot be assumed`,
  );
});

describe("parameters", () => {
  test.each([
    { what: "no value", declaration: {}, value: undefined, message: "Parameters: [P] must have values" },
    {
      what: "a value that is not allowed",
      declaration: { AllowedValues: ["a", "b"] },
      value: "c",
      message: "Parameter 'P' must be one of AllowedValues",
    },
    {
      what: "a value that breaks a pattern with a description",
      declaration: { AllowedPattern: "[a-z]+", ConstraintDescription: "only small letters" },
      value: "A",
      message: "Parameter P failed to satisfy constraint: only small letters",
    },
    {
      what: "a value that is too long",
      declaration: { MaxLength: "3" },
      value: "abcd",
      message: "Parameter 'P' must contain at most 3 characters",
    },
    {
      what: "a word for a number",
      declaration: { Type: "Number" },
      value: "many",
      message: "Parameter 'P' must be a number",
    },
    {
      what: "a number that is too large",
      declaration: { Type: "Number", MaxValue: 10 },
      value: "11",
      message: "Parameter 'P' must be a number not greater than 10",
    },
    {
      what: "one bad entry of a list",
      declaration: { Type: "List<Number>" },
      value: "1, x",
      message: "Parameter 'P' must be a number",
    },
  ])("$what is refused", ({ declaration, value, message }) => {
    const tester = createStackTester();
    const parameters = value === undefined ? [] : [{ ParameterKey: "P", ParameterValue: value }];
    expect(() => tester.create(declaring(declaration), { Parameters: parameters })).toThrow(message);
  });

  test("a parameter that the template does not declare is refused", () => {
    expect(() =>
      createStackTester().create(
        { Resources: ONE },
        { Parameters: [{ ParameterKey: "X", ParameterValue: "1" }] },
      ),
    ).toThrow("Parameters: [X] do not exist in the template");
  });

  test("a value with NoEcho is not shown", () => {
    const tester = createStackTester();
    tester.create(declaring({ NoEcho: true, Default: "secret" }));
    expect(tester.stack().Parameters).toEqual([{ ParameterKey: "P", ParameterValue: "****" }]);
  });

  test("values of the parameter store are taken, and a missing one is named", () => {
    const tester = createStackTester([fakeStore(new Map([["/images/head", "ami-1"]]))]);
    const image = { Type: "AWS::SSM::Parameter::Value<String>" };
    tester.create(declaring({ ...image, Default: "/images/head" }));
    expect(tester.stack().Parameters).toEqual([
      { ParameterKey: "P", ParameterValue: "/images/head", ResolvedValue: "ami-1" },
    ]);
    expect(() => tester.create(declaring({ ...image, Default: "/none" }), { StackName: "second" })).toThrow(
      "Unable to fetch parameters [/none] from parameter store for this account.",
    );
  });

  test("dynamic references are resolved in properties, those to secrets fail the resource", () => {
    const tester = createStackTester([fakeStore(new Map([["/images/head:2", "ami-2"]]))]);
    tester.create({
      Resources: { A: parameter("x-{{resolve:ssm:/images/head:2}}-y") },
      Outputs: { Value: { Value: { "Fn::GetAtt": ["A", "Value"] } } },
    });
    expect(tester.stack().Outputs?.[0]?.OutputValue).toBe("x-ami-2-y");
    tester.create(
      { Resources: { A: parameter("{{resolve:secretsmanager:password}}") } },
      { StackName: "second" },
    );
    expect(tester.story("second")).toContain(
      "A CREATE_FAILED: The sandbox does not model dynamic references to secretsmanager.",
    );
  });

  test("a thing that the account does not have rolls the stack back", () => {
    const tester = createStackTester();
    tester.create(declaring({ Type: "AWS::EC2::KeyPair::KeyName", Default: "nobody" }));
    expect(tester.story()).toContain(
      "Stack ROLLBACK_IN_PROGRESS: Parameter validation failed: parameter value nobody for parameter name P does not exist. Rollback requested by user.",
    );
  });
});

describe("requests", () => {
  test("a stack name with other characters is refused", () => {
    expect(() => createStackTester().create({ Resources: ONE }, { StackName: "*@x_$" })).toThrow(
      "1 validation error detected: Value '*@x_$' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*",
    );
  });

  test("a name that is taken is refused, unless the same request is repeated", () => {
    const tester = createStackTester();
    const request = {
      StackName: "test-stack",
      TemplateBody: JSON.stringify({ Resources: ONE }),
      ClientRequestToken: "token-1",
    };
    const first = tester.context.call("cloudformation", "CreateStack", request);
    expect(tester.context.call("cloudformation", "CreateStack", request)).toEqual(first);
    expect(() =>
      tester.context.call("cloudformation", "CreateStack", { ...request, ClientRequestToken: "token-2" }),
    ).toThrow(new AwsError("AlreadyExistsException", "Stack [test-stack] already exists"));
  });

  test.each([
    { properties: {}, capability: "CAPABILITY_IAM" },
    { properties: { RoleName: "admin" }, capability: "CAPABILITY_NAMED_IAM" },
  ])("a role asks for $capability", ({ properties, capability }) => {
    const role = { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: {}, ...properties } };
    expect(() => createStackTester().create({ Resources: { R: role } })).toThrow(
      `Requires capabilities : [${capability}]`,
    );
  });

  test("a body that is too large is refused", () => {
    expect(() => createStackTester().create({ Resources: { A: parameter("x".repeat(51_200)) } })).toThrow(
      /at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to 51200$/,
    );
  });

  test("a type that the caller does not allow is refused", () => {
    expect(() => createStackTester().create({ Resources: ONE }, { ResourceTypes: ["AWS::EC2::*"] })).toThrow(
      "Resource type AWS::SSM::Parameter is not allowed by parameter ResourceTypes [AWS::EC2::*]",
    );
  });

  test("rules of the template are checked", () => {
    const template = {
      Parameters: { Env: { Type: "String", Default: "prod" } },
      Rules: {
        NoProd: {
          RuleCondition: { "Fn::Equals": [{ Ref: "Env" }, "prod"] },
          Assertions: [
            { Assert: { "Fn::Contains": [["test"], { Ref: "Env" }] }, AssertDescription: "not yet" },
          ],
        },
      },
      Resources: ONE,
    };
    expect(() => createStackTester().create(template)).toThrow("rule NoProd is not met: not yet");
  });
});

// localstack: tests/aws/services/cloudformation/api/test_update_stack.snapshot.json
test.each([
  { trigger: { Type: "Unknown", Arn: "arn:x" }, message: "Rollback Trigger Type not supported" },
  {
    trigger: { Type: "AWS::CloudWatch::Alarm", Arn: "arn:aws:cloudwatch:us-west-2:123456789012:x" },
    message: "RelativeId of a Rollback Trigger's ARN is incorrect",
  },
  {
    trigger: { Type: "AWS::CloudWatch::Alarm", Arn: "arn:aws:cloudwatch:us-west-2:123456789012:alarm:x" },
    message: "The sandbox does not model rollback triggers.",
  },
])("a rollback trigger: $message", ({ trigger, message }) => {
  const tester = createStackTester();
  const more = { RollbackConfiguration: { RollbackTriggers: [trigger] } };
  expect(() => tester.create({ Resources: ONE }, more)).toThrow(message);
});

// localstack: tests/aws/services/cloudformation/engine/test_mappings.snapshot.json and test_conditions.snapshot.json
test.each([
  {
    what: "a key that a mapping does not have",
    template: {
      Mappings: { Suffixes: { A: { Suffix: "a" } } },
      Resources: {
        A: parameter({ "Fn::Join": ["-", [{ "Fn::FindInMap": ["Suffixes", { Ref: "Key" }, "Suffix"] }]] }),
      },
    },
    message: "Template error: Unable to get mapping for Suffixes::C::Suffix",
  },
  {
    what: "a condition that nothing uses and that compares one thing",
    template: { Conditions: { One: { "Fn::Equals": ["a"] } }, Resources: ONE },
    message: "Template error: every Fn::Equals object requires a list of 2 string parameters.",
  },
])("$what is refused with the request", ({ template, message }) => {
  const tester = createStackTester();
  const more = { Parameters: [{ ParameterKey: "Key", ParameterValue: "C" }] };
  expect(() => tester.create({ Parameters: { Key: { Type: "String" } }, ...template }, more)).toThrow(
    message,
  );
});

test("a key that an attribute of a resource decides is looked up when that is there", () => {
  const tester = createStackTester();
  tester.create({
    Mappings: { Suffixes: { a: { Suffix: "found" } } },
    Resources: {
      A: parameter("a"),
      B: parameter({ "Fn::FindInMap": ["Suffixes", { "Fn::GetAtt": ["A", "Value"] }, "Suffix"] }),
    },
  });
  expect(tester.stack().StackStatus).toBe("CREATE_COMPLETE");
});
