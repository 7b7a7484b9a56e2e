import { describe, expect, test } from "vitest";
import { renderTemplate } from "../renderTemplate.ts";
import type { TemplateResource } from "../Template.ts";
import type { PrerequisitesOptions } from "./PrerequisitesOptions.ts";
import { prerequisitesTemplate } from "./prerequisitesTemplate.ts";

const KEPT = prerequisitesTemplate({ network: { kind: "made" }, scratch: "retain", home: "retain" });
const DELETED = prerequisitesTemplate({ network: { kind: "made" }, scratch: "delete", home: "delete" });

/** Names in the guide's parallelcluster-prerequisites.yaml and its -p1 variant, which have the same ones. */
const GUIDE_NAMES = {
  parameters: [
    "VPCName",
    "PrimarySubnetAZ",
    "CreateS3Endpoint",
    "Capacity",
    "PerUnitStorageThroughput",
    "Compression",
    "LustreVersion",
    "HomeCapacity",
    "HomeThroughput",
  ],
  conditions: ["S3EndpointCondition"],
  resources: [
    "VPC",
    "VpcCidrBlock",
    "InternetGateway",
    "GatewayToInternet",
    "NATGateway",
    "ElasticIP",
    "SecurityGroup",
    "EFASecurityGroupIngress",
    "EFASecurityGroupEgress",
    "EFASecurityGroupEgressECS",
    "PublicSubnet",
    "PrimaryPrivateSubnet",
    "PublicRouteTable",
    "PublicRoute",
    "PrivateRouteTable",
    "PrivateRouteToInternet",
    "PublicSubnetRouteTableAssociation",
    "PrimaryPrivateSubnetRTAssociation",
    "S3Endpoint",
    "FSxLFilesystem",
    "OpenZFSFileSystem",
  ],
  outputs: [
    "VPC",
    "PublicSubnet",
    "PrimaryPrivateSubnet",
    "SecurityGroup",
    "FSxLustreFilesystemMountname",
    "FSxLustreFilesystemDNSname",
    "FSxLustreFilesystemId",
    "FSxORootVolumeId",
  ],
};

describe("a stack made from the guide's template can be adopted", () => {
  test("because every name of it is there", () => {
    expect(Object.keys(KEPT.Parameters ?? {})).toEqual(expect.arrayContaining(GUIDE_NAMES.parameters));
    expect(Object.keys(KEPT.Conditions ?? {})).toEqual(expect.arrayContaining(GUIDE_NAMES.conditions));
    expect(Object.keys(KEPT.Resources)).toEqual(expect.arrayContaining(GUIDE_NAMES.resources));
    expect(Object.keys(KEPT.Outputs ?? {})).toEqual(expect.arrayContaining(GUIDE_NAMES.outputs));
  });

  test("because each parameter that the guide's does not have has a default", () => {
    const others = Object.entries(KEPT.Parameters ?? {}).filter(
      ([name]) => !GUIDE_NAMES.parameters.includes(name),
    );
    expect(others.filter(([, { Default }]) => Default === undefined)).toEqual([]);
  });

  test.each(GUIDE_NAMES.outputs)("because output %s is exported under its name", (name) => {
    expect(KEPT.Outputs?.[name]?.Export).toEqual({ Name: { "Fn::Sub": `\${AWS::StackName}-${name}` } });
  });

  test("because what CloudFormation would replace on a change is as in the guide's", () => {
    expect(KEPT.Resources["SecurityGroup"]?.Properties).toMatchObject({
      GroupDescription: "Allow EFA communication for Multi-Node Parallel Batch jobs",
    });
    expect(KEPT.Resources["EFASecurityGroupIngress"]?.Properties).toMatchObject({ FromPort: -1, ToPort: -1 });
    expect(KEPT.Resources["PublicSubnet"]?.Properties).toMatchObject({
      CidrBlock: { "Fn::Select": [0, { "Fn::Cidr": [{ "Fn::GetAtt": ["VPC", "CidrBlock"] }, 2, 15] }] },
    });
  });

  test("because the variant for PERSISTENT_1 is a parameter", () => {
    const lustre = KEPT.Resources["FSxLFilesystem"]?.Properties?.["LustreConfiguration"];
    expect(lustre).toMatchObject({
      DeploymentType: { Ref: "LustreDeploymentType" },
      MetadataConfiguration: {
        "Fn::If": ["LustrePersistent2", { Mode: "AUTOMATIC" }, { Ref: "AWS::NoValue" }],
      },
    });
    expect(KEPT.Parameters?.["PerUnitStorageThroughput"]?.AllowedValues).toEqual([
      50, 100, 125, 200, 250, 500, 1000,
    ]);
  });
});

describe("the guide's faults are mended", () => {
  test.each(["PublicRoute", "NATGateway", "ElasticIP"])(
    "%s waits for the gateway to be attached",
    (logicalId) => {
      expect(KEPT.Resources[logicalId]?.DependsOn).toBe("GatewayToInternet");
    },
  );

  test("nothing lets the world in", () => {
    const ingress = Object.values(KEPT.Resources).filter(
      ({ Type }) => Type === "AWS::EC2::SecurityGroupIngress",
    );
    expect(ingress.map(({ Properties }) => Properties?.["CidrIp"])).toEqual([undefined]);
  });

  test("everything that can have tags has a name", () => {
    const untaggable =
      /Route$|VPCCidrBlock|GatewayAttachment|SecurityGroup(In|E)gress|SubnetRouteTableAssociation/;
    const taggable = Object.entries(KEPT.Resources).filter(([, { Type }]) => !untaggable.test(Type));
    expect(taggable.filter(([, { Properties }]) => Properties?.["Tags"] === undefined)).toEqual([]);
  });
});

describe("what happens when the stack is deleted", () => {
  test("file systems that are kept keep what they stand in, and nothing that costs money", () => {
    expect(keptIn(KEPT.Resources)).toEqual([
      "EFASecurityGroupEgress",
      "EFASecurityGroupEgressECS",
      "EFASecurityGroupIngress",
      "FSxLFilesystem",
      "OpenZFSFileSystem",
      "PrimaryPrivateSubnet",
      "PrivateRouteTable",
      "PublicRouteTable",
      "SecondaryPrivateSubnet",
      "SecurityGroup",
      "VPC",
      "VpcCidrBlock",
    ]);
  });

  test("file systems that may go take everything along", () => {
    expect(keptIn(DELETED.Resources)).toEqual([]);
    expect(DELETED.Resources["FSxLFilesystem"]?.DeletionPolicy).toBe("Delete");
  });

  test("one that failed to be made is not kept", () => {
    expect(KEPT.Resources["OpenZFSFileSystem"]).toMatchObject({
      DeletionPolicy: "RetainExceptOnCreate",
      UpdateReplacePolicy: "Retain",
    });
  });
});

test("in a network that exists only file systems and the security group are made", () => {
  const options: PrerequisitesOptions = {
    network: { kind: "existing", securityGroup: "made", secondarySubnet: false },
    scratch: "retain",
    home: "existing",
  };
  const template = prerequisitesTemplate(options);
  expect(Object.keys(template.Resources).toSorted()).toEqual([
    "EFASecurityGroupEgress",
    "EFASecurityGroupEgressECS",
    "EFASecurityGroupIngress",
    "FSxLFilesystem",
    "SecurityGroup",
  ]);
  expect(template.Outputs?.["VPC"]?.Value).toEqual({ Ref: "VPCId" });
});

describe("rendering", () => {
  test("the same template gives the same text, in YAML and in JSON", () => {
    for (const format of ["yaml", "json"] as const)
      expect(renderTemplate(prerequisitesTemplate(), { format })).toBe(renderTemplate(KEPT, { format }));
    expect(JSON.parse(renderTemplate(KEPT, { format: "json" }))).toEqual(KEPT);
  });

  test("a header stands above a YAML text", () => {
    expect(renderTemplate(KEPT, { format: "yaml", header: ["Made by trainyard 0.1.0"] })).toMatch(
      /^# Made by trainyard 0\.1\.0\n\nAWSTemplateFormatVersion: "?2010-09-09"?\n/,
    );
  });
});

function keptIn(resources: Readonly<Record<string, TemplateResource>>): readonly string[] {
  return Object.keys(resources)
    .filter((id) => resources[id]?.DeletionPolicy?.startsWith("Retain") === true)
    .toSorted();
}
