import { clusterConfigRules as rules } from "@trainyard/core";
import type { Recorded } from "./Recorded.ts";
import type { ValidatorAdapter } from "./ValidatorAdapter.ts";

export const lustreAdapters: Readonly<Record<string, ValidatorAdapter>> = {
  FsxS3Validator: ({ given }) => rules.fsxS3Validator(s3LinkOf(given)),
  FsxDraValidator: ({ given }) =>
    rules.fsxDraValidator({
      associationCount: given.list("data_repository_associations").length,
      importPath: given.optionalText("import_path"),
      exportPath: given.optionalText("export_path"),
    }),
  FsxPersistentOptionsValidator: ({ given }) =>
    rules.fsxPersistentOptionsValidator({ ...lustreOf(given), kmsKeyId: given.optionalText("kms_key_id") }),
  FsxBackupOptionsValidator: ({ given }) =>
    rules.fsxBackupOptionsValidator({
      ...s3LinkOf(given),
      retentionDays: given.optionalNumber("automatic_backup_retention_days"),
      dailyBackupStartTime: given.optionalText("daily_automatic_backup_start_time"),
      copyTagsToBackups: given.optionalFlag("copy_tags_to_backups"),
      deploymentType: given.optionalText("deployment_type"),
    }),
  FsxStorageTypeOptionsValidator: ({ given }) =>
    rules.fsxStorageTypeOptionsValidator({
      ...lustreOf(given),
      driveCacheType: given.optionalText("drive_cache_type"),
    }),
  FsxStorageCapacityValidator: ({ given }) =>
    rules.fsxStorageCapacityValidator({
      ...lustreOf(given),
      capacityGiB: given.optionalNumber("storage_capacity"),
      fileSystemId: given.optionalText("file_system_id"),
      backupId: given.optionalText("backup_id"),
    }),
};

function lustreOf(given: Recorded) {
  return {
    deploymentType: given.optionalText("deployment_type"),
    storageType: given.optionalText("fsx_storage_type"),
    throughputMBpsPerTiB: given.optionalNumber("per_unit_storage_throughput"),
  };
}

function s3LinkOf(given: Recorded) {
  return {
    importPath: given.optionalText("import_path"),
    importedFileChunkSizeMiB: given.optionalNumber("imported_file_chunk_size"),
    exportPath: given.optionalText("export_path"),
    autoImportPolicy: given.optionalText("auto_import_policy"),
  };
}
