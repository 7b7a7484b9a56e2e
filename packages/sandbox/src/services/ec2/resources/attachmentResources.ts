import type { ResourceContext } from "../../../cloudformation/ResourceProvider.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { resourceDurations } from "../durations.ts";
import { ec2Resource, given } from "./ec2Resource.ts";

/** Its identifier has both ids, as the type's schema says. */
export const volumeAttachmentResource = ec2Resource({
  type: "AWS::EC2::VolumeAttachment",
  durations: resourceDurations.small,
  properties: ["Device", "InstanceId", "VolumeId"],
  create(properties, context) {
    const { VolumeId, InstanceId } = endsOf(properties);
    const Device = readProperties(properties).text("Device");
    context.call("ec2", "AttachVolume", { VolumeId, InstanceId, Device });
    return { physicalId: `${given(VolumeId)}|${given(InstanceId)}` };
  },
  read: (physicalId) => ({ ref: physicalId, attributes: {} }),
  delete(_physicalId, properties, context) {
    const { VolumeId, InstanceId } = endsOf(properties);
    const [volume] =
      context.call("ec2", "DescribeVolumes", { Filters: [{ Name: "volume-id", Values: [given(VolumeId)] }] })
        .Volumes ?? [];
    if (volume?.Attachments?.some((attachment) => attachment.InstanceId === InstanceId) === true)
      context.call("ec2", "DetachVolume", { VolumeId, InstanceId });
  },
});

function endsOf(properties: JsonObject) {
  const read = readProperties(properties);
  return { VolumeId: read.text("VolumeId"), InstanceId: read.text("InstanceId") };
}

export const networkInterfaceAttachmentResource = ec2Resource({
  type: "AWS::EC2::NetworkInterfaceAttachment",
  durations: resourceDurations.small,
  properties: ["DeleteOnTermination", "DeviceIndex", "InstanceId", "NetworkInterfaceId"],
  create(properties, context) {
    const read = readProperties(properties);
    const { AttachmentId } = context.call("ec2", "AttachNetworkInterface", {
      DeviceIndex: read.number("DeviceIndex"),
      InstanceId: read.text("InstanceId"),
      NetworkInterfaceId: read.text("NetworkInterfaceId"),
    });
    return { physicalId: given(AttachmentId) };
  },
  configure: setRemoval,
  read: (physicalId) => ({ ref: physicalId, attributes: { AttachmentId: physicalId } }),
  update: (physicalId, { after }, context) => setRemoval(physicalId, after, context),
  delete: (AttachmentId, _properties, context) =>
    void context.call("ec2", "DetachNetworkInterface", { AttachmentId }),
});

/** A template's attachment goes with its instance unless it says no, unlike one that is made by the API. */
function setRemoval(AttachmentId: string, properties: JsonObject, context: ResourceContext): void {
  const read = readProperties(properties);
  context.call("ec2", "ModifyNetworkInterfaceAttribute", {
    NetworkInterfaceId: read.text("NetworkInterfaceId"),
    Attachment: { AttachmentId, DeleteOnTermination: read.boolean("DeleteOnTermination") ?? true },
  });
}
