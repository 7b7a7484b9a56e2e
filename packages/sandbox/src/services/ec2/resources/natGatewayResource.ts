import type { ResourceContext } from "../../../cloudformation/ResourceProvider.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { resourceDurations, STABILIZATION_POLL_MS } from "../durations.ts";
import { ec2Resource, given, replaceTags, tagSpecifications } from "./ec2Resource.ts";

export const natGatewayResource = ec2Resource({
  type: "AWS::EC2::NatGateway",
  durations: resourceDurations.natGateway,
  properties: ["AllocationId", "ConnectivityType", "PrivateIpAddress", "SubnetId", "Tags"],
  create(properties, context) {
    const read = readProperties(properties);
    const { NatGateway } = context.call("ec2", "CreateNatGateway", {
      SubnetId: read.text("SubnetId"),
      AllocationId: read.text("AllocationId"),
      PrivateIpAddress: read.text("PrivateIpAddress"),
      ConnectivityType: read.text("ConnectivityType") === "private" ? "private" : "public",
      TagSpecifications: tagSpecifications("natgateway", properties, context),
    });
    return { physicalId: given(NatGateway?.NatGatewayId) };
  },
  progress(physicalId, _properties, context) {
    const state = gatewayOf(physicalId, context)?.State;
    if (state === "available") return { status: "done" };
    if (state === "pending") return { status: "pending", retryAfterMs: STABILIZATION_POLL_MS };
    return { status: "failed", reason: `NatGateway ${physicalId} is in state ${state ?? "deleted"}` };
  },
  read(physicalId, _properties, context) {
    const address = gatewayOf(physicalId, context)?.NatGatewayAddresses?.[0];
    return {
      ref: physicalId,
      attributes: { NatGatewayId: physicalId, EniId: address?.NetworkInterfaceId ?? "" },
    };
  },
  update: replaceTags,
  delete: (NatGatewayId, _properties, context) =>
    void context.call("ec2", "DeleteNatGateway", { NatGatewayId }),
  deleteProgress: (physicalId, context) =>
    gatewayOf(physicalId, context)?.State === "deleting"
      ? { status: "pending", retryAfterMs: STABILIZATION_POLL_MS }
      : { status: "done" },
});

function gatewayOf(id: string, context: ResourceContext) {
  const Filter = [{ Name: "nat-gateway-id", Values: [id] }];
  return context.call("ec2", "DescribeNatGateways", { Filter }).NatGateways?.[0];
}
