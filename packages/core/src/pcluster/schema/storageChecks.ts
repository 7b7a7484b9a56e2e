import { isConfigMap, showValue, type ConfigMap } from "../yaml/configValue.ts";
import type { CheckFacts, CheckFinding } from "./check.ts";
import { isWritten } from "./needs.ts";

const SETTINGS_OF_TYPE = {
  Ebs: "EbsSettings",
  Efs: "EfsSettings",
  FsxLustre: "FsxLustreSettings",
  FsxOpenZfs: "FsxOpenZfsSettings",
  FsxOntap: "FsxOntapSettings",
  FileCache: "FileCacheSettings",
} as const;

const EFS_KEYS_WITH_EXISTING = new Set([
  "EncryptionInTransit",
  "IamAuthorization",
  "FileSystemId",
  "AccessPointId",
]);
const LUSTRE_KEYS_REFUSED_WITH_BACKUP = new Set([
  "DeploymentType",
  "PerUnitStorageThroughput",
  "StorageCapacity",
  "ImportPath",
  "ExportPath",
  "ImportedFileChunkSize",
  "KmsKeyId",
]);
const TYPES_THAT_NEED_SETTINGS = new Set(["FsxOpenZfs", "FsxOntap", "FileCache"]);

export function checkOneStorageKind(value: ConfigMap, facts: CheckFacts): readonly CheckFinding[] {
  const written = settingsOf(value);
  if (facts.partial || written.length <= 1) return [];
  return [
    {
      message: `${written.join(" and ")} cannot be used together.`,
      hint: "Keep the settings of the storage type.",
    },
  ];
}

export function checkRightStorageKind(value: ConfigMap): readonly CheckFinding[] {
  for (const [type, settings] of Object.entries(SETTINGS_OF_TYPE))
    if (settingsOf(value).includes(settings) && value["StorageType"] !== type)
      return [
        {
          message: `${settings} does not fit the storage type ${showValue(value["StorageType"])}.`,
          hint: `Remove ${settings}, or set StorageType to ${type}.`,
        },
      ];
  return [];
}

/** Existing file systems without their settings are no schema error: the official command fails on them. */
export function storageNeeds(value: ConfigMap): string | undefined {
  const type = value["StorageType"];
  if (typeof type !== "string" || !TYPES_THAT_NEED_SETTINGS.has(type)) return undefined;
  return settingsOf(value).length === 0 ? `${type}Settings` : undefined;
}

export function checkExistingEfs(value: ConfigMap): readonly CheckFinding[] {
  if (value["FileSystemId"] === undefined) return [];
  return refuseKeys(value, (key) => !EFS_KEYS_WITH_EXISTING.has(key), "an existing EFS file system is used");
}

export function checkEfsThroughput(value: ConfigMap, facts: CheckFacts): readonly CheckFinding[] {
  if (facts.partial) return [];
  const provisioned = value["ThroughputMode"] === "provisioned";
  const throughput = isWritten(value["ProvisionedThroughput"]);
  if (provisioned === throughput) return [];
  if (throughput)
    return [
      {
        key: "ThroughputMode",
        message: "ProvisionedThroughput works only with the throughput mode provisioned.",
        hint: "Set ThroughputMode to provisioned, or remove ProvisionedThroughput.",
      },
    ];
  return [
    {
      key: "ProvisionedThroughput",
      message: "The throughput mode provisioned needs a throughput.",
      hint: "Write ProvisionedThroughput, from 1 to 1024 MiB/s.",
    },
  ];
}

export function checkExistingLustre(value: ConfigMap): readonly CheckFinding[] {
  if (value["FileSystemId"] === undefined) return [];
  return refuseKeys(value, (key) => key !== "FileSystemId", "an existing Lustre file system is used");
}

export function checkLustreBackup(value: ConfigMap): readonly CheckFinding[] {
  if (value["BackupId"] === undefined) return [];
  return refuseKeys(
    value,
    (key) => LUSTRE_KEYS_REFUSED_WITH_BACKUP.has(key),
    "a file system is restored from a backup",
  );
}

function settingsOf(value: ConfigMap): readonly string[] {
  return Object.values(SETTINGS_OF_TYPE).filter((key) => {
    const settings = value[key];
    return isConfigMap(settings) && Object.keys(settings).length > 0;
  });
}

function refuseKeys(
  value: ConfigMap,
  refused: (key: string) => boolean,
  when: string,
): readonly CheckFinding[] {
  return Object.keys(value)
    .filter(refused)
    .map((key) => ({ message: `${key} cannot be set when ${when}.`, hint: `Remove ${key}.` }));
}
