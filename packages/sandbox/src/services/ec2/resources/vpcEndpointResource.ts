import type { VpcEndpointType } from "@aws-sdk/client-ec2";
import type { Json } from "../../../kernel/json.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { resourceDurations } from "../durations.ts";
import { ec2Resource, given, replaceTags, tagSpecifications } from "./ec2Resource.ts";

const TYPES: readonly VpcEndpointType[] = ["Gateway", "GatewayLoadBalancer", "Interface"];

export const vpcEndpointResource = ec2Resource({
  type: "AWS::EC2::VPCEndpoint",
  durations: resourceDurations.small,
  properties: ["PolicyDocument", "RouteTableIds", "ServiceName", "Tags", "VpcEndpointType", "VpcId"],
  create(properties, context) {
    const read = readProperties(properties);
    const { VpcEndpoint } = context.call("ec2", "CreateVpcEndpoint", {
      VpcId: read.text("VpcId"),
      ServiceName: read.text("ServiceName"),
      VpcEndpointType: TYPES.find((type) => type === read.text("VpcEndpointType")),
      RouteTableIds: read.texts("RouteTableIds"),
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
        DnsEntries: [],
        NetworkInterfaceIds: [],
      },
    };
  },
  update(physicalId, change, context) {
    const before = readProperties(change.before).texts("RouteTableIds") ?? [];
    const read = readProperties(change.after);
    const after = read.texts("RouteTableIds") ?? [];
    const PolicyDocument = documentText(read.json("PolicyDocument"));
    context.call("ec2", "ModifyVpcEndpoint", {
      VpcEndpointId: physicalId,
      AddRouteTableIds: after.filter((id) => !before.includes(id)),
      RemoveRouteTableIds: before.filter((id) => !after.includes(id)),
      ...(PolicyDocument === undefined ? { ResetPolicy: true } : { PolicyDocument }),
    });
    replaceTags(physicalId, change, context);
  },
  delete: (physicalId, _properties, context) =>
    void context.call("ec2", "DeleteVpcEndpoints", { VpcEndpointIds: [physicalId] }),
});

function documentText(document: Json | undefined): string | undefined {
  return document === undefined || typeof document === "string" ? document : JSON.stringify(document);
}
