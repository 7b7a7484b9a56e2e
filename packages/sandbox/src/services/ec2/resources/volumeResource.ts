import type { VolumeType } from "@aws-sdk/client-ec2";
import type { ResourceContext } from "../../../cloudformation/ResourceProvider.ts";
import { readProperties, type PropertyReader } from "../../../kernel/readProperties.ts";
import { resourceDurations, STABILIZATION_POLL_MS } from "../durations.ts";
import { ec2Resource, given, replaceTags, tagSpecifications } from "./ec2Resource.ts";

export const volumeResource = ec2Resource({
  type: "AWS::EC2::Volume",
  durations: resourceDurations.small,
  properties: [
    "AvailabilityZone",
    "AvailabilityZoneId",
    "Encrypted",
    "Iops",
    "KmsKeyId",
    "Size",
    "SnapshotId",
    "Tags",
    "Throughput",
    "VolumeType",
  ],
  unwanted: { AutoEnableIO: false, MultiAttachEnabled: false },
  create(properties, context) {
    const read = readProperties(properties);
    const { VolumeId } = context.call("ec2", "CreateVolume", {
      AvailabilityZone: read.text("AvailabilityZone"),
      AvailabilityZoneId: read.text("AvailabilityZoneId"),
      Encrypted: read.boolean("Encrypted"),
      KmsKeyId: read.text("KmsKeyId"),
      SnapshotId: read.text("SnapshotId"),
      ...shapeOf(read),
      TagSpecifications: tagSpecifications("volume", properties, context),
    });
    return { physicalId: given(VolumeId) };
  },
  progress: (physicalId, _properties, context) =>
    volumeOf(physicalId, context)?.State === "creating"
      ? { status: "pending", retryAfterMs: STABILIZATION_POLL_MS }
      : { status: "done" },
  read: (physicalId) => ({ ref: physicalId, attributes: { VolumeId: physicalId } }),
  replaces: ({ changed }) =>
    changed.some((name) =>
      ["AvailabilityZone", "AvailabilityZoneId", "Encrypted", "KmsKeyId", "SnapshotId"].includes(name),
    ),
  update(physicalId, change, context) {
    const isShape = change.changed.some((name) => name !== "Tags");
    if (isShape)
      context.call("ec2", "ModifyVolume", { VolumeId: physicalId, ...shapeOf(readProperties(change.after)) });
    replaceTags(physicalId, change, context);
  },
  delete: (VolumeId, _properties, context) => void context.call("ec2", "DeleteVolume", { VolumeId }),
  snapshot: (VolumeId, context) => void context.call("ec2", "CreateSnapshot", { VolumeId }),
});

function shapeOf(read: PropertyReader) {
  return {
    Size: read.number("Size"),
    Iops: read.number("Iops"),
    Throughput: read.number("Throughput"),
    // EC2 checks the enumeration in its own words
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    VolumeType: read.text("VolumeType") as VolumeType | undefined,
  };
}

function volumeOf(id: string, context: ResourceContext) {
  const Filters = [{ Name: "volume-id", Values: [id] }];
  return context.call("ec2", "DescribeVolumes", { Filters }).Volumes?.[0];
}
