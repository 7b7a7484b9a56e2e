import { error, findingsOf, type Findings } from "./finding.ts";

const PERSISTENT = ["PERSISTENT_1", "PERSISTENT_2"];
const HDD_THROUGHPUT = [12, 40];
const SSD_THROUGHPUT: Readonly<Record<string, readonly number[]>> = {
  PERSISTENT_1: [50, 100, 200],
  PERSISTENT_2: [125, 250, 500, 1000],
};
const MAX_ASSOCIATIONS = 8;

export interface S3LinkInput {
  readonly importPath: string | undefined;
  readonly importedFileChunkSizeMiB: number | undefined;
  readonly exportPath: string | undefined;
  readonly autoImportPolicy: string | undefined;
}

export function fsxS3Validator(input: S3LinkInput): Findings {
  if (isSet(input.importPath)) return [];
  return findingsOf(
    isSet(input.importedFileChunkSizeMiB) && error("ImportedFileChunkSize needs an ImportPath."),
    isSet(input.exportPath) && error("ExportPath needs an ImportPath."),
    isSet(input.autoImportPolicy) && error("AutoImportPolicy needs an ImportPath."),
  );
}

export interface DraInput {
  /** Number of data repository associations. */
  readonly associationCount: number;
  readonly importPath: string | undefined;
  readonly exportPath: string | undefined;
}

export function fsxDraValidator({ associationCount, importPath, exportPath }: DraInput): Findings {
  return findingsOf(
    associationCount > 0 &&
      (isSet(importPath) || isSet(exportPath)) &&
      error("DataRepositoryAssociations cannot be used together with ImportPath or ExportPath."),
    associationCount > MAX_ASSOCIATIONS &&
      error(
        `There are ${associationCount} data repository associations, at most ${MAX_ASSOCIATIONS} per file system.`,
      ),
  );
}

export interface PersistentOptionsInput {
  readonly deploymentType: string | undefined;
  readonly kmsKeyId: string | undefined;
  readonly throughputMBpsPerTiB: number | undefined;
}

export function fsxPersistentOptionsValidator(input: PersistentOptionsInput): Findings {
  const { deploymentType = "none", throughputMBpsPerTiB } = input;
  if (PERSISTENT.includes(deploymentType))
    return findingsOf(
      !isSet(throughputMBpsPerTiB) &&
        error(`The deployment type ${deploymentType} needs PerUnitStorageThroughput.`),
    );
  return findingsOf(
    isSet(input.kmsKeyId) &&
      error(`KmsKeyId works only with ${PERSISTENT.join(" or ")}, not with ${deploymentType}.`),
    isSet(throughputMBpsPerTiB) &&
      error(
        `PerUnitStorageThroughput works only with ${PERSISTENT.join(" or ")}, not with ${deploymentType}.`,
      ),
  );
}

export interface BackupOptionsInput extends S3LinkInput {
  readonly retentionDays: number | undefined;
  readonly dailyBackupStartTime: string | undefined;
  readonly copyTagsToBackups: boolean | undefined;
  readonly deploymentType: string | undefined;
}

export function fsxBackupOptionsValidator(input: BackupOptionsInput): Findings {
  const { retentionDays, deploymentType } = input;
  if (!isSet(retentionDays))
    return findingsOf(
      isSet(input.dailyBackupStartTime) &&
        error("DailyAutomaticBackupStartTime needs AutomaticBackupRetentionDays."),
      input.copyTagsToBackups !== undefined && error("CopyTagsToBackups needs AutomaticBackupRetentionDays."),
    );
  const linked = [
    input.importedFileChunkSizeMiB,
    input.importPath,
    input.exportPath,
    input.autoImportPolicy,
  ].some(isSet);
  return findingsOf(
    !PERSISTENT.includes(deploymentType ?? "") &&
      error(
        `Automatic backups work only with ${PERSISTENT.join(" or ")}, not with ${deploymentType ?? "none"}.`,
      ),
    linked && error("File systems that are linked to S3 cannot have automatic backups."),
  );
}

export interface StorageTypeOptionsInput {
  readonly storageType: string | undefined;
  readonly deploymentType: string | undefined;
  readonly throughputMBpsPerTiB: number | undefined;
  readonly driveCacheType: string | undefined;
}

export function fsxStorageTypeOptionsValidator(input: StorageTypeOptionsInput): Findings {
  return input.storageType === "HDD" ? hddOptions(input) : ssdOptions(input);
}

function hddOptions({ deploymentType, throughputMBpsPerTiB }: StorageTypeOptionsInput): Findings {
  return findingsOf(
    deploymentType !== "PERSISTENT_1" &&
      error(`HDD storage needs the deployment type PERSISTENT_1, not ${deploymentType ?? "none"}.`),
    !HDD_THROUGHPUT.includes(throughputMBpsPerTiB ?? 0) &&
      error(
        `HDD storage has a PerUnitStorageThroughput of ${HDD_THROUGHPUT.join(" or ")}, not ${throughputMBpsPerTiB ?? "none"}.`,
      ),
  );
}

function ssdOptions({
  deploymentType = "none",
  throughputMBpsPerTiB = 0,
  driveCacheType,
}: StorageTypeOptionsInput): Findings {
  const allowed = SSD_THROUGHPUT[deploymentType];
  // The official command fails while it looks the type up, and says nothing else.
  if (allowed === undefined && throughputMBpsPerTiB !== 0)
    return [error(`The deployment type ${deploymentType} has no PerUnitStorageThroughput.`)];
  return findingsOf(
    isSet(driveCacheType) && error("DriveCacheType works only with HDD storage."),
    throughputMBpsPerTiB !== 0 &&
      allowed?.includes(throughputMBpsPerTiB) === false &&
      error(
        `SSD storage of ${deploymentType} has a PerUnitStorageThroughput of ${allowed.join(", ")}, not ${throughputMBpsPerTiB}.`,
      ),
  );
}

export interface StorageCapacityInput {
  readonly capacityGiB: number | undefined;
  readonly deploymentType: string | undefined;
  readonly storageType: string | undefined;
  readonly throughputMBpsPerTiB: number | undefined;
  readonly fileSystemId: string | undefined;
  readonly backupId: string | undefined;
}

export function fsxStorageCapacityValidator(input: StorageCapacityInput): Findings {
  const { capacityGiB } = input;
  if (isSet(input.fileSystemId) || isSet(input.backupId)) return [];
  if (capacityGiB === undefined || capacityGiB === 0)
    return [error("A new file system needs a StorageCapacity.")];
  const sizes = capacitySizes(input);
  if (sizes === undefined || sizes.exact.includes(capacityGiB) || capacityGiB % sizes.step === 0) return [];
  const exact = sizes.exact.length === 0 ? "" : `${sizes.exact.join(" or ")} GiB, or `;
  return [
    error(`The capacity of ${sizes.name} is ${exact}a multiple of ${sizes.step} GiB, not ${capacityGiB}.`),
  ];
}

interface CapacitySizes {
  readonly name: string;
  readonly exact: readonly number[];
  readonly step: number;
}

function capacitySizes(input: StorageCapacityInput): CapacitySizes | undefined {
  const { deploymentType, storageType, throughputMBpsPerTiB } = input;
  if (deploymentType === "SCRATCH_1") return { name: "SCRATCH_1", exact: [1200, 2400], step: 3600 };
  if (deploymentType === "PERSISTENT_1" && storageType === "HDD") {
    const step = throughputMBpsPerTiB === 12 ? 6000 : throughputMBpsPerTiB === 40 ? 1800 : undefined;
    return step === undefined
      ? undefined
      : { name: `PERSISTENT_1 HDD with ${throughputMBpsPerTiB} MB/s per TiB`, exact: [], step };
  }
  if (deploymentType === "SCRATCH_2" || PERSISTENT.includes(deploymentType ?? ""))
    return { name: deploymentType ?? "", exact: [1200], step: 2400 };
  return undefined;
}

function isSet(value: string | number | undefined): boolean {
  return value !== undefined && value !== "" && value !== 0;
}
