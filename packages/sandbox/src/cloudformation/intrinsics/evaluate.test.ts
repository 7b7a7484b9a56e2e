import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "../../kernel/json.ts";
import { evaluate } from "./evaluate.ts";
import type { Scope } from "./Scope.ts";

const PARAMETERS: Readonly<Record<string, Json>> = {
  Name: "blue",
  Count: "3",
  Zones: ["us-west-2a", "us-west-2b"],
  "AWS::Region": "us-west-2",
};

const SCOPE: Scope = {
  parameter: (name) => (Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined),
  mappings: { Sizes: { prod: { Type: "p5.48xlarge", Zones: ["a", "b"] } } },
  condition: (name) => name === "Yes",
  reference: (logicalId) => `ref-of-${logicalId}`,
  attribute: (logicalId, name) => `${logicalId}/${name}`,
  importedValue: (name) => `imported-${name}`,
  availabilityZones: (region) => [`${region}-1`],
};

const NONE = { Ref: "AWS::NoValue" };

describe("functions are carried out", () => {
  test.each<{ what: string; given: Json; gives: Json }>([
    { what: "Ref of a parameter", given: { Ref: "Name" }, gives: "blue" },
    { what: "Ref of a resource", given: { Ref: "Vpc" }, gives: "ref-of-Vpc" },
    { what: "GetAtt as a list", given: { "Fn::GetAtt": ["Stack", "Outputs.Id"] }, gives: "Stack/Outputs.Id" },
    { what: "GetAtt with dots", given: { "Fn::GetAtt": "Stack.Outputs.Id" }, gives: "Stack/Outputs.Id" },
    {
      what: "GetAtt with a function for the attribute",
      given: { "Fn::GetAtt": ["Stack", { Ref: "Name" }] },
      gives: "Stack/blue",
    },
    { what: "Join", given: { "Fn::Join": ["-", ["a", { Ref: "Name" }, 3]] }, gives: "a-blue-3" },
    {
      what: "Join of a list parameter",
      given: { "Fn::Join": [",", { Ref: "Zones" }] },
      gives: "us-west-2a,us-west-2b",
    },
    { what: "Join without values", given: { "Fn::Join": ["", [NONE]] }, gives: "" },
    { what: "Select", given: { "Fn::Select": ["1", { Ref: "Zones" }] }, gives: "us-west-2b" },
    { what: "Split", given: { "Fn::Split": ["|", "a||b"] }, gives: ["a", "", "b"] },
    {
      what: "Sub with parameters, resources and attributes",
      given: { "Fn::Sub": "${Name} ${Vpc} ${Vpc.CidrBlock} ${AWS::Region} ${!Literal}" },
      gives: "blue ref-of-Vpc Vpc/CidrBlock us-west-2 ${Literal}",
    },
    {
      what: "Sub with own variables",
      given: { "Fn::Sub": ["${Name} ${X}", { Name: "own", X: { "Fn::Join": ["", ["a", "b"]] } }] },
      gives: "own ab",
    },
    { what: "If", given: { "Fn::If": ["Yes", "a", "b"] }, gives: "a" },
    { what: "If of no value in a list", given: ["a", { "Fn::If": ["No", "b", NONE] }], gives: ["a"] },
    { what: "no value in an object", given: { A: 1, B: NONE }, gives: { A: 1 } },
    {
      what: "Equals of a number and its spelling",
      given: { "Fn::Equals": [3, { Ref: "Count" }] },
      gives: true,
    },
    {
      what: "And, Or and Not",
      given: {
        "Fn::And": [
          { Condition: "Yes" },
          { "Fn::Or": [{ Condition: "No" }, { "Fn::Not": [{ Condition: "No" }] }] },
        ],
      },
      gives: true,
    },
    { what: "FindInMap", given: { "Fn::FindInMap": ["Sizes", "prod", "Type"] }, gives: "p5.48xlarge" },
    {
      what: "FindInMap of a list",
      given: { "Fn::FindInMap": ["Sizes", "prod", "Zones"] },
      gives: ["a", "b"],
    },
    { what: "GetAZs", given: { "Fn::GetAZs": { Ref: "AWS::Region" } }, gives: ["us-west-2-1"] },
    { what: "Base64", given: { "Fn::Base64": "#!/bin/sh\n" }, gives: "IyEvYmluL3NoCg==" },
    {
      what: "ImportValue",
      given: { "Fn::ImportValue": { "Fn::Sub": "${Name}-vpc" } },
      gives: "imported-blue-vpc",
    },
    {
      what: "Cidr",
      given: { "Fn::Select": [1, { "Fn::Cidr": ["10.0.0.0/16", 4, 8] }] },
      gives: "10.0.1.0/24",
    },
    {
      what: "Cidr of version 6",
      given: { "Fn::Cidr": ["2001:db8:1234:1a00::/56", 2, 64] },
      gives: ["2001:db8:1234:1a00::/64", "2001:db8:1234:1a01::/64"],
    },
  ])("$what", ({ given, gives }) => {
    expect(evaluate(given, SCOPE)).toEqual(gives);
  });
});

describe("what cannot be carried out is refused in AWS's words", () => {
  test.each<{ what: string; given: Json; message: string }>([
    {
      what: "a mapping key that is not there",
      given: { "Fn::FindInMap": ["Sizes", "C", "Suffix"] },
      message: "Template error: Unable to get mapping for Sizes::C::Suffix",
    },
    {
      what: "Equals of one value",
      given: { "Fn::Equals": ["a"] },
      message: "Template error: every Fn::Equals object requires a list of 2 string parameters.",
    },
    {
      what: "an index beyond the list",
      given: { "Fn::Select": [5, ["a"]] },
      message: "Template error: Fn::Select cannot select nonexistent value at index 5",
    },
    {
      what: "a function that does not exist",
      given: { "Fn::Reverse": "a" },
      message: "Template error: Encountered unsupported function: Fn::Reverse",
    },
    {
      what: "a variable name with a blank",
      given: { "Fn::Sub": "${a b}" },
      message: "Template error: variable names in Fn::Sub syntax",
    },
    {
      what: "more blocks than fit",
      given: { "Fn::Cidr": ["10.0.0.0/24", 3, 7] },
      message: "Template error: Fn::Cidr requires",
    },
  ])("$what", ({ given, message }) => {
    expect(() => evaluate(given, SCOPE)).toThrow(message);
  });
});

const plainJson = fc.jsonValue({ maxDepth: 4 }).filter((value) => !/"(Ref|Fn::)/.test(JSON.stringify(value)));

test("a value without functions is left as it is", () => {
  fc.assert(
    fc.property(plainJson, (value) => {
      const json: Json = JSON.parse(JSON.stringify(value));
      expect(evaluate(json, SCOPE)).toEqual(json);
    }),
  );
});

test("Join undoes Split, whatever the text and the delimiter", () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 1, maxLength: 3 }), (text, delimiter) => {
      expect(evaluate({ "Fn::Join": [delimiter, { "Fn::Split": [delimiter, text] }] }, SCOPE)).toBe(text);
    }),
  );
});

test("Sub keeps every text, and gives back every escaped variable", () => {
  const plain = fc.string().filter((text) => !text.includes("$"));
  const name = fc.stringMatching(/^[A-Za-z0-9 -]+$/);
  fc.assert(
    fc.property(plain, name, plain, (before, variable, after) => {
      const escaped = `${before}\${!${variable}}${after}`;
      expect(evaluate({ "Fn::Sub": escaped }, SCOPE)).toBe(`${before}\${${variable}}${after}`);
    }),
  );
});

test("Cidr blocks follow each other without gap or overlap inside the block given", () => {
  const octet = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(octet, octet, fc.integer({ min: 1, max: 256 }), (first, second, count) => {
      const blocks = evaluate({ "Fn::Cidr": [`${first}.${second}.0.0/16`, count, 8] }, SCOPE);
      expect(blocks).toEqual(Array.from({ length: count }, (_, index) => `${first}.${second}.${index}.0/24`));
    }),
  );
});
