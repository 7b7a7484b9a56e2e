import type { ResourceContext } from "../../../cloudformation/ResourceProvider.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { resourceDurations } from "../durations.ts";
import { ec2Resource, given, replaceTags, tagSpecifications } from "./ec2Resource.ts";

export const vpcResource = ec2Resource({
  type: "AWS::EC2::VPC",
  durations: resourceDurations.vpc,
  properties: ["CidrBlock", "EnableDnsHostnames", "EnableDnsSupport", "InstanceTenancy", "Tags"],
  create(properties, context) {
    const read = readProperties(properties);
    const { Vpc } = context.call("ec2", "CreateVpc", {
      CidrBlock: read.text("CidrBlock"),
      InstanceTenancy: read.text("InstanceTenancy") === "dedicated" ? "dedicated" : "default",
      TagSpecifications: tagSpecifications("vpc", properties, context),
    });
    return { physicalId: given(Vpc?.VpcId) };
  },
  configure: setDns,
  read(physicalId, _properties, context) {
    const filter = [{ Name: "vpc-id", Values: [physicalId] }];
    const [vpc] = context.call("ec2", "DescribeVpcs", { VpcIds: [physicalId] }).Vpcs ?? [];
    const [group] =
      context.call("ec2", "DescribeSecurityGroups", {
        Filters: [...filter, { Name: "group-name", Values: ["default"] }],
      }).SecurityGroups ?? [];
    const [acl] = context.call("ec2", "DescribeNetworkAcls", { Filters: filter }).NetworkAcls ?? [];
    return {
      ref: physicalId,
      attributes: {
        VpcId: physicalId,
        CidrBlock: vpc?.CidrBlock ?? "",
        CidrBlockAssociations: (vpc?.CidrBlockAssociationSet ?? []).map((each) => each.AssociationId ?? ""),
        DefaultNetworkAcl: acl?.NetworkAclId ?? "",
        DefaultSecurityGroup: group?.GroupId ?? "",
        Ipv6CidrBlocks: [],
      },
    };
  },
  replaces: ({ changed }) => changed.includes("InstanceTenancy"),
  update(physicalId, change, context) {
    setDns(physicalId, change.after, context);
    replaceTags(physicalId, change, context);
  },
  delete: (VpcId, _properties, context) => void context.call("ec2", "DeleteVpc", { VpcId }),
});

function setDns(VpcId: string, properties: JsonObject, context: ResourceContext): void {
  const read = readProperties(properties);
  const Value = read.boolean("EnableDnsSupport") ?? true;
  context.call("ec2", "ModifyVpcAttribute", { VpcId, EnableDnsSupport: { Value } });
  const hostnames = read.boolean("EnableDnsHostnames") ?? false;
  context.call("ec2", "ModifyVpcAttribute", { VpcId, EnableDnsHostnames: { Value: hostnames } });
}
