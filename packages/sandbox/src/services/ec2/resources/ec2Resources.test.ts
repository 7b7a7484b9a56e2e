import type { InputOf } from "../../../kernel/serviceModels.ts";
import { createTestKernel } from "../../../testing/createTestKernel.ts";
import { cloudformation } from "../../cloudformation/cloudformation.ts";
import { expect, test } from "vitest";
import { STAND_IN_LINE } from "../../../kernel/standIn.ts";
import { ec2 } from "../ec2.ts";

const STACK_NAME = "test-stack";

const ref = (logicalId: string) => ({ Ref: logicalId });
const attribute = (logicalId: string, name: string) => ({ "Fn::GetAtt": [logicalId, name] });

/** The network of the guide's prerequisites. */
const NETWORK = {
  VPC: { Type: "AWS::EC2::VPC", Properties: { CidrBlock: "10.0.0.0/16", EnableDnsHostnames: true } },
  SecondBlock: {
    Type: "AWS::EC2::VPCCidrBlock",
    Properties: { VpcId: ref("VPC"), CidrBlock: "10.1.0.0/16" },
  },
  Gateway: { Type: "AWS::EC2::InternetGateway" },
  Attachment: {
    Type: "AWS::EC2::VPCGatewayAttachment",
    Properties: { VpcId: ref("VPC"), InternetGatewayId: ref("Gateway") },
  },
  PublicSubnet: {
    Type: "AWS::EC2::Subnet",
    DependsOn: "SecondBlock",
    Properties: {
      VpcId: ref("VPC"),
      CidrBlock: "10.0.0.0/20",
      AvailabilityZone: "us-west-2a",
      MapPublicIpOnLaunch: true,
      Tags: [{ Key: "Name", Value: "public" }],
    },
  },
  PrivateSubnet: {
    Type: "AWS::EC2::Subnet",
    DependsOn: "SecondBlock",
    Properties: { VpcId: ref("VPC"), CidrBlock: "10.1.0.0/16", AvailabilityZone: "us-west-2a" },
  },
  Address: { Type: "AWS::EC2::EIP", DependsOn: "Attachment", Properties: { Domain: "vpc" } },
  Nat: {
    Type: "AWS::EC2::NatGateway",
    Properties: { AllocationId: attribute("Address", "AllocationId"), SubnetId: ref("PublicSubnet") },
  },
  PublicTable: { Type: "AWS::EC2::RouteTable", Properties: { VpcId: ref("VPC") } },
  PrivateTable: { Type: "AWS::EC2::RouteTable", Properties: { VpcId: ref("VPC") } },
  PublicRoute: {
    Type: "AWS::EC2::Route",
    DependsOn: "Attachment",
    Properties: {
      RouteTableId: ref("PublicTable"),
      DestinationCidrBlock: "0.0.0.0/0",
      GatewayId: ref("Gateway"),
    },
  },
  PrivateRoute: {
    Type: "AWS::EC2::Route",
    Properties: {
      RouteTableId: ref("PrivateTable"),
      DestinationCidrBlock: "0.0.0.0/0",
      NatGatewayId: ref("Nat"),
    },
  },
  PublicAssociation: {
    Type: "AWS::EC2::SubnetRouteTableAssociation",
    Properties: { RouteTableId: ref("PublicTable"), SubnetId: ref("PublicSubnet") },
  },
  PrivateAssociation: {
    Type: "AWS::EC2::SubnetRouteTableAssociation",
    Properties: { RouteTableId: ref("PrivateTable"), SubnetId: ref("PrivateSubnet") },
  },
  Endpoint: {
    Type: "AWS::EC2::VPCEndpoint",
    Properties: {
      VpcId: ref("VPC"),
      ServiceName: { "Fn::Sub": "com.amazonaws.${AWS::Region}.s3" },
      RouteTableIds: [ref("PublicTable"), ref("PrivateTable")],
    },
  },
};

/** The groups, interface, template and instance of a ParallelCluster head node. */
const HEAD_NODE = {
  HeadGroup: {
    Type: "AWS::EC2::SecurityGroup",
    Properties: {
      GroupDescription: "Enable access to the head node",
      VpcId: ref("VPC"),
      SecurityGroupIngress: [{ IpProtocol: "tcp", FromPort: 22, ToPort: 22, CidrIp: "203.0.113.7/32" }],
    },
  },
  ComputeGroup: {
    Type: "AWS::EC2::SecurityGroup",
    Properties: { GroupDescription: "Allow access to compute nodes", VpcId: ref("VPC") },
  },
  ComputeIngress: {
    Type: "AWS::EC2::SecurityGroupIngress",
    Properties: {
      GroupId: ref("ComputeGroup"),
      SourceSecurityGroupId: ref("ComputeGroup"),
      IpProtocol: "-1",
      FromPort: 0,
      ToPort: 65_535,
    },
  },
  ComputeEgress: {
    Type: "AWS::EC2::SecurityGroupEgress",
    Properties: {
      GroupId: ref("ComputeGroup"),
      DestinationSecurityGroupId: ref("ComputeGroup"),
      IpProtocol: "-1",
      FromPort: 0,
      ToPort: 65_535,
    },
  },
  NormalEgress: {
    Type: "AWS::EC2::SecurityGroupEgress",
    Properties: {
      GroupId: ref("ComputeGroup"),
      CidrIp: "0.0.0.0/0",
      IpProtocol: "-1",
      FromPort: 0,
      ToPort: 65_535,
    },
  },
  Interface: {
    Type: "AWS::EC2::NetworkInterface",
    Properties: {
      SubnetId: ref("PrivateSubnet"),
      GroupSet: [ref("HeadGroup")],
      SourceDestCheck: false,
      Description: "AWS ParallelCluster head node interface",
    },
  },
  HeadAddress: { Type: "AWS::EC2::EIP", DependsOn: "Attachment" },
  HeadAssociation: {
    Type: "AWS::EC2::EIPAssociation",
    Properties: {
      AllocationId: attribute("HeadAddress", "AllocationId"),
      NetworkInterfaceId: ref("Interface"),
    },
  },
  HeadTemplate: {
    Type: "AWS::EC2::LaunchTemplate",
    Metadata: { files: 1 },
    Properties: {
      LaunchTemplateData: {
        InstanceType: "c5.xlarge",
        NetworkInterfaces: [{ NetworkInterfaceId: ref("Interface"), DeviceIndex: 0 }],
        Placement: {},
        TagSpecifications: [
          {
            ResourceType: "volume",
            Tags: [
              { Key: "parallelcluster:cluster-name", Value: "ml" },
              { Key: "parallelcluster:cluster-name", Value: "ml" },
            ],
          },
        ],
      },
    },
  },
  HeadNode: {
    Type: "AWS::EC2::Instance",
    Properties: {
      LaunchTemplate: {
        LaunchTemplateId: ref("HeadTemplate"),
        Version: attribute("HeadTemplate", "LatestVersionNumber"),
      },
      Tags: [{ Key: "parallelcluster:node-type", Value: "HeadNode" }],
    },
  },
};

interface Template {
  readonly Resources: Readonly<Record<string, unknown>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

/** EC2 under CloudFormation; every call lets all that follows from it end. */
function tester() {
  const kernel = createTestKernel({ modules: [ec2, cloudformation] });
  const context = kernel.context("us-west-2");
  const describe = (StackName: string) =>
    context.call("cloudformation", "DescribeStacks", { StackName }).Stacks?.[0];
  return {
    context,
    create(template: Template, more?: Partial<InputOf<"cloudformation", "CreateStack">>) {
      const TemplateBody = JSON.stringify(template);
      context.call("cloudformation", "CreateStack", { StackName: STACK_NAME, TemplateBody, ...more });
      kernel.clock.runUntilIdle();
    },
    update(template: Template) {
      const TemplateBody = JSON.stringify(template);
      context.call("cloudformation", "UpdateStack", { StackName: STACK_NAME, TemplateBody });
      kernel.clock.runUntilIdle();
    },
    remove() {
      context.call("cloudformation", "DeleteStack", { StackName: STACK_NAME });
      kernel.clock.runUntilIdle();
    },
    stack: () => describe(STACK_NAME),
    /** `LogicalId STATUS: reason` of each event, oldest first, the stack itself as `Stack`. */
    story(StackName = STACK_NAME): string[] {
      const { StackEvents = [] } = context.call("cloudformation", "DescribeStackEvents", { StackName });
      return StackEvents.toReversed().map((event) => {
        const isStack = event.LogicalResourceId === STACK_NAME;
        const reason = event.ResourceStatusReason === undefined ? "" : `: ${event.ResourceStatusReason}`;
        return `${isStack ? "Stack" : event.LogicalResourceId} ${event.ResourceStatus}${reason}`;
      });
    },
  };
}

function withImage(stacks: ReturnType<typeof tester>) {
  const { Images = [] } = stacks.context.call("ec2", "DescribeImages", {
    Filters: [{ Name: "name", Values: ["aws-parallelcluster-3.13.1-ubuntu-2204-lts-hvm-x86_64*"] }],
  });
  const template = structuredClone(HEAD_NODE);
  Object.assign(template.HeadTemplate.Properties.LaunchTemplateData, { ImageId: Images[0]?.ImageId });
  return { ...NETWORK, ...template };
}

test("the guide's network is made with routes, second block and endpoint, and removed without a rest", () => {
  const stacks = tester();
  const before = JSON.stringify(stacks.context.call("ec2", "DescribeVpcs", {}));
  stacks.create({
    Resources: NETWORK,
    Outputs: {
      Attachment: { Value: ref("Attachment") },
      Address: { Value: ref("Address") },
      Group: { Value: attribute("VPC", "DefaultSecurityGroup") },
    },
  });
  expect(stacks.story().at(-1)).toBe("Stack CREATE_COMPLETE");
  const outputs = Object.fromEntries(
    (stacks.stack()?.Outputs ?? []).map((output) => [output.OutputKey, output.OutputValue]),
  );
  expect(outputs).toEqual({
    Attachment: expect.stringMatching(/^IGW\|vpc-/),
    Address: expect.stringMatching(/^127\.1[89]\.\d+\.\d+$/),
    Group: expect.stringMatching(/^sg-/),
  });
  stacks.remove();
  expect(JSON.stringify(stacks.context.call("ec2", "DescribeVpcs", {}))).toBe(before);
  expect(stacks.context.call("ec2", "DescribeAddresses", {}).Addresses).toEqual([]);
  expect(stacks.context.call("ec2", "DescribeRouteTables", {}).RouteTables).toHaveLength(1);
});

test("every resource carries the stack's tags beside its own", () => {
  const stacks = tester();
  stacks.create({ Resources: NETWORK }, { Tags: [{ Key: "team", Value: "ml" }] });
  const { Subnets = [] } = stacks.context.call("ec2", "DescribeSubnets", {
    Filters: [{ Name: "tag:aws:cloudformation:logical-id", Values: ["PublicSubnet"] }],
  });
  const tags = Object.fromEntries((Subnets[0]?.Tags ?? []).map((tag) => [tag.Key, tag.Value]));
  expect(tags).toMatchObject({ Name: "public", team: "ml", "aws:cloudformation:stack-name": STACK_NAME });
  const { Tags = [] } = stacks.context.call("ec2", "DescribeTags", {
    Filters: [{ Name: "key", Values: ["team"] }],
  });
  expect(new Set(Tags.map((tag) => tag.ResourceType))).toEqual(
    new Set(["vpc", "internet-gateway", "subnet", "elastic-ip", "natgateway", "route-table", "vpc-endpoint"]),
  );
});

test("a head node in ParallelCluster's way runs on its interface, and goes before it", () => {
  const stacks = tester();
  stacks.create({
    Resources: withImage(stacks),
    Outputs: {
      Name: { Value: attribute("HeadNode", "PrivateDnsName") },
      Ip: { Value: attribute("HeadNode", "PrivateIp") },
      Card: { Value: attribute("Interface", "PrimaryPrivateIpAddress") },
    },
  });
  expect(stacks.story().at(-1)).toBe("Stack CREATE_COMPLETE");
  const [name, ip, card] = (stacks.stack()?.Outputs ?? []).map((output) => output.OutputValue);
  expect([name, ip]).toEqual(["ip-10-1-0-4.us-west-2.compute.internal", card]);
  const stackId = stacks.stack()?.StackId;
  stacks.remove();
  const story = stacks.story(stackId);
  expect(story.at(-1)).toBe("Stack DELETE_COMPLETE");
  const at = (line: string) => story.indexOf(line);
  expect(at("HeadNode DELETE_COMPLETE")).toBeLessThan(at("Interface DELETE_IN_PROGRESS"));
});

test("a launch template gets a new version, and its instance is replaced, only when its data changes", () => {
  const stacks = tester();
  const resources = withImage(stacks);
  stacks.create({ Resources: resources });
  const id = () =>
    stacks.context.call("ec2", "DescribeInstances", {
      Filters: [{ Name: "instance-state-name", Values: ["running"] }],
    }).Reservations?.[0]?.Instances?.[0]?.InstanceId;
  const version = () =>
    stacks.context.call("ec2", "DescribeLaunchTemplates", {}).LaunchTemplates?.[0]?.LatestVersionNumber;
  const first = id();
  stacks.update({
    Resources: { ...resources, HeadTemplate: { ...resources.HeadTemplate, Metadata: { files: 2 } } },
  });
  expect([id(), version()]).toEqual([first, 1]);
});

test("a script that stands in for AWS's own may be replaced by that one without a new version", () => {
  const stacks = tester();
  const { HeadNode: _, ...resources } = withImage(stacks);
  const withScript = (script: string) => {
    const template = structuredClone(resources);
    Object.assign(template.HeadTemplate.Properties.LaunchTemplateData, {
      UserData: Buffer.from(script).toString("base64"),
    });
    return { Resources: template };
  };
  const version = () =>
    stacks.context.call("ec2", "DescribeLaunchTemplates", {}).LaunchTemplates?.[0]?.LatestVersionNumber;
  stacks.create(withScript(`#!/bin/sh\n${STAND_IN_LINE}\n`));
  stacks.update(withScript("#!/bin/sh\n# AWS's own\n"));
  expect(version()).toBe(1);
  stacks.update(withScript("#!/bin/sh\n# another of AWS's own\n"));
  expect(version()).toBe(2);
});

const openPorts = (...ports: number[]): Template => ({
  Resources: {
    Group: {
      Type: "AWS::EC2::SecurityGroup",
      Properties: {
        GroupDescription: "g",
        SecurityGroupIngress: ports.map((port) => ({
          IpProtocol: "tcp",
          FromPort: port,
          ToPort: port,
          CidrIp: "10.0.0.0/8",
        })),
      },
    },
  },
});

test("a changed security group is changed in place", () => {
  const stacks = tester();
  const find = () =>
    stacks.context.call("ec2", "DescribeSecurityGroups", {
      Filters: [{ Name: "tag-key", Values: ["aws:cloudformation:stack-name"] }],
    }).SecurityGroups?.[0];
  stacks.create(openPorts(22, 80));
  const before = find();
  stacks.update(openPorts(22, 443));
  expect(find()?.GroupId).toBe(before?.GroupId);
  expect(find()?.IpPermissions?.map((permission) => permission.FromPort)).toEqual([22, 443]);
});

test("an instance type is changed with a stop and a start", () => {
  const stacks = tester();
  const { Images = [] } = stacks.context.call("ec2", "DescribeImages", {
    Owners: ["amazon"],
    Filters: [{ Name: "architecture", Values: ["x86_64"] }],
  });
  const template = (InstanceType: string) => ({
    Resources: {
      Host: { Type: "AWS::EC2::Instance", Properties: { ImageId: Images[0]?.ImageId, InstanceType } },
    },
  });
  const host = () => stacks.context.call("ec2", "DescribeInstances", {}).Reservations?.[0]?.Instances?.[0];
  stacks.create(template("c5.large"));
  const id = host()?.InstanceId;
  stacks.update(template("c5.xlarge"));
  expect(host()).toMatchObject({ InstanceId: id, InstanceType: "c5.xlarge", State: { Name: "running" } });
});

test("a group that something outside the stack uses is not deleted, and the reason says so", () => {
  const stacks = tester();
  stacks.create({
    Resources: { Group: { Type: "AWS::EC2::SecurityGroup", Properties: { GroupDescription: "g" } } },
  });
  const [group] =
    stacks.context.call("ec2", "DescribeSecurityGroups", {
      Filters: [{ Name: "description", Values: ["g"] }],
    }).SecurityGroups ?? [];
  const [subnet] = stacks.context.call("ec2", "DescribeSubnets", {}).Subnets ?? [];
  stacks.context.call("ec2", "CreateNetworkInterface", {
    SubnetId: subnet?.SubnetId,
    Groups: [group?.GroupId ?? ""],
  });
  stacks.remove();
  expect(stacks.story().join("\n")).toMatch(/Group DELETE_FAILED: .*has a dependent object/);
});

test.each([
  { type: "AWS::EC2::PlacementGroup", properties: { Strategy: "cluster" }, id: /^test-stack-Thing-/ },
  {
    type: "AWS::EC2::Volume",
    properties: { AvailabilityZone: "us-west-2a", Size: 40, VolumeType: "gp3", Encrypted: true },
    id: /^vol-/,
  },
  {
    type: "AWS::EC2::CapacityReservation",
    properties: {
      InstanceType: "c5.large",
      InstancePlatform: "Linux/UNIX",
      AvailabilityZone: "us-west-2a",
      InstanceCount: 1,
    },
    id: /^cr-/,
  },
])("$type is made and removed", ({ type, properties, id }) => {
  const stacks = tester();
  stacks.create({
    Resources: { Thing: { Type: type, Properties: properties } },
    Outputs: { Id: { Value: ref("Thing") } },
  });
  expect(stacks.stack()?.Outputs?.[0]?.OutputValue).toMatch(id);
  const stackId = stacks.stack()?.StackId;
  stacks.remove();
  expect(stacks.story(stackId).at(-1)).toBe("Stack DELETE_COMPLETE");
});

test("a property that is not modelled fails its resource and is named", () => {
  const stacks = tester();
  stacks.create({
    Resources: {
      VPC: { Type: "AWS::EC2::VPC", Properties: { Ipv4IpamPoolId: "ipam-pool-1", Ipv4NetmaskLength: 16 } },
    },
  });
  expect(stacks.story().join("\n")).toMatch(
    /VPC CREATE_FAILED: .*Ipv4IpamPoolId of AWS::EC2::VPC is not modelled/,
  );
});
