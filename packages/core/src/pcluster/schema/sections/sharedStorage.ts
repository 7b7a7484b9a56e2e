import { flag, integer, nested, section, text } from "../field.ts";
import { PATTERNS } from "../patterns.ts";
import { checkMountDir } from "../fieldChecks.ts";
import {
  checkEfsThroughput,
  checkExistingEfs,
  checkOneStorageKind,
  checkRightStorageKind,
  storageNeeds,
} from "../storageChecks.ts";
import { fsxLustreSettingsSection } from "./fsxLustre.ts";

export const raidSection = section("Raid", {
  Type: integer("UNSUPPORTED", { required: true, allowed: [0, 1] }),
  NumberOfVolumes: integer("UNSUPPORTED", { min: 2, max: 5, default: 2 }),
});

export const ebsSettingsSection = section("EbsSettings", {
  VolumeType: text("UNSUPPORTED", {
    allowed: ["standard", "io1", "io2", "gp2", "st1", "sc1", "gp3"],
    default: "gp3",
    changeAction:
      "modify the volume by hand from the EC2 console following the EBS volume modification guide",
  }),
  Iops: integer("SUPPORTED", { defaultRule: "gp3: 3000; io1/io2: 100; other types: none" }),
  Size: integer("UNSUPPORTED", {
    default: 40,
    changeAction:
      "modify the volume by hand from the EC2 console following the EBS volume modification guide",
    changeReason: "after a resize the file system itself must be grown with OS-specific commands",
    note: "GiB",
  }),
  KmsKeyId: text("UNSUPPORTED", { note: "needs Encrypted true" }),
  Throughput: integer("SUPPORTED", { defaultRule: "gp3: 125; other types: none" }),
  Encrypted: flag("UNSUPPORTED", { default: true }),
  SnapshotId: text("UNSUPPORTED", { pattern: PATTERNS.snapshot }),
  VolumeId: text("UNSUPPORTED", { pattern: PATTERNS.volume }),
  Raid: nested(raidSection, "UNSUPPORTED"),
  DeletionPolicy: text("SUPPORTED", {
    allowed: ["Delete", "Retain", "Snapshot"],
    defaultRule: "Delete when VolumeId absent, none otherwise",
  }),
});

export const efsSettingsSection = section(
  "EfsSettings",
  {
    Encrypted: flag("UNSUPPORTED", { default: false }),
    KmsKeyId: text("UNSUPPORTED"),
    PerformanceMode: text("UNSUPPORTED", { allowed: ["generalPurpose", "maxIO"], default: "generalPurpose" }),
    ThroughputMode: text("SUPPORTED", { allowed: ["provisioned", "bursting"], default: "bursting" }),
    ProvisionedThroughput: integer("SUPPORTED", { min: 1, max: 1024 }),
    FileSystemId: text("UNSUPPORTED", { pattern: PATTERNS.efs }),
    DeletionPolicy: text("SUPPORTED", {
      allowed: ["Delete", "Retain"],
      defaultRule: "Delete when FileSystemId absent, none otherwise",
    }),
    AccessPointId: text("UNSUPPORTED", {
      pattern: PATTERNS.efsAccessPoint,
      note: "since 3.11.0; needs FileSystemId and EncryptionInTransit (validator)",
    }),
    EncryptionInTransit: flag("UNSUPPORTED", { default: false }),
    IamAuthorization: flag("UNSUPPORTED", { default: false }),
  },
  { checks: [checkExistingEfs, checkEfsThroughput] },
);

export const fsxOpenZfsSettingsSection = section("FsxOpenZfsSettings", {
  VolumeId: text("UNSUPPORTED", { required: true, pattern: PATTERNS.fsxVolume }),
});

export const fsxOntapSettingsSection = section("FsxOntapSettings", {
  VolumeId: text("UNSUPPORTED", { required: true, pattern: PATTERNS.fsxVolume }),
});

export const fileCacheSettingsSection = section("FileCacheSettings", {
  FileCacheId: text("UNSUPPORTED", { required: true, pattern: PATTERNS.fileCache }),
});

export const sharedStorageSection = section(
  "SharedStorage",
  {
    MountDir: text("SHARED_STORAGE_UPDATE_POLICY", {
      check: checkMountDir,
      required: true,
      pattern: PATTERNS.mountDir,
      note: "absolute or relative (a leading slash is assumed); not NONE or /NONE; not a reserved directory (validator)",
    }),
    Name: text("UNSUPPORTED", {
      required: true,
      note: "1..30 chars, not the word default (validators); used as tag value",
    }),
    StorageType: text("UNSUPPORTED", {
      required: true,
      allowed: ["Ebs", "FsxLustre", "FsxOpenZfs", "FsxOntap", "Efs", "FileCache"],
      note: "must match the *Settings section used",
    }),
    EbsSettings: nested(ebsSettingsSection, "IGNORED"),
    EfsSettings: nested(efsSettingsSection, "IGNORED"),
    FsxLustreSettings: nested(fsxLustreSettingsSection, "IGNORED"),
    FsxOpenZfsSettings: nested(fsxOpenZfsSettingsSection, "UNSUPPORTED"),
    FsxOntapSettings: nested(fsxOntapSettingsSection, "UNSUPPORTED"),
    FileCacheSettings: nested(fileCacheSettingsSection, "UNSUPPORTED"),
  },
  { checks: [checkOneStorageKind, checkRightStorageKind], needs: storageNeeds },
);
