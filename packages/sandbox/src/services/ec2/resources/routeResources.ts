import { readProperties, type PropertyReader } from "../../../kernel/readProperties.ts";
import { resourceDurations } from "../durations.ts";
import { ec2Resource, given, replaceTags, tagSpecifications } from "./ec2Resource.ts";

export const routeTableResource = ec2Resource({
  type: "AWS::EC2::RouteTable",
  durations: resourceDurations.vpcPart,
  properties: ["Tags", "VpcId"],
  create(properties, context) {
    const { RouteTable } = context.call("ec2", "CreateRouteTable", {
      VpcId: readProperties(properties).text("VpcId"),
      TagSpecifications: tagSpecifications("route-table", properties, context),
    });
    return { physicalId: given(RouteTable?.RouteTableId) };
  },
  read: (physicalId) => ({ ref: physicalId, attributes: { RouteTableId: physicalId } }),
  update: replaceTags,
  delete: (RouteTableId, _properties, context) =>
    void context.call("ec2", "DeleteRouteTable", { RouteTableId }),
});

/** `Ref` answers `rtb-…|0.0.0.0/0`. */
export const routeResource = ec2Resource({
  type: "AWS::EC2::Route",
  durations: resourceDurations.route,
  properties: [
    "DestinationCidrBlock",
    "DestinationPrefixListId",
    "GatewayId",
    "InstanceId",
    "NatGatewayId",
    "NetworkInterfaceId",
    "RouteTableId",
    "VpcEndpointId",
  ],
  create(properties, context) {
    const read = readProperties(properties);
    context.call("ec2", "CreateRoute", { ...placeOf(read), ...targetOf(read) });
    const { RouteTableId, DestinationCidrBlock, DestinationPrefixListId } = placeOf(read);
    return {
      physicalId: `${given(RouteTableId)}|${DestinationCidrBlock ?? DestinationPrefixListId ?? ""}`,
    };
  },
  read: (physicalId, properties) => ({
    ref: physicalId,
    attributes: { CidrBlock: readProperties(properties).text("DestinationCidrBlock") ?? "" },
  }),
  update(_physicalId, { after }, context) {
    const read = readProperties(after);
    context.call("ec2", "ReplaceRoute", { ...placeOf(read), ...targetOf(read) });
  },
  delete: (_physicalId, properties, context) =>
    void context.call("ec2", "DeleteRoute", placeOf(readProperties(properties))),
});

export const subnetRouteTableAssociationResource = ec2Resource({
  type: "AWS::EC2::SubnetRouteTableAssociation",
  durations: resourceDurations.small,
  properties: ["RouteTableId", "SubnetId"],
  create(properties, context) {
    const read = readProperties(properties);
    const { AssociationId } = context.call("ec2", "AssociateRouteTable", {
      RouteTableId: read.text("RouteTableId"),
      SubnetId: read.text("SubnetId"),
    });
    return { physicalId: given(AssociationId) };
  },
  read: (physicalId) => ({ ref: physicalId, attributes: { Id: physicalId } }),
  delete: (AssociationId, _properties, context) =>
    void context.call("ec2", "DisassociateRouteTable", { AssociationId }),
});

function placeOf(read: PropertyReader) {
  return {
    RouteTableId: read.text("RouteTableId"),
    DestinationCidrBlock: read.text("DestinationCidrBlock"),
    DestinationPrefixListId: read.text("DestinationPrefixListId"),
  };
}

function targetOf(read: PropertyReader) {
  return {
    GatewayId: read.text("GatewayId") ?? read.text("VpcEndpointId"),
    NatGatewayId: read.text("NatGatewayId"),
    NetworkInterfaceId: read.text("NetworkInterfaceId"),
    InstanceId: read.text("InstanceId"),
  };
}
