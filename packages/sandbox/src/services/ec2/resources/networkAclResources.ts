import type { RuleAction } from "@aws-sdk/client-ec2";
import type { ResourceContext } from "../../../cloudformation/ResourceProvider.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { resourceDurations } from "../durations.ts";
import { ec2Resource, given, ignoreMissing, replaceTags, tagSpecifications } from "./ec2Resource.ts";

const ACTIONS: readonly RuleAction[] = ["allow", "deny"];

export const networkAclResource = ec2Resource({
  type: "AWS::EC2::NetworkAcl",
  durations: resourceDurations.vpcPart,
  properties: ["Tags", "VpcId"],
  create(properties, context) {
    const { NetworkAcl } = context.call("ec2", "CreateNetworkAcl", {
      VpcId: readProperties(properties).text("VpcId"),
      TagSpecifications: tagSpecifications("network-acl", properties, context),
    });
    return { physicalId: given(NetworkAcl?.NetworkAclId) };
  },
  read: (physicalId) => ({ ref: physicalId, attributes: { Id: physicalId } }),
  update: replaceTags,
  delete: (NetworkAclId, _properties, context) =>
    void context.call("ec2", "DeleteNetworkAcl", { NetworkAclId }),
});

export const networkAclEntryResource = ec2Resource({
  type: "AWS::EC2::NetworkAclEntry",
  durations: resourceDurations.vpcPart,
  properties: [
    "CidrBlock",
    "Egress",
    "Icmp",
    "Ipv6CidrBlock",
    "NetworkAclId",
    "PortRange",
    "Protocol",
    "RuleAction",
    "RuleNumber",
  ],
  create(properties, context) {
    context.call("ec2", "CreateNetworkAclEntry", entryOf(properties));
    const suffix = context.ids.upperAlphanumeric("cloudformation-name", 12);
    return { physicalId: `${context.stackName.slice(0, 5)}-${context.logicalId.slice(0, 4)}-${suffix}` };
  },
  read: (physicalId) => ({ ref: physicalId, attributes: { Id: physicalId } }),
  update: (_physicalId, { after }, context) =>
    void context.call("ec2", "ReplaceNetworkAclEntry", entryOf(after)),
  delete(_physicalId, properties, context) {
    const { NetworkAclId, RuleNumber, Egress } = entryOf(properties);
    context.call("ec2", "DeleteNetworkAclEntry", { NetworkAclId, RuleNumber, Egress });
  },
});

/** Its removal puts the subnet back into the first list of its VPC. */
export const subnetNetworkAclAssociationResource = ec2Resource({
  type: "AWS::EC2::SubnetNetworkAclAssociation",
  durations: resourceDurations.vpcPart,
  properties: ["NetworkAclId", "SubnetId"],
  create(properties, context) {
    const read = readProperties(properties);
    const id = associate(given(read.text("SubnetId")), given(read.text("NetworkAclId")), context);
    return { physicalId: given(id) };
  },
  read: (physicalId) => ({ ref: physicalId, attributes: { AssociationId: physicalId } }),
  delete(_physicalId, properties, context) {
    const subnetId = given(readProperties(properties).text("SubnetId"));
    const [subnet] =
      context.call("ec2", "DescribeSubnets", { Filters: [{ Name: "subnet-id", Values: [subnetId] }] })
        .Subnets ?? [];
    const first = aclIdsOf({ "vpc-id": subnet?.VpcId ?? "", default: "true" }, context)[0];
    if (first !== undefined) ignoreMissing(() => void associate(subnetId, first, context));
  },
});

function associate(subnetId: string, NetworkAclId: string, context: ResourceContext): string | undefined {
  const { NetworkAcls = [] } = context.call("ec2", "DescribeNetworkAcls", {
    Filters: [{ Name: "association.subnet-id", Values: [subnetId] }],
  });
  const present = NetworkAcls[0]?.Associations?.find((association) => association.SubnetId === subnetId);
  return context.call("ec2", "ReplaceNetworkAclAssociation", {
    AssociationId: present?.NetworkAclAssociationId ?? subnetId,
    NetworkAclId,
  }).NewAssociationId;
}

function aclIdsOf(filters: Readonly<Record<string, string>>, context: ResourceContext): string[] {
  const { NetworkAcls = [] } = context.call("ec2", "DescribeNetworkAcls", {
    Filters: Object.entries(filters).map(([Name, value]) => ({ Name, Values: [value] })),
  });
  return NetworkAcls.flatMap((acl) => acl.NetworkAclId ?? []);
}

function entryOf(properties: JsonObject) {
  const read = readProperties(properties);
  const [icmp, ports] = [read.object("Icmp"), read.object("PortRange")];
  return {
    NetworkAclId: read.text("NetworkAclId"),
    RuleNumber: read.number("RuleNumber"),
    Egress: read.boolean("Egress") ?? false,
    Protocol: read.text("Protocol"),
    RuleAction: ACTIONS.find((action) => action === read.text("RuleAction")?.toLowerCase()),
    CidrBlock: read.text("CidrBlock"),
    Ipv6CidrBlock: read.text("Ipv6CidrBlock"),
    ...(icmp === undefined ? {} : { IcmpTypeCode: { Code: icmp.number("Code"), Type: icmp.number("Type") } }),
    ...(ports === undefined ? {} : { PortRange: { From: ports.number("From"), To: ports.number("To") } }),
  };
}
