import { kmsKeyValidator } from "../rules/accountThings.ts";
import {
  ebsVolumeIopsValidator,
  ebsVolumeSizeSnapshotValidator,
  ebsVolumeTypeSizeValidator,
  kmsKeyIdEncryptedValidator,
  sharedEbsVolumeIdValidator,
} from "../rules/ebs.ts";
import {
  deletionPolicyValidator,
  efsAccessPointOptionsValidator,
  efsMountOptionsValidator,
} from "../rules/efs.ts";
import { sharedFileCacheNotHomeValidator } from "../rules/mountDirs.ts";
import { sharedStorageNameValidator } from "../rules/names.ts";
import type { ConfigPath } from "../yaml/configValue.ts";
import type { ClusterModel } from "./ClusterModel.ts";
import type { SharedStorage } from "./configTypes.ts";
import { planLustre } from "./planLustre.ts";
import { performanceOf, planThroughput } from "./planNodes.ts";
import type { RulePlan } from "./RulePlan.ts";

const EBS_DEFAULT_SIZE_GIB = 40;

/** Rules of each shared storage by itself. */
export function planSharedStorage(plan: RulePlan, model: ClusterModel): void {
  for (const [index, storage] of (model.config.SharedStorage ?? []).entries()) {
    const path = ["SharedStorage", index];
    planStorageName(plan, path, storage.Name);
    switch (storage.StorageType) {
      case "Ebs":
        planEbs(plan, model, path, storage);
        break;
      case "Efs":
        planEfs(plan, model, path, storage);
        break;
      case "FsxLustre":
        planLustre(plan, model, path, storage);
        break;
      case "FileCache":
        plan.add("SharedFileCacheNotHomeValidator", [...path, "MountDir"], () =>
          sharedFileCacheNotHomeValidator({ mountDir: storage.MountDir }),
        );
        break;
      default:
    }
  }
}

function planStorageName(plan: RulePlan, path: ConfigPath, name: string): void {
  plan.add("SharedStorageNameValidator", [...path, "Name"], () => sharedStorageNameValidator({ name }));
}

function planDeletionPolicy(
  plan: RulePlan,
  path: ConfigPath,
  name: string,
  deletionPolicy: string | undefined,
): void {
  plan.add("DeletionPolicyValidator", path, () => deletionPolicyValidator({ deletionPolicy, name }));
}

function planEbs(plan: RulePlan, model: ClusterModel, path: ConfigPath, storage: SharedStorage): void {
  const settings = storage.EbsSettings;
  const volume = {
    VolumeType: settings?.VolumeType ?? "gp3",
    Iops: settings?.Iops,
    Throughput: settings?.Throughput,
  };
  const sizeGiB = settings?.Size ?? EBS_DEFAULT_SIZE_GIB;
  const { volumeType, iops } = performanceOf(volume);
  const place = [...path, "EbsSettings"];
  const { aws } = model;
  planThroughput(plan, place, volume);
  plan.add("EbsVolumeTypeSizeValidator", place, () => ebsVolumeTypeSizeValidator({ volumeType, sizeGiB }));
  plan.add("EbsVolumeIopsValidator", place, () => ebsVolumeIopsValidator({ volumeType, sizeGiB, iops }));
  planKmsKey(plan, model, place, { kmsKeyId: settings?.KmsKeyId, encrypted: settings?.Encrypted ?? true });
  const volumeId = settings?.VolumeId || undefined;
  plan.add("SharedEbsVolumeIdValidator", [...place, "VolumeId"], () =>
    sharedEbsVolumeIdValidator({ volumeId, attachedToHeadNode: false }, aws),
  );
  plan.add("EbsVolumeSizeSnapshotValidator", [...place, "SnapshotId"], () =>
    ebsVolumeSizeSnapshotValidator({ snapshotId: settings?.SnapshotId || undefined, sizeGiB }, aws),
  );
  planDeletionPolicy(plan, path, storage.Name, settings?.DeletionPolicy ?? (volumeId ? undefined : "Delete"));
}

interface KmsKey {
  readonly kmsKeyId: string | undefined;
  readonly encrypted: boolean;
}

function planKmsKey(
  plan: RulePlan,
  model: ClusterModel,
  path: ConfigPath,
  { kmsKeyId, encrypted }: KmsKey,
): void {
  if (!kmsKeyId) return;
  const place = [...path, "KmsKeyId"];
  plan.add("KmsKeyValidator", place, () => kmsKeyValidator({ kmsKeyId }, model.aws));
  plan.add("KmsKeyIdEncryptedValidator", place, () => kmsKeyIdEncryptedValidator({ kmsKeyId, encrypted }));
}

function planEfs(plan: RulePlan, model: ClusterModel, path: ConfigPath, storage: SharedStorage): void {
  const settings = storage.EfsSettings;
  const place = [...path, "EfsSettings"];
  const fileSystemId = settings?.FileSystemId;
  planKmsKey(plan, model, place, { kmsKeyId: settings?.KmsKeyId, encrypted: settings?.Encrypted ?? false });
  planDeletionPolicy(
    plan,
    path,
    storage.Name,
    settings?.DeletionPolicy ?? (fileSystemId ? undefined : "Delete"),
  );
  const encryptionInTransit = settings?.EncryptionInTransit;
  plan.add("EfsMountOptionsValidator", place, () =>
    efsMountOptionsValidator({
      encryptionInTransit,
      iamAuthorization: settings?.IamAuthorization,
      name: storage.Name,
    }),
  );
  plan.add("EfsAccessPointOptionsValidator", place, () =>
    efsAccessPointOptionsValidator({
      accessPointId: settings?.AccessPointId,
      fileSystemId,
      encryptionInTransit,
    }),
  );
}
