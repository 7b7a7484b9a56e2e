import type { BlockDeviceMapping } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import type { ImageRecord } from "../images/officialImages.ts";
import { invalidValue } from "../requests/parameters.ts";
import { find, resourceKinds } from "../requests/resourceKinds.ts";
import { ec2State } from "../state/Ec2State.ts";
import { encryptionOf } from "../volumes/volumes.ts";
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
  const snapshot =
    ebs.SnapshotId === undefined || ebs.SnapshotId === image?.snapshotId
      ? undefined
      : find(ec2State(context).snapshots, ebs.SnapshotId, resourceKinds.snapshot);
  const leastGiB = image?.sizeGiB ?? snapshot?.sizeGiB;
  const sizeGiB = ebs.VolumeSize ?? leastGiB;
  if (sizeGiB === undefined)
    throw new AwsError("MissingParameter", `The request must contain the parameter size or snapshotId`);
  if (leastGiB !== undefined && sizeGiB < leastGiB)
    throw new AwsError(
      "InvalidBlockDeviceMapping",
      `Volume of size ${sizeGiB}GB is smaller than snapshot '${image?.snapshotId ?? snapshot?.id ?? ""}', expect size >= ${leastGiB}GB`,
    );
  return {
    device: mapping.DeviceName ?? "",
    shape: volumeShape({
      type: ebs.VolumeType ?? (image === undefined ? undefined : "gp3"),
      sizeGiB,
      iops: ebs.Iops,
      throughputMiBps: ebs.Throughput,
    }),
    encryption: encryptionOf(context, { encrypted: ebs.Encrypted, kmsKeyId: ebs.KmsKeyId }),
    snapshotId: image?.snapshotId ?? snapshot?.id,
    deleteOnTermination: ebs.DeleteOnTermination ?? true,
  };
}
