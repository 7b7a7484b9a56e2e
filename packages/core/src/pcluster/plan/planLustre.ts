import { fsxBackupIdValidator, kmsKeyValidator } from "../rules/accountThings.ts";
import { deletionPolicyValidator } from "../rules/efs.ts";
import {
  fsxBackupOptionsValidator,
  fsxDraValidator,
  fsxPersistentOptionsValidator,
  fsxS3Validator,
  fsxStorageCapacityValidator,
  fsxStorageTypeOptionsValidator,
} from "../rules/fsxLustre.ts";
import { sharedStorageNameValidator } from "../rules/names.ts";
import { fsxAutoImportValidator, s3BucketUriValidator } from "../rules/urls.ts";
import type { ConfigPath } from "../yaml/configValue.ts";
import type { ClusterModel } from "./ClusterModel.ts";
import type { Lustre, SharedStorage } from "./configTypes.ts";
import type { RulePlan } from "./RulePlan.ts";

export function planLustre(
  plan: RulePlan,
  model: ClusterModel,
  path: ConfigPath,
  storage: SharedStorage,
): void {
  const settings: Lustre = storage.FsxLustreSettings ?? {};
  const place = [...path, "FsxLustreSettings"];
  planAssociations(plan, model, place, settings);
  planOptions(plan, place, settings);
  planPlaces(plan, model, place, settings);
  const deletionPolicy = settings.DeletionPolicy ?? (settings.FileSystemId ? undefined : "Delete");
  plan.add("DeletionPolicyValidator", path, () =>
    deletionPolicyValidator({ deletionPolicy, name: storage.Name }),
  );
}

function planAssociations(plan: RulePlan, model: ClusterModel, path: ConfigPath, settings: Lustre): void {
  for (const [index, association] of (settings.DataRepositoryAssociations ?? []).entries()) {
    const place = [...path, "DataRepositoryAssociations", index];
    const { Name: name, DataRepositoryPath: importPath, AutoImportPolicy } = association;
    plan.add("SharedStorageNameValidator", [...place, "Name"], () => sharedStorageNameValidator({ name }));
    plan.add("S3BucketUriValidator", [...place, "DataRepositoryPath"], () =>
      s3BucketUriValidator({ url: importPath }, model.aws),
    );
    plan.add("FsxAutoImportValidator", [...place, "AutoImportPolicy"], () =>
      fsxAutoImportValidator(
        { hasPolicy: AutoImportPolicy !== undefined, importPath, region: model.region },
        model.aws,
      ),
    );
  }
}

function planOptions(plan: RulePlan, path: ConfigPath, settings: Lustre): void {
  const isNew = settings.BackupId === undefined && settings.FileSystemId === undefined;
  const deploymentType = settings.DeploymentType ?? (isNew ? "SCRATCH_2" : undefined);
  const throughputMBpsPerTiB = settings.PerUnitStorageThroughput;
  const link = {
    importPath: settings.ImportPath,
    importedFileChunkSizeMiB: settings.ImportedFileChunkSize,
    exportPath: settings.ExportPath,
    autoImportPolicy: settings.AutoImportPolicy,
  };
  plan.add("FsxDraValidator", path, () =>
    fsxDraValidator({ associationCount: settings.DataRepositoryAssociations?.length ?? 0, ...link }),
  );
  plan.add("FsxS3Validator", path, () => fsxS3Validator(link));
  plan.add("FsxPersistentOptionsValidator", path, () =>
    fsxPersistentOptionsValidator({ deploymentType, kmsKeyId: settings.KmsKeyId, throughputMBpsPerTiB }),
  );
  plan.add("FsxBackupOptionsValidator", path, () =>
    fsxBackupOptionsValidator({
      ...link,
      retentionDays: settings.AutomaticBackupRetentionDays,
      dailyBackupStartTime: settings.DailyAutomaticBackupStartTime,
      copyTagsToBackups: settings.CopyTagsToBackups,
      deploymentType,
    }),
  );
  const storageType = settings.StorageType;
  plan.add("FsxStorageTypeOptionsValidator", path, () =>
    fsxStorageTypeOptionsValidator({
      storageType,
      deploymentType,
      throughputMBpsPerTiB,
      driveCacheType: settings.DriveCacheType,
    }),
  );
  plan.add("FsxStorageCapacityValidator", path, () =>
    fsxStorageCapacityValidator({
      capacityGiB: settings.StorageCapacity,
      deploymentType,
      storageType,
      throughputMBpsPerTiB,
      fileSystemId: settings.FileSystemId,
      backupId: settings.BackupId,
    }),
  );
}

function planPlaces(plan: RulePlan, model: ClusterModel, path: ConfigPath, settings: Lustre): void {
  const { ImportPath: importPath, ExportPath: exportPath, KmsKeyId: kmsKeyId, BackupId: backupId } = settings;
  const { aws, region } = model;
  plan.add("FsxBackupIdValidator", [...path, "BackupId"], () => fsxBackupIdValidator({ backupId }, aws));
  if (importPath)
    plan.add("S3BucketUriValidator", [...path, "ImportPath"], () =>
      s3BucketUriValidator({ url: importPath }, aws),
    );
  if (exportPath)
    plan.add("S3BucketUriValidator", [...path, "ExportPath"], () =>
      s3BucketUriValidator({ url: exportPath }, aws),
    );
  if (kmsKeyId) plan.add("KmsKeyValidator", [...path, "KmsKeyId"], () => kmsKeyValidator({ kmsKeyId }, aws));
  if (settings.AutoImportPolicy)
    plan.add("FsxAutoImportValidator", [...path, "AutoImportPolicy"], () =>
      fsxAutoImportValidator({ hasPolicy: true, importPath, region }, aws),
    );
}
