import type { RegionContext } from "../../../kernel/CallContext.ts";
import { badRequest, enumMember, notModelled } from "../errors.ts";
import type { FsxInput, OpenZfsConfiguration, OpenZfsVolumeConfiguration } from "../shapes.ts";
import { checkOpenZfsOffered } from "./offerings.ts";

type Input = FsxInput<"CreateFileSystem">;
type Given = NonNullable<Input["OpenZFSConfiguration"]>;

export const OPENZFS_DEPLOYMENTS = [
  "SINGLE_AZ_1",
  "SINGLE_AZ_2",
  "SINGLE_AZ_HA_1",
  "SINGLE_AZ_HA_2",
  "MULTI_AZ_1",
] as const;
export type OpenZfsDeployment = (typeof OPENZFS_DEPLOYMENTS)[number];

const FIRST_GENERATION_MBPS: readonly number[] = [64, 128, 256, 512, 1024, 2048, 3072, 4096];
const SECOND_GENERATION_MBPS: readonly number[] = [160, 320, 640, 1280, 2560, 3840, 5120, 7680, 10_240];
const SMALLEST_GIB = 64;
const LARGEST_GIB = 524_288;

export interface OpenZfsSettings {
  readonly configuration: OpenZfsConfiguration;
  readonly rootVolume: OpenZfsVolumeConfiguration;
  readonly storageCapacityGiB: number;
}

/** @throws {AwsError} as FSx refuses what does not fit together. */
export function openZfsSettings(input: Input, context: RegionContext): OpenZfsSettings {
  const given = input.OpenZFSConfiguration;
  if (given === undefined) throw badRequest("OpenZFSConfiguration is required for OPENZFS file systems.");
  const deployment = enumMember(
    given.DeploymentType,
    "openZFSConfiguration.deploymentType",
    OPENZFS_DEPLOYMENTS,
  );
  if (deployment === undefined) throw badRequest("OpenZFSConfiguration needs a DeploymentType.");
  checkOpenZfsOffered(deployment, context.region);
  checkStorage(input, given);
  const storageCapacityGiB = input.StorageCapacity ?? 0;
  checkOpenZfsCapacity(storageCapacityGiB);
  checkOpenZfsThroughput(given.ThroughputCapacity, deployment);
  checkZones(given, deployment, input.SubnetIds ?? []);
  checkBackups(given);
  return {
    configuration: configurationOf(given, deployment, storageCapacityGiB),
    rootVolume: rootVolumeOf(given.RootVolumeConfiguration ?? {}),
    storageCapacityGiB,
  };
}

export function checkOpenZfsCapacity(capacityGiB: number): void {
  if (capacityGiB >= SMALLEST_GIB && capacityGiB <= LARGEST_GIB) return;
  throw badRequest(
    `The specified storage capacity ${capacityGiB} GiB is invalid. Specify a value between ${SMALLEST_GIB} and ${LARGEST_GIB} GiB.`,
  );
}

export function checkOpenZfsThroughput(throughput: number | undefined, deployment: OpenZfsDeployment): void {
  const offered =
    deployment === "SINGLE_AZ_1" || deployment === "SINGLE_AZ_HA_1"
      ? FIRST_GENERATION_MBPS
      : SECOND_GENERATION_MBPS;
  if (throughput !== undefined && offered.includes(throughput)) return;
  throw badRequest(
    `Invalid throughput capacity ${throughput ?? "none"} for deployment type ${deployment}. Valid values are ${offered.join(", ")}.`,
  );
}

/** Three IOPS for each GiB unless the user chose. */
export function diskIopsOf(
  given: Given["DiskIopsConfiguration"],
  capacityGiB: number,
): NonNullable<OpenZfsConfiguration["DiskIopsConfiguration"]> {
  const Mode =
    enumMember(given?.Mode, "diskIopsConfiguration.mode", ["AUTOMATIC", "USER_PROVISIONED"]) ??
    (given?.Iops === undefined ? "AUTOMATIC" : "USER_PROVISIONED");
  const automatic = capacityGiB * 3;
  if (Mode === "AUTOMATIC") return { Mode, Iops: automatic };
  if (given?.Iops === undefined || given.Iops < automatic)
    throw badRequest(`The minimum number of SSD IOPS is ${automatic}, three for each GiB of storage.`);
  return { Mode, Iops: given.Iops };
}

function checkStorage(input: Input, given: Given): void {
  const storageType = enumMember(input.StorageType, "storageType", ["SSD", "HDD", "INTELLIGENT_TIERING"]);
  if (storageType === "INTELLIGENT_TIERING") throw notModelled("The storage type INTELLIGENT_TIERING");
  if (storageType === "HDD") throw badRequest("HDD storage is not supported for OPENZFS file systems.");
  if (given.ReadCacheConfiguration !== undefined) throw notModelled("ReadCacheConfiguration");
  if (given.EndpointIpv6AddressRange !== undefined) throw notModelled("EndpointIpv6AddressRange");
  if (input.FileSystemTypeVersion !== undefined)
    throw badRequest("FileSystemTypeVersion is not supported for OPENZFS file systems.");
}

function checkZones(given: Given, deployment: OpenZfsDeployment, subnetIds: readonly string[]): void {
  if (deployment === "MULTI_AZ_1") {
    if (subnetIds.length !== 2)
      throw badRequest("Two subnet IDs must be specified for the MULTI_AZ_1 deployment type.");
    if (given.PreferredSubnetId === undefined || !subnetIds.includes(given.PreferredSubnetId))
      throw badRequest(
        "PreferredSubnetId must be specified for the MULTI_AZ_1 deployment type and be one of the subnet IDs.",
      );
    return;
  }
  if (subnetIds.length !== 1)
    throw badRequest(`Exactly one subnet ID must be specified for the ${deployment} deployment type.`);
  const { PreferredSubnetId, EndpointIpAddressRange, RouteTableIds } = given;
  if ([PreferredSubnetId, EndpointIpAddressRange, RouteTableIds].some((value) => value !== undefined))
    throw badRequest(
      "PreferredSubnetId, EndpointIpAddressRange, and RouteTableIds are only supported for the MULTI_AZ_1 deployment type.",
    );
}

function checkBackups(given: Given): void {
  const days = given.AutomaticBackupRetentionDays ?? 30;
  if (days < 0 || days > 90) throw badRequest("AutomaticBackupRetentionDays must be between 0 and 90.");
  if (days === 0 && given.DailyAutomaticBackupStartTime !== undefined)
    throw badRequest(
      "DailyAutomaticBackupStartTime can only be specified when AutomaticBackupRetentionDays is greater than 0.",
    );
}

function configurationOf(
  given: Given,
  deployment: OpenZfsDeployment,
  capacityGiB: number,
): OpenZfsConfiguration {
  const days = given.AutomaticBackupRetentionDays ?? 30;
  const across =
    deployment === "MULTI_AZ_1"
      ? {
          PreferredSubnetId: given.PreferredSubnetId,
          ...(given.EndpointIpAddressRange === undefined
            ? {}
            : { EndpointIpAddressRange: given.EndpointIpAddressRange }),
          RouteTableIds: given.RouteTableIds ?? [],
        }
      : {};
  return {
    AutomaticBackupRetentionDays: days,
    CopyTagsToBackups: given.CopyTagsToBackups ?? false,
    CopyTagsToVolumes: given.CopyTagsToVolumes ?? false,
    ...(days > 0 ? { DailyAutomaticBackupStartTime: given.DailyAutomaticBackupStartTime ?? "05:00" } : {}),
    DeploymentType: deployment,
    ThroughputCapacity: given.ThroughputCapacity,
    WeeklyMaintenanceStartTime: given.WeeklyMaintenanceStartTime ?? "1:05:00",
    DiskIopsConfiguration: diskIopsOf(given.DiskIopsConfiguration, capacityGiB),
    ...across,
  };
}

function rootVolumeOf(given: NonNullable<Given["RootVolumeConfiguration"]>): OpenZfsVolumeConfiguration {
  return {
    VolumePath: "/fsx",
    RecordSizeKiB: given.RecordSizeKiB ?? 128,
    DataCompressionType:
      enumMember(given.DataCompressionType, "rootVolumeConfiguration.dataCompressionType", [
        "NONE",
        "ZSTD",
        "LZ4",
      ]) ?? "NONE",
    CopyTagsToSnapshots: given.CopyTagsToSnapshots ?? false,
    ReadOnly: given.ReadOnly ?? false,
    NfsExports: given.NfsExports ?? [
      { ClientConfigurations: [{ Clients: "*", Options: ["rw", "crossmnt"] }] },
    ],
    UserAndGroupQuotas: given.UserAndGroupQuotas ?? [
      { Type: "USER", Id: 0, StorageCapacityQuotaGiB: 0 },
      { Type: "GROUP", Id: 0, StorageCapacityQuotaGiB: 0 },
    ],
  };
}
