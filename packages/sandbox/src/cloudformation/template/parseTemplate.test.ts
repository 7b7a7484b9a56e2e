import { describe, expect, test } from "vitest";
import { parseTemplate } from "./parseTemplate.ts";

test("the short forms of YAML become the long forms", () => {
  const template = parseTemplate(`
Resources:
  A:
    Type: AWS::EC2::VPC
    Condition: IsBig
    Properties:
      Name: !Ref Name
      Part: !GetAtt Network.Outputs.VpcId
      Listed: !GetAtt [A, B]
      Text: !Sub
        - "\${X}"
        - X: !Select [0, !GetAZs ""]
      Data:
        Fn::Base64: !Sub |
          #!/bin/sh
Conditions:
  IsBig: !And [!Condition Other, !Not [!Equals [a, b]]]
`);
  expect(template).toEqual({
    Resources: {
      A: {
        Type: "AWS::EC2::VPC",
        Condition: "IsBig",
        Properties: {
          Name: { Ref: "Name" },
          Part: { "Fn::GetAtt": ["Network", "Outputs.VpcId"] },
          Listed: { "Fn::GetAtt": ["A", "B"] },
          Text: { "Fn::Sub": ["${X}", { X: { "Fn::Select": [0, { "Fn::GetAZs": "" }] } }] },
          Data: { "Fn::Base64": { "Fn::Sub": "#!/bin/sh\n" } },
        },
      },
    },
    Conditions: {
      IsBig: { "Fn::And": [{ Condition: "Other" }, { "Fn::Not": [{ "Fn::Equals": ["a", "b"] }] }] },
    },
  });
});

test("dates stay texts and numbers keep their spelling", () => {
  const text =
    "AWSTemplateFormatVersion: 2010-09-09\nA: 1.10\nB: 007\nC: 42\nD: yes\nE: true\nF: 123456789012";
  expect(parseTemplate(text)).toEqual({
    AWSTemplateFormatVersion: "2010-09-09",
    A: "1.10",
    B: "007",
    C: 42,
    D: "yes",
    E: true,
    F: 123456789012,
  });
});

test("flow style, Windows line ends, comments and a YAML version are taken", () => {
  const text = [
    "%YAML 1.1",
    "---",
    "# a comment",
    "Day: 2024-01-01",
    "Choice: !If [Yes, !Ref AWS::NoValue, !GetAtt A.B] # another",
    'Empty: !Equals [!Ref X, ""]',
    "Anchored: &here {a: 1}",
    "Text: >-",
    "  two",
    "  lines",
    "",
  ].join("\r\n");
  expect(parseTemplate(text)).toEqual({
    Day: "2024-01-01",
    Choice: { "Fn::If": ["Yes", { Ref: "AWS::NoValue" }, { "Fn::GetAtt": ["A", "B"] }] },
    Empty: { "Fn::Equals": [{ Ref: "X" }, ""] },
    Anchored: { a: 1 },
    Text: "two lines",
  });
});

describe("a text that is no template is refused in AWS's words", () => {
  test.each([
    {
      what: "broken JSON",
      text: '{"Resources": {"A": {"b" 1}}}',
      message: "Template format error: JSON not well-formed. (line 1, column 27)",
    },
    {
      // localstack: tests/aws/services/cloudformation/api/test_templates.snapshot.json
      what: "JSON with a wrong separator",
      text: '{"this is invalid JSON"="bobbins"}',
      message: "Template format error: JSON not well-formed. (line 1, column 25)",
    },
    {
      what: "JSON that ends early",
      text: '{"Resources":\n {',
      message: "Template format error: JSON not well-formed. (line 2, column 3)",
    },
    {
      what: "a duplicate key",
      text: "Resources:\n  A: 1\n  A: 2\n",
      message: "Template format error: YAML not well-formed. (line 3, column 3)",
    },
    {
      what: "a tag that is no function",
      text: "Resources:\n  A: !Reff B\n",
      message: "Template format error: YAML not well-formed. (line 2, column 12)",
    },
    {
      what: "an alias",
      text: "Resources: &r\n  A: 1\nOutputs: *r\n",
      message: "Template error: YAML aliases are not allowed in CloudFormation templates",
    },
    { what: "a bare word", text: "hello", message: "Template format error: unsupported structure." },
    { what: "a list", text: "- a\n", message: "Template format error: unsupported structure." },
    {
      what: "a text that nests without end",
      text: `{"a":${"[".repeat(2000)}${"]".repeat(2000)}}`,
      message: "Template format error: unsupported structure.",
    },
  ])("$what", ({ text, message }) => {
    expect(() => parseTemplate(text)).toThrow(message);
  });
});
