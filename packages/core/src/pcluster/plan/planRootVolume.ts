import type { DryRunLaunch } from "../aws/ClusterConfigAws.ts";
import { ebsVolumeIopsValidator, ebsVolumeTypeSizeValidator, rootVolumeSizeValidator } from "../rules/ebs.ts";
import type { ConfigPath } from "../yaml/configValue.ts";
import type { ClusterModel } from "./ClusterModel.ts";
import type { RootVolume } from "./configTypes.ts";
import { performanceOf } from "./planNodes.ts";
import type { RulePlan } from "./RulePlan.ts";

/** In isolated regions the size cannot be left to the image. */
const ISOLATED_REGION_ROOT_GIB = 45;

export function rootVolumeSize(volume: RootVolume, model: ClusterModel): number | undefined {
  return volume.Size ?? (model.region.startsWith("us-iso") ? ISOLATED_REGION_ROOT_GIB : undefined);
}

export interface NodeRootVolume {
  readonly volume: RootVolume;
  /** Undefined without an account: the official image is then not known. */
  readonly imageId: string | undefined;
}

/** Without an account the size of the image is not known, nor the size of a volume that takes it from there. */
export function planRootVolume(
  plan: RulePlan,
  model: ClusterModel,
  path: ConfigPath,
  { volume, imageId }: NodeRootVolume,
): void {
  const imageSizeGiB = model.facts.image(imageId ?? "")?.volumeSizeGiB;
  const sizeGiB = rootVolumeSize(volume, model) ?? imageSizeGiB;
  const { volumeType, iops } = performanceOf(volume);
  if (sizeGiB !== undefined && imageSizeGiB !== undefined)
    plan.add("RootVolumeSizeValidator", path, () => rootVolumeSizeValidator({ sizeGiB, imageSizeGiB }));
  if (sizeGiB === undefined) return;
  plan.add("EbsVolumeTypeSizeValidator", path, () => ebsVolumeTypeSizeValidator({ volumeType, sizeGiB }));
  plan.add("EbsVolumeIopsValidator", path, () => ebsVolumeIopsValidator({ volumeType, sizeGiB, iops }));
}

export function launchedRootVolume(
  volume: RootVolume & { readonly DeleteOnTermination?: boolean },
  model: ClusterModel,
  imageId: string,
): DryRunLaunch["rootVolume"] {
  const { volumeType, iops, throughputMBps } = performanceOf(volume);
  const sizeGiB = rootVolumeSize(volume, model);
  return {
    deviceName: model.facts.image(imageId)?.rootDeviceName ?? "/dev/sda1",
    type: volumeType,
    encrypted: volume.Encrypted,
    deleteOnTermination: volume.DeleteOnTermination ?? true,
    ...(sizeGiB === undefined ? {} : { sizeGiB }),
    ...(iops === undefined ? {} : { iops }),
    ...(throughputMBps === undefined ? {} : { throughputMBps }),
  };
}
