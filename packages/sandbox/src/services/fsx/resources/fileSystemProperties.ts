import { type PropertyReader, readProperties } from "../../../kernel/readProperties.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { LUSTRE_DEPLOYMENTS } from "../fileSystems/lustreCapacity.ts";
import { OPENZFS_DEPLOYMENTS } from "../fileSystems/openZfsSettings.ts";
import type { FsxInput } from "../shapes.ts";
import { definedMembers, refuseOthers } from "./propertyWords.ts";
import { enumText } from "../../../cloudformation/enumText.ts";

type Create = FsxInput<"CreateFileSystem">;
type Lustre = NonNullable<Create["LustreConfiguration"]>;
type OpenZfs = NonNullable<Create["OpenZFSConfiguration"]>;
type NfsExports = NonNullable<NonNullable<OpenZfs["RootVolumeConfiguration"]>["NfsExports"]>;

const KNOWN = new Set([
  "FileSystemType",
  "StorageCapacity",
  "StorageType",
  "SubnetIds",
  "SecurityGroupIds",
  "Tags",
  "KmsKeyId",
  "LustreConfiguration",
  "FileSystemTypeVersion",
  "OpenZFSConfiguration",
]);

/** Properties of AWS::FSx::FileSystem as the API takes them. */
export function fileSystemInput(properties: JsonObject): Omit<Create, "Tags"> {
  const read = readProperties(properties);
  refuseOthers("AWS::FSx::FileSystem", read, KNOWN);
  return definedMembers<Omit<Create, "Tags">>({
    FileSystemType: enumText(read, "FileSystemType", ["WINDOWS", "LUSTRE", "ONTAP", "OPENZFS"]),
    StorageCapacity: read.number("StorageCapacity"),
    StorageType: enumText(read, "StorageType", ["SSD", "HDD", "INTELLIGENT_TIERING"]),
    SubnetIds: read.texts("SubnetIds"),
    SecurityGroupIds: read.texts("SecurityGroupIds"),
    KmsKeyId: read.text("KmsKeyId"),
    FileSystemTypeVersion: read.text("FileSystemTypeVersion"),
    LustreConfiguration: lustreInput(read.object("LustreConfiguration")),
    OpenZFSConfiguration: openZfsInput(read.object("OpenZFSConfiguration")),
  });
}

export function nfsExportsOf(read: PropertyReader): NfsExports | undefined {
  if (read.json("NfsExports") === undefined) return undefined;
  return read.objects("NfsExports").map((entry) => ({
    ClientConfigurations: entry.objects("ClientConfigurations").map((client) => ({
      Clients: client.text("Clients"),
      Options: client.texts("Options"),
    })),
  }));
}

export function quotasOf(read: PropertyReader) {
  if (read.json("UserAndGroupQuotas") === undefined) return undefined;
  return read.objects("UserAndGroupQuotas").map((quota) => ({
    Type: enumText(quota, "Type", ["USER", "GROUP"]),
    Id: quota.number("Id"),
    StorageCapacityQuotaGiB: quota.number("StorageCapacityQuotaGiB"),
  }));
}

export function compressionOf(read: PropertyReader) {
  return enumText(read, "DataCompressionType", ["NONE", "ZSTD", "LZ4"]);
}

function lustreInput(read: PropertyReader | undefined): Lustre | undefined {
  if (read === undefined) return undefined;
  const metadata = read.object("MetadataConfiguration");
  const log = read.object("LogConfiguration");
  return definedMembers<Lustre>({
    DeploymentType: enumText(read, "DeploymentType", LUSTRE_DEPLOYMENTS),
    PerUnitStorageThroughput: read.number("PerUnitStorageThroughput"),
    DataCompressionType: enumText(read, "DataCompressionType", ["NONE", "LZ4"]),
    WeeklyMaintenanceStartTime: read.text("WeeklyMaintenanceStartTime"),
    DailyAutomaticBackupStartTime: read.text("DailyAutomaticBackupStartTime"),
    AutomaticBackupRetentionDays: read.number("AutomaticBackupRetentionDays"),
    CopyTagsToBackups: read.boolean("CopyTagsToBackups"),
    DriveCacheType: enumText(read, "DriveCacheType", ["NONE", "READ"]),
    EfaEnabled: read.boolean("EfaEnabled"),
    ImportPath: read.text("ImportPath"),
    ExportPath: read.text("ExportPath"),
    ImportedFileChunkSize: read.number("ImportedFileChunkSize"),
    AutoImportPolicy: enumText(read, "AutoImportPolicy", [
      "NONE",
      "NEW",
      "NEW_CHANGED",
      "NEW_CHANGED_DELETED",
    ]),
    MetadataConfiguration:
      metadata === undefined
        ? undefined
        : definedMembers({
            Mode: enumText(metadata, "Mode", ["AUTOMATIC", "USER_PROVISIONED"]),
            Iops: metadata.number("Iops"),
          }),
    LogConfiguration:
      log === undefined
        ? undefined
        : definedMembers({
            Level: enumText(log, "Level", ["DISABLED", "WARN_ONLY", "ERROR_ONLY", "WARN_ERROR"]),
            Destination: log.text("Destination"),
          }),
    ThroughputCapacity: read.number("ThroughputCapacity"),
  });
}

function openZfsInput(read: PropertyReader | undefined): OpenZfs | undefined {
  if (read === undefined) return undefined;
  const iops = read.object("DiskIopsConfiguration");
  const root = read.object("RootVolumeConfiguration");
  return definedMembers<OpenZfs>({
    DeploymentType: enumText(read, "DeploymentType", OPENZFS_DEPLOYMENTS),
    ThroughputCapacity: read.number("ThroughputCapacity"),
    AutomaticBackupRetentionDays: read.number("AutomaticBackupRetentionDays"),
    CopyTagsToBackups: read.boolean("CopyTagsToBackups"),
    CopyTagsToVolumes: read.boolean("CopyTagsToVolumes"),
    DailyAutomaticBackupStartTime: read.text("DailyAutomaticBackupStartTime"),
    WeeklyMaintenanceStartTime: read.text("WeeklyMaintenanceStartTime"),
    PreferredSubnetId: read.text("PreferredSubnetId"),
    EndpointIpAddressRange: read.text("EndpointIpAddressRange"),
    RouteTableIds: read.texts("RouteTableIds"),
    DiskIopsConfiguration:
      iops === undefined
        ? undefined
        : definedMembers({
            Mode: enumText(iops, "Mode", ["AUTOMATIC", "USER_PROVISIONED"]),
            Iops: iops.number("Iops"),
          }),
    RootVolumeConfiguration: root === undefined ? undefined : rootVolumeInput(root),
  });
}

function rootVolumeInput(read: PropertyReader): NonNullable<OpenZfs["RootVolumeConfiguration"]> {
  return definedMembers<NonNullable<OpenZfs["RootVolumeConfiguration"]>>({
    RecordSizeKiB: read.number("RecordSizeKiB"),
    DataCompressionType: compressionOf(read),
    NfsExports: nfsExportsOf(read),
    UserAndGroupQuotas: quotasOf(read),
    CopyTagsToSnapshots: read.boolean("CopyTagsToSnapshots"),
    ReadOnly: read.boolean("ReadOnly"),
  });
}
