import { expect, test } from "vitest";
import { createTestKernel } from "../../../testing/createTestKernel.ts";
import { cloudformation } from "../../cloudformation/cloudformation.ts";
import { ec2 } from "../ec2.ts";

const STACK_NAME = "test-stack";
const ref = (logicalId: string) => ({ Ref: logicalId });

const RESOURCES = {
  Network: { Type: "AWS::EC2::VPC", Properties: { CidrBlock: "10.0.0.0/16" } },
  Subnet: { Type: "AWS::EC2::Subnet", Properties: { VpcId: ref("Network"), CidrBlock: "10.0.0.0/20" } },
  MoreAddresses: {
    Type: "AWS::EC2::VPCCidrBlock",
    Properties: { VpcId: ref("Network"), CidrBlock: "10.1.0.0/16", AmazonProvidedIpv6CidrBlock: false },
  },
  Options: {
    Type: "AWS::EC2::DHCPOptions",
    Properties: {
      NtpServers: ["10.2.5.1"],
      NetbiosNodeType: 2,
      DomainName: "example.com",
      DomainNameServers: ["AmazonProvidedDNS"],
      NetbiosNameServers: ["10.2.5.1"],
      Tags: [{ Key: "project", Value: "123" }],
    },
  },
  UseOptions: {
    Type: "AWS::EC2::VPCDHCPOptionsAssociation",
    Properties: { VpcId: ref("Network"), DhcpOptionsId: ref("Options") },
  },
  List: { Type: "AWS::EC2::NetworkAcl", Properties: { VpcId: ref("Network") } },
  Entry: {
    Type: "AWS::EC2::NetworkAclEntry",
    Properties: {
      NetworkAclId: ref("List"),
      RuleNumber: "100",
      Protocol: "6",
      RuleAction: "allow",
      Egress: "false",
      CidrBlock: "0.0.0.0/0",
      PortRange: { From: "80", To: "80" },
    },
  },
  UseList: {
    Type: "AWS::EC2::SubnetNetworkAclAssociation",
    Properties: { SubnetId: ref("Subnet"), NetworkAclId: ref("List") },
  },
  Named: { Type: "AWS::EC2::SecurityGroup", Properties: { GroupName: "named", GroupDescription: "x" } },
};

const OUTPUTS = {
  Options: { Value: { "Fn::GetAtt": ["Options", "DhcpOptionsId"] } },
  List: { Value: ref("List") },
  Named: { Value: ref("Named") },
  Group: { Value: { "Fn::GetAtt": ["Named", "GroupId"] } },
};

function withStack() {
  const kernel = createTestKernel({ modules: [ec2, cloudformation] });
  const context = kernel.context("us-west-2");
  const TemplateBody = JSON.stringify({ Resources: RESOURCES, Outputs: OUTPUTS });
  const { StackId = "" } = context.call("cloudformation", "CreateStack", {
    StackName: STACK_NAME,
    TemplateBody,
  });
  kernel.clock.runUntilIdle();
  const stack = () => context.call("cloudformation", "DescribeStacks", { StackName: StackId }).Stacks?.[0];
  const output = (key: string) =>
    stack()?.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue ?? "";
  const remove = (): void => {
    context.call("cloudformation", "DeleteStack", { StackName: StackId });
    kernel.clock.runUntilIdle();
  };
  return { context, stack, output, remove };
}

// localstack: tests/aws/services/ec2/resource_providers/test_ec2.snapshot.json, test_dhcp_options
test("DHCP options of a template are answered in the order of their keys, and their VPC takes them", () => {
  const { context, stack, output } = withStack();
  expect(stack()?.StackStatus).toBe("CREATE_COMPLETE");
  const { DhcpOptions = [] } = context.call("ec2", "DescribeDhcpOptions", {
    DhcpOptionsIds: [output("Options")],
  });
  expect(DhcpOptions[0]?.DhcpConfigurations).toEqual([
    { Key: "domain-name", Values: [{ Value: "example.com" }] },
    { Key: "domain-name-servers", Values: [{ Value: "AmazonProvidedDNS" }] },
    { Key: "netbios-name-servers", Values: [{ Value: "10.2.5.1" }] },
    { Key: "netbios-node-type", Values: [{ Value: "2" }] },
    { Key: "ntp-servers", Values: [{ Value: "10.2.5.1" }] },
  ]);
  expect(DhcpOptions[0]?.Tags?.[0]).toEqual({ Key: "project", Value: "123" });
  const { Vpcs } = context.call("ec2", "DescribeVpcs", {
    Filters: [{ Name: "dhcp-options-id", Values: [output("Options")] }],
  });
  expect(Vpcs?.[0]?.CidrBlock).toBe("10.0.0.0/16");
});

// localstack: tests/aws/services/ec2/resource_providers/aws_ec2_networkacl/test_basic.snapshot.json
test("a network list of a template denies what no entry allows, and holds the subnet", () => {
  const { context, output } = withStack();
  const [list] =
    context.call("ec2", "DescribeNetworkAcls", { NetworkAclIds: [output("List")] }).NetworkAcls ?? [];
  const last = { CidrBlock: "0.0.0.0/0", Protocol: "-1", RuleAction: "deny", RuleNumber: 32_767 };
  expect(list).toMatchObject({ IsDefault: false });
  expect(list?.Associations).toHaveLength(1);
  expect(list?.Entries).toEqual([
    { ...last, Egress: true },
    {
      CidrBlock: "0.0.0.0/0",
      Egress: false,
      PortRange: { From: 80, To: 80 },
      Protocol: "6",
      RuleAction: "allow",
      RuleNumber: 100,
    },
    { ...last, Egress: false },
  ]);
});

// localstack: tests/aws/services/ec2/resource_providers/test_ec2.snapshot.json, test_ec2_security_group_id_with_vpc
test("a security group without a VPC in its template stands for its name", () => {
  const { output } = withStack();
  expect(output("Named")).toBe("named");
  expect(output("Group")).toMatch(/^sg-/);
});

test("all goes with the stack", () => {
  const { context, stack, remove, output } = withStack();
  const [options, list] = [output("Options"), output("List")];
  remove();
  expect(stack()?.StackStatus).toBe("DELETE_COMPLETE");
  expect(() => context.call("ec2", "DescribeDhcpOptions", { DhcpOptionsIds: [options] })).toThrow(
    `The dhcpOption ID '${options}' does not exist`,
  );
  expect(() => context.call("ec2", "DescribeNetworkAcls", { NetworkAclIds: [list] })).toThrow(
    `The networkAcl ID '${list}' does not exist`,
  );
});

test.each([
  { wish: false, status: "CREATE_COMPLETE" },
  { wish: true, status: "ROLLBACK_COMPLETE" },
])("a subnet that wants IPv6: $wish ends in $status", ({ wish, status }) => {
  const kernel = createTestKernel({ modules: [ec2, cloudformation] });
  const context = kernel.context("us-west-2");
  const Properties = {
    ...RESOURCES.Subnet.Properties,
    AssignIpv6AddressOnCreation: wish,
    EnableDns64: "false",
  };
  const { Network } = RESOURCES;
  context.call("cloudformation", "CreateStack", {
    StackName: STACK_NAME,
    TemplateBody: JSON.stringify({ Resources: { Network, Subnet: { ...RESOURCES.Subnet, Properties } } }),
  });
  kernel.clock.runUntilIdle();
  const { Stacks } = context.call("cloudformation", "DescribeStacks", { StackName: STACK_NAME });
  expect(Stacks?.[0]?.StackStatus).toBe(status);
});
