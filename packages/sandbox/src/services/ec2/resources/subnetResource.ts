import type { ResourceContext } from "../../../cloudformation/ResourceProvider.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { resourceDurations } from "../durations.ts";
import { ec2Resource, given, replaceTags, tagSpecifications } from "./ec2Resource.ts";

export const subnetResource = ec2Resource({
  type: "AWS::EC2::Subnet",
  durations: resourceDurations.subnet,
  properties: [
    "AvailabilityZone",
    "AvailabilityZoneId",
    "CidrBlock",
    "MapPublicIpOnLaunch",
    "PrivateDnsNameOptionsOnLaunch",
    "Tags",
    "VpcId",
  ],
  unwanted: { AssignIpv6AddressOnCreation: false, EnableDns64: false, Ipv6Native: false },
  create(properties, context) {
    const read = readProperties(properties);
    const { Subnet } = context.call("ec2", "CreateSubnet", {
      VpcId: read.text("VpcId"),
      CidrBlock: read.text("CidrBlock"),
      AvailabilityZone: read.text("AvailabilityZone"),
      AvailabilityZoneId: read.text("AvailabilityZoneId"),
      TagSpecifications: tagSpecifications("subnet", properties, context),
    });
    return { physicalId: given(Subnet?.SubnetId) };
  },
  configure: setAttributes,
  read(physicalId, _properties, context) {
    const [subnet] = context.call("ec2", "DescribeSubnets", { SubnetIds: [physicalId] }).Subnets ?? [];
    const [acl] =
      context.call("ec2", "DescribeNetworkAcls", {
        Filters: [{ Name: "association.subnet-id", Values: [physicalId] }],
      }).NetworkAcls ?? [];
    const association = acl?.Associations?.find((each) => each.SubnetId === physicalId);
    return {
      ref: physicalId,
      attributes: {
        SubnetId: physicalId,
        AvailabilityZone: subnet?.AvailabilityZone ?? "",
        AvailabilityZoneId: subnet?.AvailabilityZoneId ?? "",
        CidrBlock: subnet?.CidrBlock ?? "",
        Ipv6CidrBlocks: [],
        NetworkAclAssociationId: association?.NetworkAclAssociationId ?? "",
        VpcId: subnet?.VpcId ?? "",
      },
    };
  },
  update(physicalId, change, context) {
    setAttributes(physicalId, change.after, context);
    replaceTags(physicalId, change, context);
  },
  delete: (SubnetId, _properties, context) => void context.call("ec2", "DeleteSubnet", { SubnetId }),
});

function setAttributes(SubnetId: string, properties: JsonObject, context: ResourceContext): void {
  const read = readProperties(properties);
  const options = read.object("PrivateDnsNameOptionsOnLaunch");
  context.call("ec2", "ModifySubnetAttribute", {
    SubnetId,
    MapPublicIpOnLaunch: { Value: read.boolean("MapPublicIpOnLaunch") ?? false },
    ...(options === undefined
      ? {}
      : {
          PrivateDnsHostnameTypeOnLaunch:
            options.text("HostnameType") === "resource-name" ? "resource-name" : "ip-name",
          EnableResourceNameDnsARecordOnLaunch: {
            Value: options.boolean("EnableResourceNameDnsARecord") ?? false,
          },
        }),
  });
}
