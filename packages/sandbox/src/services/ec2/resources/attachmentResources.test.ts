import { expect, test } from "vitest";
import { createTestKernel } from "../../../testing/createTestKernel.ts";
import { cloudformation } from "../../cloudformation/cloudformation.ts";
import { ssm } from "../../ssm/ssm.ts";
import { ec2 } from "../ec2.ts";

const ref = (logicalId: string) => ({ Ref: logicalId });
const IMAGE = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

const RESOURCES = {
  Network: { Type: "AWS::EC2::VPC", Properties: { CidrBlock: "10.0.0.0/16" } },
  Subnet: {
    Type: "AWS::EC2::Subnet",
    Properties: { VpcId: ref("Network"), CidrBlock: "10.0.0.0/20", AvailabilityZone: "us-west-2a" },
  },
  Host: {
    Type: "AWS::EC2::Instance",
    Properties: {
      ImageId: IMAGE,
      InstanceType: "t3.micro",
      SubnetId: ref("Subnet"),
      CreditSpecification: { CPUCredits: "standard" },
    },
  },
  Disk: { Type: "AWS::EC2::Volume", Properties: { AvailabilityZone: "us-west-2a", Size: 1 } },
  Attached: {
    Type: "AWS::EC2::VolumeAttachment",
    Properties: { InstanceId: ref("Host"), VolumeId: ref("Disk"), Device: "/dev/sdf" },
  },
  Card: { Type: "AWS::EC2::NetworkInterface", Properties: { SubnetId: ref("Subnet") } },
  Plugged: {
    Type: "AWS::EC2::NetworkInterfaceAttachment",
    Properties: { InstanceId: ref("Host"), NetworkInterfaceId: ref("Card"), DeviceIndex: "1" },
  },
};

function withStack() {
  const kernel = createTestKernel({ modules: [ec2, ssm, cloudformation] });
  const context = kernel.context("us-west-2");
  const settle = (begin: () => unknown) => {
    begin();
    kernel.clock.runUntilIdle();
  };
  const put = (operation: "CreateStack" | "UpdateStack", resources: object) =>
    settle(() =>
      context.call("cloudformation", operation, {
        StackName: "test-stack",
        TemplateBody: JSON.stringify({ Resources: resources }),
      }),
    );
  put("CreateStack", RESOURCES);
  const { Stacks } = context.call("cloudformation", "DescribeStacks", { StackName: "test-stack" });
  const idOf = (LogicalResourceId: string) =>
    context.call("cloudformation", "DescribeStackResource", { StackName: "test-stack", LogicalResourceId })
      .StackResourceDetail?.PhysicalResourceId ?? "";
  return {
    context,
    idOf,
    StackId: Stacks?.[0]?.StackId,
    update: (resources: object) => put("UpdateStack", resources),
    remove: () => settle(() => context.call("cloudformation", "DeleteStack", { StackName: "test-stack" })),
  };
}

test("a volume and an interface are attached to their instance", () => {
  const { context, idOf } = withStack();
  const [host, disk, card] = [idOf("Host"), idOf("Disk"), idOf("Card")];
  expect(idOf("Attached")).toBe(`${disk}|${host}`);
  const [volume] = context.call("ec2", "DescribeVolumes", { VolumeIds: [disk] }).Volumes ?? [];
  expect(volume?.Attachments?.[0]).toMatchObject({ InstanceId: host, Device: "/dev/sdf", State: "attached" });
  const [plugged] =
    context.call("ec2", "DescribeNetworkInterfaces", { NetworkInterfaceIds: [card] }).NetworkInterfaces ?? [];
  expect(plugged?.Attachment).toMatchObject({
    AttachmentId: idOf("Plugged"),
    InstanceId: host,
    DeviceIndex: 1,
    DeleteOnTermination: true,
  });
});

test("an attachment that leaves the template is undone, what it held stays", () => {
  const { context, idOf, update } = withStack();
  const { Attached: _attached, Plugged: _plugged, ...rest } = RESOURCES;
  update(rest);
  const [volume] = context.call("ec2", "DescribeVolumes", { VolumeIds: [idOf("Disk")] }).Volumes ?? [];
  expect(volume).toMatchObject({ State: "available", Attachments: [] });
  const { NetworkInterfaces } = context.call("ec2", "DescribeNetworkInterfaces", {
    NetworkInterfaceIds: [idOf("Card")],
  });
  expect(NetworkInterfaces?.[0]?.Status).toBe("available");
});

test("CPU credits are as the template says, and change in place", () => {
  const { context, idOf, update } = withStack();
  const host = idOf("Host");
  const credits = () =>
    context.call("ec2", "DescribeInstanceCreditSpecifications", { InstanceIds: [host] })
      .InstanceCreditSpecifications;
  expect(credits()).toEqual([{ InstanceId: host, CpuCredits: "standard" }]);
  const Properties = { ...RESOURCES.Host.Properties, CreditSpecification: { CPUCredits: "unlimited" } };
  update({ ...RESOURCES, Host: { ...RESOURCES.Host, Properties } });
  expect(idOf("Host")).toBe(host);
  expect(credits()).toEqual([{ InstanceId: host, CpuCredits: "unlimited" }]);
});

test("all goes with the stack", () => {
  const { context, remove, StackId } = withStack();
  remove();
  const { Stacks } = context.call("cloudformation", "DescribeStacks", { StackName: StackId });
  expect(Stacks?.[0]?.StackStatus).toBe("DELETE_COMPLETE");
  expect(context.call("ec2", "DescribeVolumes", {}).Volumes).toEqual([]);
  expect(context.call("ec2", "DescribeNetworkInterfaces", {}).NetworkInterfaces).toEqual([]);
});

test.each<{ type: "t2.micro" | "t3.micro" | "c5.large"; given?: string; credits: string | undefined }>([
  { type: "t2.micro", credits: "standard" },
  { type: "t3.micro", credits: "unlimited" },
  { type: "t3.micro", given: "standard", credits: "standard" },
  { type: "c5.large", credits: undefined },
])("a $type has $credits credits", ({ type, given, credits }) => {
  const context = createTestKernel({ modules: [ec2, ssm] }).context("us-west-2");
  context.call("ec2", "RunInstances", {
    ImageId: IMAGE,
    InstanceType: type,
    MinCount: 1,
    MaxCount: 1,
    ...(given === undefined ? {} : { CreditSpecification: { CpuCredits: given } }),
  });
  const { InstanceCreditSpecifications = [] } = context.call(
    "ec2",
    "DescribeInstanceCreditSpecifications",
    {},
  );
  expect(InstanceCreditSpecifications[0]?.CpuCredits).toBe(credits);
});

test("a type without credits cannot be asked for them", () => {
  const context = createTestKernel({ modules: [ec2, ssm] }).context("us-west-2");
  const launch = () =>
    context.call("ec2", "RunInstances", {
      ImageId: IMAGE,
      InstanceType: "c5.large",
      MinCount: 1,
      MaxCount: 1,
      CreditSpecification: { CpuCredits: "unlimited" },
    });
  expect(launch).toThrow("The instance type 'c5.large' does not support credit specification.");
});
