import type { Volume } from "@aws-sdk/client-ec2";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { tagsOf } from "../requests/tags.ts";
import type { VolumeRecord } from "./VolumeRecords.ts";

/** As the calls that attach and detach answer it. */
export function attachmentAnswer(volume: VolumeRecord) {
  return {
    VolumeId: volume.id,
    InstanceId: volume.attachment?.instanceId,
    Device: volume.attachment?.device,
    State: "attached" as const,
    AttachTime: new Date(volume.attachment?.attachedMs ?? 0),
    DeleteOnTermination: volume.attachment?.deleteOnTermination,
  };
}

export function describeVolume(volume: VolumeRecord, context: RegionContext): Volume {
  return {
    Attachments: volume.attachment === undefined ? [] : [attachmentAnswer(volume)],
    AvailabilityZone: volume.zoneName,
    AvailabilityZoneId: volume.zoneId,
    CreateTime: new Date(volume.createdMs),
    Encrypted: volume.encrypted,
    ...(volume.kmsKeyId === undefined ? {} : { KmsKeyId: volume.kmsKeyId }),
    Size: volume.sizeGiB,
    SnapshotId: volume.snapshotId ?? "",
    State: volume.state,
    VolumeId: volume.id,
    ...(volume.iops === undefined ? {} : { Iops: volume.iops }),
    ...(volume.throughputMiBps === undefined ? {} : { Throughput: volume.throughputMiBps }),
    Tags: [...tagsOf(context, volume.id)],
    VolumeType: volume.type,
    MultiAttachEnabled: false,
  };
}
