import { expect, test } from "vitest";
import { createTestKernel } from "../../../testing/createTestKernel.ts";
import { ec2 } from "../../ec2/ec2.ts";
import { fsx } from "../fsx.ts";

function network() {
  const kernel = createTestKernel({ modules: [ec2, fsx] });
  const context = kernel.context("us-west-2");
  const VpcId = context.call("ec2", "CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc?.VpcId;
  const SubnetId =
    context.call("ec2", "CreateSubnet", { VpcId, CidrBlock: "10.0.1.0/24" }).Subnet?.SubnetId ?? "";
  const GroupId =
    context.call("ec2", "CreateSecurityGroup", { VpcId, GroupName: "efa", Description: "efa" }).GroupId ?? "";
  return { kernel, context, SubnetId, GroupId };
}

function createLustre({ kernel, SubnetId, GroupId }: ReturnType<typeof network>): unknown {
  return kernel.dispatch({
    service: "fsx",
    operation: "CreateFileSystem",
    region: "us-west-2",
    requestId: "r",
    accessKeyId: "AKIA",
    input: {
      FileSystemType: "LUSTRE",
      StorageCapacity: 1200,
      SubnetIds: [SubnetId],
      SecurityGroupIds: [GroupId],
      LustreConfiguration: { DeploymentType: "PERSISTENT_2", PerUnitStorageThroughput: 250 },
    },
  });
}

test("EC2's own groups and subnets let a file system in once the group talks to itself, and hold its interfaces", () => {
  const made = network();
  const { kernel, context, GroupId, SubnetId } = made;
  expect(() => createLustre(made)).toThrow(expect.objectContaining({ code: "InvalidNetworkSettings" }));
  context.call("ec2", "AuthorizeSecurityGroupIngress", {
    GroupId,
    IpPermissions: [{ IpProtocol: "-1", UserIdGroupPairs: [{ GroupId }] }],
  });
  createLustre(made);
  kernel.clock.runUntilIdle();
  const [fileSystem] = context.call("fsx", "DescribeFileSystems", {}).FileSystems ?? [];
  const NetworkInterfaceIds = fileSystem?.NetworkInterfaceIds ?? [];
  const { NetworkInterfaces } = context.call("ec2", "DescribeNetworkInterfaces", { NetworkInterfaceIds });
  expect(NetworkInterfaces?.map((each) => each.SubnetId)).toEqual([SubnetId, SubnetId]);
  expect(NetworkInterfaces?.[0]).toMatchObject({
    Description: `AWS created network interface for ${fileSystem?.FileSystemId}`,
    Groups: [{ GroupId }],
  });
  expect(() => context.call("ec2", "DeleteSubnet", { SubnetId })).toThrow(
    expect.objectContaining({ code: "DependencyViolation" }),
  );
  context.call("fsx", "DeleteFileSystem", { FileSystemId: fileSystem?.FileSystemId });
  kernel.clock.runUntilIdle();
  context.call("ec2", "DeleteSubnet", { SubnetId });
});

test.each([
  { member: "subnet", SubnetId: "subnet-0123456789abcdef0", GroupId: undefined },
  { member: "security group", SubnetId: undefined, GroupId: "sg-0123456789abcdef0" },
])("a $member that EC2 does not know is named", ({ SubnetId, GroupId }) => {
  const made = network();
  const wrong = { ...made, SubnetId: SubnetId ?? made.SubnetId, GroupId: GroupId ?? made.GroupId };
  expect(() => createLustre(wrong)).toThrow(SubnetId ?? GroupId);
});
