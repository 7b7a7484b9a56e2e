import type { VpcEndpointType } from "@aws-sdk/client-ec2";
import type { Json } from "../../../kernel/json.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { resourceDurations } from "../durations.ts";
import { ec2Resource, given, replaceTags, tagSpecifications } from "./ec2Resource.ts";

const TYPES: readonly VpcEndpointType[] = ["Gateway", "GatewayLoadBalancer", "Interface"];

export const vpcEndpointResource = ec2Resource({
  type: "AWS::EC2::VPCEndpoint",
  durations: resourceDurations.small,
  durationsFor: (properties) =>
    readProperties(properties).text("VpcEndpointType") === "Interface"
      ? resourceDurations.interfaceEndpoint
      : resourceDurations.small,
  properties: [
    "PolicyDocument",
    "PrivateDnsEnabled",
    "RouteTableIds",
    "SecurityGroupIds",
    "ServiceName",
    "SubnetIds",
    "Tags",
    "VpcEndpointType",
    "VpcId",
  ],
  create(properties, context) {
    const read = readProperties(properties);
    const isInterface = read.text("VpcEndpointType") === "Interface";
    const { VpcEndpoint } = context.call("ec2", "CreateVpcEndpoint", {
      VpcId: read.text("VpcId"),
      ServiceName: read.text("ServiceName"),
      VpcEndpointType: TYPES.find((type) => type === read.text("VpcEndpointType")),
      RouteTableIds: read.texts("RouteTableIds"),
      SubnetIds: read.texts("SubnetIds"),
      SecurityGroupIds: read.texts("SecurityGroupIds"),
      // A template has to ask for private names, the API gives them.
      ...(isInterface ? { PrivateDnsEnabled: read.boolean("PrivateDnsEnabled") ?? false } : {}),
      PolicyDocument: documentText(read.json("PolicyDocument")),
      TagSpecifications: tagSpecifications("vpc-endpoint", properties, context),
    });
    return { physicalId: given(VpcEndpoint?.VpcEndpointId) };
  },
  read(physicalId, _properties, context) {
    const [endpoint] =
      context.call("ec2", "DescribeVpcEndpoints", { VpcEndpointIds: [physicalId] }).VpcEndpoints ?? [];
    return {
      ref: physicalId,
      attributes: {
        Id: physicalId,
        CreationTimestamp: endpoint?.CreationTimestamp?.toISOString() ?? "",
        DnsEntries: (endpoint?.DnsEntries ?? []).map(
          ({ HostedZoneId = "", DnsName = "" }) => `${HostedZoneId}:${DnsName}`,
        ),
        NetworkInterfaceIds: endpoint?.NetworkInterfaceIds ?? [],
      },
    };
  },
  update(physicalId, change, context) {
    const [before, after] = [readProperties(change.before), readProperties(change.after)];
    const tables = changeOf(before.texts("RouteTableIds"), after.texts("RouteTableIds"));
    const subnets = changeOf(before.texts("SubnetIds"), after.texts("SubnetIds"));
    const groups = changeOf(before.texts("SecurityGroupIds"), after.texts("SecurityGroupIds"));
    const PolicyDocument = documentText(after.json("PolicyDocument"));
    context.call("ec2", "ModifyVpcEndpoint", {
      VpcEndpointId: physicalId,
      AddRouteTableIds: tables.added,
      RemoveRouteTableIds: tables.removed,
      AddSubnetIds: subnets.added,
      RemoveSubnetIds: subnets.removed,
      AddSecurityGroupIds: groups.added,
      RemoveSecurityGroupIds: groups.removed,
      PrivateDnsEnabled: after.boolean("PrivateDnsEnabled"),
      ...(PolicyDocument === undefined ? { ResetPolicy: true } : { PolicyDocument }),
    });
    replaceTags(physicalId, change, context);
  },
  delete: (physicalId, _properties, context) =>
    void context.call("ec2", "DeleteVpcEndpoints", { VpcEndpointIds: [physicalId] }),
});

function changeOf(before: readonly string[] = [], after: readonly string[] = []) {
  return {
    added: after.filter((id) => !before.includes(id)),
    removed: before.filter((id) => !after.includes(id)),
  };
}

function documentText(document: Json | undefined): string | undefined {
  return document === undefined || typeof document === "string" ? document : JSON.stringify(document);
}
