import type { BlockDeviceMapping } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import type { ImageRecord } from "../images/officialImages.ts";
import { invalidValue } from "../requests/parameters.ts";
import { find, resourceKinds } from "../requests/resourceKinds.ts";
import { ec2State } from "../state/ec2Store.ts";
import { encryptionOf } from "../volumes/volumes.ts";
import type { SnapshotRecord } from "../volumes/VolumeRecords.ts";
import { volumeShape } from "../volumes/volumeShape.ts";
import type { VolumePlan } from "./LaunchPlan.ts";

/**
 * The volumes of each instance, the root one first. Ephemeral devices (`VirtualName`) need no record: local
 * disks of Nitro instances are there without them.
 */
export function planVolumes(
  context: RegionContext,
  image: ImageRecord,
  mappings: readonly BlockDeviceMapping[] | undefined,
): VolumePlan[] {
  const root = mappings?.find((mapping) => mapping.DeviceName === image.rootDeviceName);
  const others = (mappings ?? []).filter((mapping) => mapping !== root);
  const seen = new Set<string>();
  for (const { DeviceName = "" } of mappings ?? []) {
    if (DeviceName === "")
      throw new AwsError("MissingParameter", "The request must contain the parameter deviceName");
    if (seen.has(DeviceName))
      throw invalidValue(`The device '${DeviceName}' is used in more than one block-device mapping`);
    seen.add(DeviceName);
  }
  return [
    volumePlan(context, root ?? { DeviceName: image.rootDeviceName }, image),
    ...others.filter((mapping) => mapping.Ebs !== undefined).map((mapping) => volumePlan(context, mapping)),
  ];
}

function volumePlan(context: RegionContext, mapping: BlockDeviceMapping, image?: ImageRecord): VolumePlan {
  const ebs = mapping.Ebs ?? {};
  const snapshot = snapshotOf(context, ebs.SnapshotId, image);
  const leastGiB = image?.sizeGiB ?? snapshot?.sizeGiB;
  const sizeGiB = ebs.VolumeSize ?? leastGiB;
  if (sizeGiB === undefined)
    throw new AwsError("MissingParameter", `The request must contain the parameter size or snapshotId`);
  const snapshotId = image?.snapshotId ?? snapshot?.id;
  if (leastGiB !== undefined && sizeGiB < leastGiB) throw tooSmall({ sizeGiB, leastGiB, snapshotId });
  return {
    device: mapping.DeviceName ?? "",
    shape: volumeShape({
      type: ebs.VolumeType ?? defaultType(image),
      sizeGiB,
      iops: ebs.Iops,
      throughputMiBps: ebs.Throughput,
    }),
    encryption: encryptionOf(context, { encrypted: ebs.Encrypted, kmsKeyId: ebs.KmsKeyId }),
    snapshotId,
    deleteOnTermination: ebs.DeleteOnTermination ?? true,
  };
}

/** Images name the type of their root volume; for any other volume EC2 has its own default. */
function defaultType(image: ImageRecord | undefined): "gp3" | undefined {
  return image === undefined ? undefined : "gp3";
}

/** A snapshot of the account; the image's own one needs no look. */
function snapshotOf(
  context: RegionContext,
  id: string | undefined,
  image: ImageRecord | undefined,
): SnapshotRecord | undefined {
  if (id === undefined || id === image?.snapshotId) return undefined;
  return find(ec2State(context).snapshots, id, resourceKinds.snapshot);
}

function tooSmall(volume: {
  readonly sizeGiB: number;
  readonly leastGiB: number;
  readonly snapshotId: string | undefined;
}): AwsError {
  return new AwsError(
    "InvalidBlockDeviceMapping",
    `Volume of size ${volume.sizeGiB}GB is smaller than snapshot '${volume.snapshotId ?? ""}', expect size >= ${volume.leastGiB}GB`,
  );
}
