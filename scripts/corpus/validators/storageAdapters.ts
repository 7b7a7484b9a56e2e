import { clusterConfigRules as rules } from "@trainyard/core";
import { NotRecorded, type Recorded } from "./Recorded.ts";
import type { ValidatorAdapter } from "./ValidatorAdapter.ts";

/** Volumes and file systems, as far as no account is asked. */
export const storageAdapters: Readonly<Record<string, ValidatorAdapter>> = {
  EbsVolumeTypeSizeValidator: ({ given }) =>
    rules.ebsVolumeTypeSizeValidator({
      volumeType: given.text("volume_type"),
      sizeGiB: given.optionalNumber("volume_size"),
    }),
  EbsVolumeThroughputValidator: ({ given }) =>
    rules.ebsVolumeThroughputValidator({
      volumeType: given.text("volume_type"),
      throughputMBps: given.optionalNumber("volume_throughput"),
    }),
  EbsVolumeThroughputIopsValidator: ({ given }) =>
    rules.ebsVolumeThroughputIopsValidator({
      volumeType: given.text("volume_type"),
      iops: given.optionalNumber("volume_iops"),
      throughputMBps: given.optionalNumber("volume_throughput"),
    }),
  EbsVolumeIopsValidator: ({ given }) =>
    rules.ebsVolumeIopsValidator({
      volumeType: given.text("volume_type"),
      sizeGiB: given.number("volume_size"),
      iops: given.optionalNumber("volume_iops"),
    }),
  RootVolumeSizeValidator: ({ given }) =>
    rules.rootVolumeSizeValidator({
      sizeGiB: given.number("root_volume_size"),
      imageSizeGiB: given.number("ami_volume_size"),
    }),
  RootVolumeEncryptionConsistencyValidator: ({ given }) =>
    rules.rootVolumeEncryptionConsistencyValidator({
      queues: pairsOf(given, "encryption_settings").map(([queueName, encrypted]) => ({
        queueName: String(queueName),
        encrypted: encrypted === true,
      })),
    }),
  KmsKeyIdEncryptedValidator: ({ given }) =>
    rules.kmsKeyIdEncryptedValidator({
      kmsKeyId: given.optionalText("kms_key_id"),
      encrypted: given.optionalFlag("encrypted"),
    }),
  DeletionPolicyValidator: ({ given }) =>
    rules.deletionPolicyValidator({
      deletionPolicy: given.optionalText("deletion_policy"),
      name: given.text("name"),
    }),
  EfsMountOptionsValidator: ({ given }) =>
    rules.efsMountOptionsValidator({
      encryptionInTransit: given.optionalFlag("encryption_in_transit"),
      iamAuthorization: given.optionalFlag("iam_authorization"),
      name: given.text("name"),
    }),
  EfsAccessPointOptionsValidator: ({ given }) =>
    rules.efsAccessPointOptionsValidator({
      accessPointId: given.optionalText("access_point_id"),
      fileSystemId: given.optionalText("file_system_id"),
      encryptionInTransit: given.optionalFlag("encryption_in_transit"),
    }),
  SharedStorageMountDirValidator: ({ given }) =>
    rules.sharedStorageMountDirValidator({ mountDir: given.text("mount_dir") }),
  SharedFileCacheNotHomeValidator: ({ given }) =>
    rules.sharedFileCacheNotHomeValidator({ mountDir: given.text("mount_dir") }),
  DuplicateMountDirValidator: ({ given }) =>
    rules.duplicateMountDirValidator({
      shared: pairsOf(given, "shared_storage_name_mount_dir_tuple_list").map(([name, mountDir]) => ({
        name: String(name),
        mountDir: String(mountDir),
      })),
      local: given.textLists("local_mount_dir_instance_types_dict"),
    }),
  OverlappingMountDirValidator: ({ given }) =>
    rules.overlappingMountDirValidator({
      shared: given.texts("shared_mount_dir_list"),
      local: given.texts("local_mount_dir_list"),
    }),
  NumberOfStorageValidator: ({ given }) =>
    rules.numberOfStorageValidator({
      storageType: given.text("storage_type"),
      maxNumber: given.number("max_number"),
      storageCount: given.number("storage_count"),
    }),
  SharedEbsPerformanceBottleNeckValidator: ({ given }) =>
    rules.sharedEbsPerformanceBottleNeckValidator({
      totalMaxCount: given.number("total_max_compute_nodes"),
    }),
  ManagedFsxMultiAzValidator: ({ given }) =>
    rules.managedFsxMultiAzValidator({
      computeSubnetIds: given.list("compute_subnet_ids").map((subnet) => JSON.stringify(subnet)),
      newFsxCount: given.part("new_storage_count").number("fsx"),
    }),
  AwsBatchFsxValidator: () => rules.awsBatchFsxValidator(),
  MultiAzRootVolumeValidator: () => {
    throw new NotRecorded("the zones of the queues");
  },
};

function pairsOf(given: Recorded, name: string): readonly (readonly unknown[])[] {
  return given.list(name).flatMap((pair) => (Array.isArray(pair) ? [pair] : []));
}
