import { expect, test } from "vitest";
import { ec2Test, publicNetwork, refusal } from "../testing/ec2TestKernel.ts";

function withGroup() {
  const context = ec2Test();
  const network = publicNetwork(context);
  const { GroupId = "" } = context.call("ec2", "CreateSecurityGroup", {
    GroupName: "cluster",
    Description: "cluster",
    VpcId: network.vpcId,
  });
  const group = () =>
    context.call("ec2", "DescribeSecurityGroups", { GroupIds: [GroupId] }).SecurityGroups?.[0];
  return { context, ...network, GroupId, group };
}

test("a new group lets everything out and nothing in", () => {
  const { group } = withGroup();
  expect(group()).toMatchObject({
    IpPermissions: [],
    IpPermissionsEgress: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
  });
});

test("ports of a rule for all protocols are taken and dropped, and its twin is a duplicate", () => {
  const { context, GroupId, group } = withGroup();
  const rule = () =>
    context.call("ec2", "AuthorizeSecurityGroupIngress", {
      GroupId,
      IpPermissions: [{ IpProtocol: "-1", FromPort: 0, ToPort: 65_535, UserIdGroupPairs: [{ GroupId }] }],
    });
  expect(rule().SecurityGroupRules?.[0]).toMatchObject({ FromPort: -1, ToPort: -1, IsEgress: false });
  expect(group()?.IpPermissions?.[0]).toEqual({
    IpProtocol: "-1",
    UserIdGroupPairs: [{ GroupId, UserId: "123456789012" }],
    IpRanges: [],
    Ipv6Ranges: [],
    PrefixListIds: [],
  });
  expect(refusal(rule)).toBe(
    `InvalidPermission.Duplicate: the specified rule "peer: ${GroupId}, ALL, ALLOW" already exists`,
  );
});

test("rules of one port are shown as one permission and as rules of their own", () => {
  const { context, GroupId, group } = withGroup();
  context.call("ec2", "AuthorizeSecurityGroupIngress", {
    GroupId,
    IpPermissions: [
      {
        IpProtocol: "tcp",
        FromPort: 22,
        ToPort: 22,
        IpRanges: [{ CidrIp: "203.0.113.7/32", Description: "office" }],
        UserIdGroupPairs: [{ GroupId }],
      },
    ],
  });
  expect(group()?.IpPermissions).toHaveLength(1);
  const { SecurityGroupRules = [] } = context.call("ec2", "DescribeSecurityGroupRules", {
    Filters: [{ Name: "group-id", Values: [GroupId] }],
  });
  expect(SecurityGroupRules.map((rule) => [rule.IsEgress, rule.FromPort, rule.CidrIpv4])).toEqual([
    [true, -1, "0.0.0.0/0"],
    [false, 22, "203.0.113.7/32"],
    [false, 22, undefined],
  ]);
  const id = SecurityGroupRules[1]?.SecurityGroupRuleId ?? "";
  context.call("ec2", "RevokeSecurityGroupIngress", { GroupId, SecurityGroupRuleIds: [id] });
  expect(group()?.IpPermissions?.[0]?.IpRanges).toEqual([]);
});

test("a group that another group's rule or an interface names cannot be deleted", () => {
  const { context, vpcId, subnetId, GroupId } = withGroup();
  const other = context.call("ec2", "CreateSecurityGroup", {
    GroupName: "other",
    Description: "other",
    VpcId: vpcId,
  }).GroupId;
  const IpPermissions = [{ IpProtocol: "-1", UserIdGroupPairs: [{ GroupId }] }];
  context.call("ec2", "AuthorizeSecurityGroupIngress", { GroupId: other, IpPermissions });
  const remove = () => context.call("ec2", "DeleteSecurityGroup", { GroupId });
  expect(refusal(remove)).toBe(`DependencyViolation: resource ${GroupId} has a dependent object`);
  context.call("ec2", "RevokeSecurityGroupIngress", { GroupId: other, IpPermissions });
  const card = context.call("ec2", "CreateNetworkInterface", { SubnetId: subnetId, Groups: [GroupId] });
  expect(refusal(remove)).toMatch(/^DependencyViolation/);
  context.call("ec2", "DeleteNetworkInterface", {
    NetworkInterfaceId: card.NetworkInterface?.NetworkInterfaceId,
  });
  expect(refusal(remove)).toBe("no error");
});

test.each([
  {
    id: "sg-0123456789abcdef0",
    words: "InvalidGroup.NotFound: The security group 'sg-0123456789abcdef0' does not exist",
  },
  { id: "group", words: 'InvalidGroupId.Malformed: Invalid id: "group" (expecting "sg-...")' },
])("asking for the group $id answers $words", ({ id, words }) => {
  const context = ec2Test();
  expect(refusal(() => context.call("ec2", "DescribeSecurityGroups", { GroupIds: [id] }))).toBe(words);
});
