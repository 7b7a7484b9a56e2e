import type { DataLink, EbsVolume, ManagedLustre, SharedStorage } from "./ClusterConfiguration.ts";
import { defaultIops } from "./readCommonSections.ts";
import type { SectionReader } from "./SectionReader.ts";

const STORAGE_TYPES = ["Ebs", "FsxLustre", "FsxOpenZfs", "FsxOntap", "Efs", "FileCache"];
const DEFAULT_EBS_SIZE_GIB = 40;

export function readSharedStorage(configuration: SectionReader): readonly SharedStorage[] {
  return configuration.sections("SharedStorage").flatMap((section) => {
    const storage = readStorage(section);
    section.finish();
    return storage === undefined ? [] : [storage];
  });
}

function readStorage(section: SectionReader): SharedStorage | undefined {
  const name = section.requiredText("Name");
  const mountDirectory = section.requiredText("MountDir");
  const type = section.oneOf("StorageType", STORAGE_TYPES);
  const ebs = section.section("EbsSettings");
  const lustre = section.section("FsxLustreSettings");
  const openZfs = section.section("FsxOpenZfsSettings");
  for (const key of ["EfsSettings", "FsxOntapSettings", "FileCacheSettings"]) section.raw(key);
  switch (type) {
    case "Ebs":
      return readEbs(ebs, { name, mountDirectory });
    case "FsxLustre":
      return readLustre(lustre, { name, mountDirectory });
    case "FsxOpenZfs": {
      const resourceId = openZfs.requiredText("VolumeId");
      openZfs.finish();
      return { kind: "existing-openzfs", name, mountDirectory, resourceId };
    }
    case undefined:
      section.requiredText("StorageType");
      return undefined;
    default:
      section.problem(`The sandbox does not model shared storage of type ${type}.`);
      return undefined;
  }
}

interface Place {
  readonly name: string;
  readonly mountDirectory: string;
}

function readEbs(section: SectionReader, place: Place): SharedStorage {
  const volumeType = section.text("VolumeType") ?? "gp3";
  const volume: EbsVolume = {
    existingVolumeId: section.text("VolumeId"),
    snapshotId: section.text("SnapshotId"),
    volumeType,
    sizeGiB: section.wholeNumber("Size") ?? DEFAULT_EBS_SIZE_GIB,
    iops: section.wholeNumber("Iops") ?? defaultIops(volumeType),
    throughputMBps: section.wholeNumber("Throughput") ?? (volumeType === "gp3" ? 125 : undefined),
    encrypted: section.flag("Encrypted") ?? true,
    kmsKeyId: section.text("KmsKeyId"),
    deletionPolicy: section.oneOf("DeletionPolicy", ["Delete", "Retain", "Snapshot"]) ?? "Delete",
  };
  const raid = section.optionalSection("Raid");
  if (raid === undefined) {
    section.finish();
    return { kind: "ebs", ...place, volume };
  }
  const raidType = raid.wholeNumber("Type") === 1 ? 1 : 0;
  const volumeCount = raid.wholeNumber("NumberOfVolumes") ?? 2;
  raid.finish();
  section.finish();
  return { kind: "raid", ...place, volume, raidType, volumeCount };
}

function readLustre(section: SectionReader, place: Place): SharedStorage {
  const fileSystemId = section.text("FileSystemId");
  if (fileSystemId !== undefined) {
    section.finish();
    return { kind: "existing-lustre", ...place, resourceId: fileSystemId };
  }
  const lustre: ManagedLustre = {
    storageCapacityGiB: section.wholeNumber("StorageCapacity"),
    deploymentType:
      section.oneOf("DeploymentType", ["SCRATCH_1", "SCRATCH_2", "PERSISTENT_1", "PERSISTENT_2"]) ??
      "SCRATCH_2",
    throughputMBpsPerTiB: section.wholeNumber("PerUnitStorageThroughput"),
    compression: section.oneOf("DataCompressionType", ["LZ4"]),
    fileSystemTypeVersion: section.text("FileSystemTypeVersion"),
    kmsKeyId: section.text("KmsKeyId"),
    weeklyMaintenanceStartTime: section.text("WeeklyMaintenanceStartTime"),
    automaticBackupRetentionDays: section.wholeNumber("AutomaticBackupRetentionDays"),
    dailyAutomaticBackupStartTime: section.text("DailyAutomaticBackupStartTime"),
    copyTagsToBackups: section.flag("CopyTagsToBackups"),
    deletionPolicy: section.oneOf("DeletionPolicy", ["Delete", "Retain"]) ?? "Delete",
    dataLinks: section.sections("DataRepositoryAssociations").map(readDataLink),
  };
  for (const [key, what] of UNMODELLED_LUSTRE) section.refuse(key, what);
  section.finish();
  return { kind: "managed-lustre", ...place, lustre };
}

const UNMODELLED_LUSTRE = [
  ["ImportedFileChunkSize", "the older import settings of Lustre: use DataRepositoryAssociations"],
  ["ExportPath", "the older export settings of Lustre: use DataRepositoryAssociations"],
  ["ImportPath", "the older import settings of Lustre: use DataRepositoryAssociations"],
  ["AutoImportPolicy", "the older import settings of Lustre: use DataRepositoryAssociations"],
  ["BackupId", "file systems made from a backup"],
  ["DriveCacheType", "HDD storage of Lustre"],
  ["StorageType", "the storage types of Lustre"],
] as const;

function readDataLink(section: SectionReader): DataLink {
  const link: DataLink = {
    name: section.requiredText("Name"),
    dataRepositoryPath: section.requiredText("DataRepositoryPath"),
    fileSystemPath: section.requiredText("FileSystemPath"),
    batchImportOnCreate: section.flag("BatchImportMetaDataOnCreate"),
    importedFileChunkSizeMiB: section.wholeNumber("ImportedFileChunkSize"),
    autoImportEvents: section.texts("AutoImportPolicy"),
    autoExportEvents: section.texts("AutoExportPolicy"),
  };
  section.finish();
  return link;
}
