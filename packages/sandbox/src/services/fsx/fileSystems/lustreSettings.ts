import type { RegionContext } from "../../../kernel/CallContext.ts";
import { badRequest, enumMember, notModelled } from "../errors.ts";
import type { FsxInput, LustreConfiguration } from "../shapes.ts";
import {
  automaticMetadataIops,
  checkedThroughput,
  checkLustreCapacity,
  checkMetadataIops,
  LUSTRE_DEPLOYMENTS,
  type LustreDeployment,
} from "./lustreCapacity.ts";
import { checkLustreOffered } from "./offerings.ts";

type Input = FsxInput<"CreateFileSystem">;
type Given = NonNullable<Input["LustreConfiguration"]>;
const VERSIONS = ["2.10", "2.12", "2.15"];
const GIVEN_MEMBERS: ReadonlySet<string> = new Set([
  "WeeklyMaintenanceStartTime",
  "DeploymentType",
  "PerUnitStorageThroughput",
  "DailyAutomaticBackupStartTime",
  "AutomaticBackupRetentionDays",
  "CopyTagsToBackups",
  "DriveCacheType",
  "DataCompressionType",
  "EfaEnabled",
  "RootSquashConfiguration",
  "MetadataConfiguration",
  "ImportPath",
  "ExportPath",
  "ImportedFileChunkSize",
  "AutoImportPolicy",
]);

export interface LustreSettings {
  readonly configuration: LustreConfiguration;
  readonly storageCapacityGiB: number;
  readonly storageType: "SSD" | "HDD";
  readonly version: string;
}

/** @throws {AwsError} as FSx refuses what does not fit together. */
export function lustreSettings(input: Input, context: RegionContext): LustreSettings {
  const given = input.LustreConfiguration ?? {};
  refuseUnmodelled(given);
  const deployment =
    enumMember(given.DeploymentType, "lustreConfiguration.deploymentType", LUSTRE_DEPLOYMENTS) ?? "SCRATCH_1";
  checkLustreOffered(deployment, context.region);
  const storageType = lustreStorageType(input.StorageType, deployment);
  const throughput = checkedThroughput(given.PerUnitStorageThroughput, deployment, storageType);
  const storageCapacityGiB = input.StorageCapacity ?? 0;
  checkLustreCapacity(storageCapacityGiB, { deployment, storageType, throughput });
  checkRepository(given, deployment);
  const version = checkedVersion(input.FileSystemTypeVersion, deployment, given);
  checkBackups(given, deployment);
  if (input.KmsKeyId !== undefined && deployment.startsWith("SCRATCH"))
    throw badRequest("KmsKeyId is not supported for scratch file systems.");
  return {
    configuration: configurationOf(given, {
      deployment,
      storageType,
      throughput,
      storageCapacityGiB,
      context,
    }),
    storageCapacityGiB,
    storageType,
    version,
  };
}

function configurationOf(
  given: Given,
  of: {
    readonly deployment: LustreDeployment;
    readonly storageType: "SSD" | "HDD";
    readonly throughput: number | undefined;
    readonly storageCapacityGiB: number;
    readonly context: RegionContext;
  },
): LustreConfiguration {
  const { deployment, throughput } = of;
  const compression =
    enumMember(given.DataCompressionType, "lustreConfiguration.dataCompressionType", ["NONE", "LZ4"]) ??
    "NONE";
  const persistent = deployment.startsWith("PERSISTENT")
    ? {
        ...(throughput === undefined ? {} : { PerUnitStorageThroughput: throughput }),
        AutomaticBackupRetentionDays: given.AutomaticBackupRetentionDays ?? 0,
        CopyTagsToBackups: given.CopyTagsToBackups ?? false,
        ...((given.AutomaticBackupRetentionDays ?? 0) > 0
          ? { DailyAutomaticBackupStartTime: given.DailyAutomaticBackupStartTime ?? "05:00" }
          : {}),
      }
    : {};
  return {
    WeeklyMaintenanceStartTime: given.WeeklyMaintenanceStartTime ?? "1:05:00",
    DeploymentType: deployment,
    ...persistent,
    ...(of.storageType === "HDD" ? { DriveCacheType: driveCache(given) } : {}),
    MountName: deployment === "SCRATCH_1" ? "fsx" : mountName(of.context),
    DataCompressionType: compression,
    LogConfiguration: { Level: "DISABLED" },
    ...(given.RootSquashConfiguration === undefined
      ? {}
      : { RootSquashConfiguration: given.RootSquashConfiguration }),
    ...metadataOf(given, deployment, of.storageCapacityGiB),
    ...(deployment === "PERSISTENT_2" ? { EfaEnabled: checkedEfa(given) } : {}),
  };
}

function metadataOf(
  { MetadataConfiguration: given }: Given,
  deployment: LustreDeployment,
  capacityGiB: number,
): Pick<LustreConfiguration, "MetadataConfiguration"> {
  if (given === undefined) return {};
  if (deployment !== "PERSISTENT_2")
    throw badRequest("MetadataConfiguration is only supported for the PERSISTENT_2 deployment type.");
  const Mode = enumMember(given.Mode, "lustreConfiguration.metadataConfiguration.mode", [
    "AUTOMATIC",
    "USER_PROVISIONED",
  ]);
  if (Mode === undefined) throw badRequest("MetadataConfiguration needs a Mode.");
  if (Mode === "USER_PROVISIONED")
    return { MetadataConfiguration: { Mode, Iops: checkMetadataIops(given.Iops) } };
  if (given.Iops !== undefined)
    throw badRequest("Iops can only be specified for the USER_PROVISIONED metadata configuration mode.");
  return { MetadataConfiguration: { Mode, Iops: automaticMetadataIops(capacityGiB) } };
}

function checkedEfa(given: Given): boolean {
  if (given.EfaEnabled === true && given.MetadataConfiguration === undefined)
    throw badRequest("EFA-enabled file systems require a metadata configuration.");
  return given.EfaEnabled ?? false;
}

function lustreStorageType(given: string | undefined, deployment: LustreDeployment): "SSD" | "HDD" {
  const storageType = enumMember(given, "storageType", ["SSD", "HDD", "INTELLIGENT_TIERING"]) ?? "SSD";
  if (storageType === "INTELLIGENT_TIERING") throw notModelled("The storage type INTELLIGENT_TIERING");
  if (storageType === "HDD" && deployment !== "PERSISTENT_1")
    throw badRequest("HDD storage is only supported for the PERSISTENT_1 deployment type.");
  return storageType;
}

function driveCache(given: Given): "NONE" | "READ" {
  const type = enumMember(given.DriveCacheType, "lustreConfiguration.driveCacheType", ["NONE", "READ"]);
  if (type === undefined) throw badRequest("DriveCacheType must be specified for HDD storage.");
  return type;
}

function checkedVersion(
  given: string | undefined,
  deployment: LustreDeployment,
  configuration: Given,
): string {
  const isSecond = deployment === "PERSISTENT_2";
  const withoutMetadata = isSecond ? "2.12" : "2.10";
  const version = given ?? (configuration.MetadataConfiguration === undefined ? withoutMetadata : "2.15");
  if (!VERSIONS.includes(version))
    throw badRequest(`Invalid Lustre version: ${version}. Valid values are 2.10, 2.12, and 2.15.`);
  if (isSecond && version === "2.10")
    throw badRequest("The PERSISTENT_2 deployment type is not supported for Lustre version 2.10.");
  if (configuration.MetadataConfiguration !== undefined && version !== "2.15")
    throw badRequest("MetadataConfiguration is only supported for Lustre version 2.15.");
  return version;
}

function checkRepository(given: Given, deployment: LustreDeployment): void {
  const { ImportPath, ExportPath, ImportedFileChunkSize, AutoImportPolicy } = given;
  const members = [ImportPath, ExportPath, ImportedFileChunkSize, AutoImportPolicy];
  if (members.every((member) => member === undefined)) return;
  if (deployment === "PERSISTENT_2")
    throw badRequest(
      "Linking a Persistent 2 file system to an S3 bucket using the LustreConfiguration is not supported. Create a file system and then create a data repository association to link S3 buckets to the file system. For more details, visit https://docs.aws.amazon.com/fsx/latest/LustreGuide/create-dra-linked-data-repo.html",
    );
  throw notModelled("A data repository in LustreConfiguration (ImportPath and its companions)");
}

function checkBackups(given: Given, deployment: LustreDeployment): void {
  const days = given.AutomaticBackupRetentionDays ?? 0;
  if (days < 0 || days > 90) throw badRequest("AutomaticBackupRetentionDays must be between 0 and 90.");
  if (days > 0 && deployment.startsWith("SCRATCH"))
    throw badRequest("Backups are not supported for scratch file systems.");
  if (given.DailyAutomaticBackupStartTime !== undefined && days === 0)
    throw badRequest(
      "DailyAutomaticBackupStartTime can only be specified when AutomaticBackupRetentionDays is greater than 0.",
    );
}

function refuseUnmodelled(given: Given): void {
  for (const [name, value] of Object.entries(given))
    if (value !== undefined && !GIVEN_MEMBERS.has(name)) throw notModelled(`LustreConfiguration.${name}`);
}

/** Eight lower-case letters and digits, a letter first. */
function mountName(context: RegionContext): string {
  const letters = "abcdefghijklmnopqrstuvwxyz";
  const name = context.ids.upperAlphanumeric("fsx-mount", 8).toLowerCase();
  return name.replaceAll(/\d/g, (digit) => letters[Number(digit) + 10] ?? "a");
}
