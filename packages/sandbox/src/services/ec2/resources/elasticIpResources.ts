import type { ResourceContext } from "../../../cloudformation/ResourceProvider.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { resourceDurations } from "../durations.ts";
import { ec2Resource, given, replaceTags, tagSpecifications } from "./ec2Resource.ts";

/** `Ref` answers the address itself. */
export const elasticIpResource = ec2Resource({
  type: "AWS::EC2::EIP",
  durations: resourceDurations.vpcPart,
  properties: ["Domain", "InstanceId", "NetworkBorderGroup", "Tags"],
  create(properties, context) {
    const read = readProperties(properties);
    const { PublicIp } = context.call("ec2", "AllocateAddress", {
      Domain: "vpc",
      NetworkBorderGroup: read.text("NetworkBorderGroup"),
      TagSpecifications: tagSpecifications("elastic-ip", properties, context),
    });
    return { physicalId: given(PublicIp) };
  },
  configure(physicalId, properties, context) {
    const InstanceId = readProperties(properties).text("InstanceId");
    if (InstanceId === undefined) return;
    const AllocationId = addressOf(physicalId, context)?.AllocationId;
    context.call("ec2", "AssociateAddress", { AllocationId, InstanceId });
  },
  read(physicalId, _properties, context) {
    const AllocationId = addressOf(physicalId, context)?.AllocationId ?? "";
    return { ref: physicalId, attributes: { AllocationId, PublicIp: physicalId } };
  },
  update(physicalId, change, context) {
    const { AllocationId, AssociationId } = addressOf(physicalId, context) ?? {};
    if (change.changed.includes("InstanceId")) {
      if (AssociationId !== undefined) context.call("ec2", "DisassociateAddress", { AssociationId });
      const InstanceId = readProperties(change.after).text("InstanceId");
      if (InstanceId !== undefined) context.call("ec2", "AssociateAddress", { AllocationId, InstanceId });
    }
    replaceTags(given(AllocationId), change, context);
  },
  delete(physicalId, properties, context) {
    const { AllocationId, AssociationId } = addressOf(physicalId, context) ?? {};
    if (AllocationId === undefined) return;
    if (AssociationId !== undefined && readProperties(properties).text("InstanceId") !== undefined)
      context.call("ec2", "DisassociateAddress", { AssociationId });
    context.call("ec2", "ReleaseAddress", { AllocationId });
  },
});

export const elasticIpAssociationResource = ec2Resource({
  type: "AWS::EC2::EIPAssociation",
  durations: resourceDurations.small,
  properties: ["AllocationId", "EIP", "InstanceId", "NetworkInterfaceId", "PrivateIpAddress"],
  create(properties, context) {
    const read = readProperties(properties);
    const { AssociationId } = context.call("ec2", "AssociateAddress", {
      AllocationId: read.text("AllocationId"),
      PublicIp: read.text("EIP"),
      InstanceId: read.text("InstanceId"),
      NetworkInterfaceId: read.text("NetworkInterfaceId"),
      PrivateIpAddress: read.text("PrivateIpAddress"),
    });
    return { physicalId: given(AssociationId) };
  },
  read: (physicalId) => ({ ref: physicalId, attributes: { Id: physicalId } }),
  delete: (AssociationId, _properties, context) =>
    void context.call("ec2", "DisassociateAddress", { AssociationId }),
});

function addressOf(publicIp: string, context: ResourceContext) {
  const Filters = [{ Name: "public-ip", Values: [publicIp] }];
  return context.call("ec2", "DescribeAddresses", { Filters }).Addresses?.[0];
}
