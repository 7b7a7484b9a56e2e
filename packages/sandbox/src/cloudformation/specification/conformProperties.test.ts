import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../kernel/json.ts";
import { conformProperties } from "./conformProperties.ts";
import { isKnownType, typeSpecification } from "./ResourceSpecification.ts";

function conform(type: string, properties: JsonObject) {
  const specification = typeSpecification(type);
  if (specification === undefined) throw new Error(`no specification of ${type}`);
  return conformProperties(properties, specification, type.startsWith("Custom::"));
}

describe("properties are converted to the specified types", () => {
  test.each<{ what: string; type: string; given: JsonObject; taken: JsonObject }>([
    {
      what: "a text for a whole number",
      type: "AWS::SQS::Queue",
      given: { DelaySeconds: "2", FifoQueue: "true" },
      taken: { DelaySeconds: 2, FifoQueue: true },
    },
    {
      what: "truth values with a capital letter",
      type: "AWS::SQS::Queue",
      given: { FifoQueue: "True", ContentBasedDeduplication: "FALSE" },
      taken: { FifoQueue: true, ContentBasedDeduplication: false },
    },
    {
      what: "a number for a text",
      type: "AWS::SSM::Parameter",
      given: { Type: "String", Value: 5 },
      taken: { Type: "String", Value: "5" },
    },
    {
      what: "numbers inside lists of objects",
      type: "AWS::EC2::SecurityGroup",
      given: {
        GroupDescription: "d",
        SecurityGroupIngress: [{ IpProtocol: -1, FromPort: "0", ToPort: "65535", CidrIp: "10.0.0.0/8" }],
      },
      taken: {
        GroupDescription: "d",
        SecurityGroupIngress: [{ IpProtocol: "-1", FromPort: 0, ToPort: 65535, CidrIp: "10.0.0.0/8" }],
      },
    },
    {
      what: "nothing of a custom resource",
      type: "Custom::PclusterCluster",
      given: { ServiceToken: "arn", ClusterConfiguration: { Count: 1 } },
      taken: { ServiceToken: "arn", ClusterConfiguration: { Count: 1 } },
    },
  ])("$what", ({ type, given, taken }) => {
    expect(conform(type, given)).toEqual({ kind: "properties", properties: taken });
  });
});

describe("what does not conform is named with its path", () => {
  test.each<{ what: string; type: string; given: JsonObject; problem: string }>([
    {
      what: "a missing property",
      type: "AWS::SSM::Parameter",
      given: { Value: "abc123" },
      problem: "The property {/Type} is required",
    },
    {
      what: "a property that the type does not have",
      type: "AWS::EC2::VPC",
      given: { CidrBlok: "10.0.0.0/16" },
      problem: "Encountered unsupported properties in {/}: [CidrBlok]",
    },
    {
      what: "a nested property that the type does not have",
      type: "AWS::EC2::SecurityGroup",
      given: { GroupDescription: "d", SecurityGroupIngress: [{ IpProtocol: "tcp", Port: 22 }] },
      problem: "Encountered unsupported properties in {/SecurityGroupIngress/0}: [Port]",
    },
    {
      what: "a scalar for a list",
      type: "AWS::EC2::Instance",
      given: { SecurityGroupIds: "sg-1" },
      problem: "Value of property {/SecurityGroupIds} does not match type {List}",
    },
    {
      what: "a word for a number",
      type: "AWS::EC2::Volume",
      given: { AvailabilityZone: "us-west-2a", Size: "big" },
      problem: "Value of property {/Size} does not match type {Integer}",
    },
  ])("$what", ({ type, given, problem }) => {
    expect(conform(type, given)).toEqual({
      kind: "invalid",
      reason: `Property validation failure: [${problem}]`,
    });
  });
});

test("a type of AWS that is not checked is told from one that does not exist", () => {
  expect(isKnownType("AWS::Athena::WorkGroup")).toBe(true);
  expect(typeSpecification("AWS::Athena::WorkGroup")).toBeUndefined();
  expect(isKnownType("AWS::EC2::Vpc")).toBe(false);
});
