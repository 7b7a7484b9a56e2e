import { flag, integer, nestedList, section, text, textList } from "../field.ts";
import { PATTERNS } from "../patterns.ts";
import { checkExistingLustre, checkLustreBackup } from "../storageChecks.ts";

export const dataRepositoryAssociationSection = section("DataRepositoryAssociation", {
  Name: text("UNSUPPORTED", { required: true }),
  BatchImportMetaDataOnCreate: flag("UNSUPPORTED", { default: false }),
  DataRepositoryPath: text("UNSUPPORTED", { required: true }),
  FileSystemPath: text("UNSUPPORTED", { required: true, pattern: PATTERNS.fileSystemPath }),
  ImportedFileChunkSize: integer("SUPPORTED", { min: 1, max: 512000, default: 1024 }),
  AutoExportPolicy: textList("SUPPORTED", {
    maxLength: 3,
    items: { allowed: ["NEW", "CHANGED", "DELETED"] },
  }),
  AutoImportPolicy: textList("SUPPORTED", {
    maxLength: 3,
    items: { allowed: ["NEW", "CHANGED", "DELETED"] },
  }),
});

export const fsxLustreSettingsSection = section(
  "FsxLustreSettings",
  {
    StorageCapacity: integer("UNSUPPORTED", { note: "GiB; required for a new file system (validator)" }),
    DeploymentType: text("UNSUPPORTED", {
      allowed: ["SCRATCH_1", "SCRATCH_2", "PERSISTENT_1", "PERSISTENT_2"],
      defaultRule: "SCRATCH_2 when neither BackupId nor FileSystemId is given, none otherwise",
    }),
    ImportedFileChunkSize: integer("UNSUPPORTED", { min: 1, max: 512000 }),
    ExportPath: text("UNSUPPORTED"),
    ImportPath: text("UNSUPPORTED"),
    WeeklyMaintenanceStartTime: text("SUPPORTED", { pattern: PATTERNS.weeklyTime }),
    AutomaticBackupRetentionDays: integer("SUPPORTED", {
      min: 0,
      max: 35,
      changes: [{ since: "3.16.0", max: 90 }],
    }),
    CopyTagsToBackups: flag("UNSUPPORTED"),
    DailyAutomaticBackupStartTime: text("SUPPORTED", { pattern: PATTERNS.dailyTime }),
    PerUnitStorageThroughput: integer("UNSUPPORTED"),
    BackupId: text("UNSUPPORTED", { pattern: PATTERNS.fsxBackup }),
    KmsKeyId: text("UNSUPPORTED"),
    FileSystemId: text("UNSUPPORTED", { pattern: PATTERNS.fsxLustre, note: "17-hex form only" }),
    AutoImportPolicy: text("UNSUPPORTED", { allowed: ["NEW", "NEW_CHANGED", "NEW_CHANGED_DELETED"] }),
    DriveCacheType: text("UNSUPPORTED", { allowed: ["READ"] }),
    DataCompressionType: text("SUPPORTED", { allowed: ["LZ4"] }),
    StorageType: text("UNSUPPORTED", { allowed: ["HDD", "SSD"] }),
    DeletionPolicy: text("SUPPORTED", {
      allowed: ["Delete", "Retain"],
      defaultRule: "Delete when FileSystemId absent, none otherwise",
    }),
    DataRepositoryAssociations: nestedList(dataRepositoryAssociationSection, "SUPPORTED", {
      itemKey: "Name",
    }),
  },
  { checks: [checkExistingLustre, checkLustreBackup] },
);
