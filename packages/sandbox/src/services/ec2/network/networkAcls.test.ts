import { expect, test } from "vitest";
import { ec2Test, publicNetwork, refusal } from "../testing/ec2TestKernel.ts";

const ENTRY = { RuleNumber: 90, Protocol: "-1", RuleAction: "deny", CidrBlock: "10.9.0.0/16" } as const;

function withVpc() {
  const context = ec2Test();
  const { vpcId, subnetId } = publicNetwork(context);
  const lists = () =>
    context.call("ec2", "DescribeNetworkAcls", { Filters: [{ Name: "vpc-id", Values: [vpcId] }] })
      .NetworkAcls ?? [];
  return { context, vpcId, subnetId, lists, firstId: lists()[0]?.NetworkAclId ?? "" };
}

test("the first list of a VPC takes entries, in order of their numbers, and never goes", () => {
  const { context, lists, firstId } = withVpc();
  context.call("ec2", "CreateNetworkAclEntry", { ...ENTRY, NetworkAclId: firstId, Egress: false });
  const numbers = () =>
    lists()[0]
      ?.Entries?.filter(({ Egress }) => Egress === false)
      .map(({ RuleNumber }) => RuleNumber);
  expect(numbers()).toEqual([90, 100, 32_767]);
  context.call("ec2", "DeleteNetworkAclEntry", { NetworkAclId: firstId, RuleNumber: 90, Egress: false });
  expect(numbers()).toEqual([100, 32_767]);
  expect(refusal(() => context.call("ec2", "DeleteNetworkAcl", { NetworkAclId: firstId }))).toBe(
    `InvalidParameterValue: cannot delete default network ACL ${firstId}`,
  );
});

test("a subnet moves to another list, which then cannot go, nor its VPC", () => {
  const { context, vpcId, subnetId, lists } = withVpc();
  const id = context.call("ec2", "CreateNetworkAcl", { VpcId: vpcId }).NetworkAcl?.NetworkAclId;
  const AssociationId = lists()[0]?.Associations?.[0]?.NetworkAclAssociationId;
  const { NewAssociationId } = context.call("ec2", "ReplaceNetworkAclAssociation", {
    AssociationId,
    NetworkAclId: id,
  });
  expect(lists().map((list) => list.Associations?.map((each) => each.NetworkAclAssociationId))).toEqual([
    [],
    [NewAssociationId],
  ]);
  const words = `DependencyViolation: The networkAcl '${id ?? ""}' has dependencies and cannot be deleted.`;
  expect(refusal(() => context.call("ec2", "DeleteNetworkAcl", { NetworkAclId: id }))).toBe(words);
  context.call("ec2", "DeleteSubnet", { SubnetId: subnetId });
  context.call("ec2", "DeleteNetworkAcl", { NetworkAclId: id });
  expect(lists()).toHaveLength(1);
});

test.each([
  {
    what: "an entry that is there",
    entry: { ...ENTRY, RuleNumber: 100 },
    words: "NetworkAclEntryAlreadyExists: The network acl entry identified by 100 already exists.",
  },
  {
    what: "a number that is too high",
    entry: { ...ENTRY, RuleNumber: 32_767 },
    words:
      "InvalidParameterValue: Value (32767) for parameter ruleNumber is invalid. The rule number must be between 1 and 32766.",
  },
])("$what is refused", ({ entry, words }) => {
  const { context, firstId } = withVpc();
  expect(
    refusal(() =>
      context.call("ec2", "CreateNetworkAclEntry", { ...entry, NetworkAclId: firstId, Egress: true }),
    ),
  ).toBe(words);
});

test("DHCP options in use cannot go, and a VPC can do without any", () => {
  const { context, vpcId } = withVpc();
  const id = context.call("ec2", "CreateDhcpOptions", {
    DhcpConfigurations: [{ Key: "domain-name", Values: ["example.com"] }],
  }).DhcpOptions?.DhcpOptionsId;
  context.call("ec2", "AssociateDhcpOptions", { VpcId: vpcId, DhcpOptionsId: id });
  expect(refusal(() => context.call("ec2", "DeleteDhcpOptions", { DhcpOptionsId: id }))).toBe(
    `DependencyViolation: The dhcpOptions '${id ?? ""}' has dependencies and cannot be deleted.`,
  );
  context.call("ec2", "AssociateDhcpOptions", { VpcId: vpcId, DhcpOptionsId: "default" });
  context.call("ec2", "DeleteDhcpOptions", { DhcpOptionsId: id });
  expect(context.call("ec2", "DescribeVpcs", { VpcIds: [vpcId] }).Vpcs?.[0]?.DhcpOptionsId).toBe("default");
});
