import { badRequest, notModelled } from "../errors.ts";
import type { FileSystemChange, FileSystemRecord } from "../FsxState.ts";
import type { FsxInput, OpenZfsConfiguration } from "../shapes.ts";
import { checkOpenZfsCapacity, checkOpenZfsThroughput, diskIopsOf } from "./openZfsSettings.ts";

type Given = NonNullable<FsxInput<"UpdateFileSystem">["OpenZFSConfiguration"]>;

/** Throughput and IOPS that an update asks for; a greater capacity brings more IOPS by itself. */
export function openZfsChange(
  record: FileSystemRecord,
  given: Given,
  capacityGiB: number | undefined,
): Pick<FileSystemChange, "openZfs"> {
  if (capacityGiB !== undefined) checkOpenZfsCapacity(capacityGiB);
  const current = record.openZfs;
  const throughput = given.ThroughputCapacity;
  if (throughput !== undefined) checkOpenZfsThroughput(throughput, current?.DeploymentType ?? "SINGLE_AZ_1");
  const isAutomatic = current?.DiskIopsConfiguration?.Mode === "AUTOMATIC";
  const iopsChange =
    given.DiskIopsConfiguration !== undefined || (capacityGiB !== undefined && isAutomatic)
      ? {
          DiskIopsConfiguration: diskIopsOf(
            given.DiskIopsConfiguration,
            capacityGiB ?? record.storageCapacityGiB,
          ),
        }
      : {};
  const openZfs: OpenZfsConfiguration = {
    ...(throughput === undefined || throughput === current?.ThroughputCapacity
      ? {}
      : { ThroughputCapacity: throughput }),
    ...iopsChange,
  };
  return Object.keys(openZfs).length === 0 ? {} : { openZfs };
}

/** Settings that change at once. */
export function openZfsSettingsChange(record: FileSystemRecord, given: Given): void {
  if (given.ReadCacheConfiguration !== undefined) throw notModelled("ReadCacheConfiguration");
  if (given.EndpointIpv6AddressRange !== undefined) throw notModelled("EndpointIpv6AddressRange");
  record.openZfs = {
    ...record.openZfs,
    ...(given.AutomaticBackupRetentionDays === undefined
      ? {}
      : { AutomaticBackupRetentionDays: given.AutomaticBackupRetentionDays }),
    ...(given.CopyTagsToBackups === undefined ? {} : { CopyTagsToBackups: given.CopyTagsToBackups }),
    ...(given.CopyTagsToVolumes === undefined ? {} : { CopyTagsToVolumes: given.CopyTagsToVolumes }),
    ...(given.DailyAutomaticBackupStartTime === undefined
      ? {}
      : { DailyAutomaticBackupStartTime: given.DailyAutomaticBackupStartTime }),
    ...(given.WeeklyMaintenanceStartTime === undefined
      ? {}
      : { WeeklyMaintenanceStartTime: given.WeeklyMaintenanceStartTime }),
    ...changedRouteTables(record, given),
  };
}

function changedRouteTables(
  record: FileSystemRecord,
  { AddRouteTableIds, RemoveRouteTableIds }: Given,
): Pick<OpenZfsConfiguration, "RouteTableIds"> {
  if (AddRouteTableIds === undefined && RemoveRouteTableIds === undefined) return {};
  if (record.openZfs?.DeploymentType !== "MULTI_AZ_1")
    throw badRequest("Route tables are only supported for the MULTI_AZ_1 deployment type.");
  const kept = (record.openZfs.RouteTableIds ?? []).filter((id) => !RemoveRouteTableIds?.includes(id));
  return { RouteTableIds: [...new Set([...kept, ...(AddRouteTableIds ?? [])])] };
}
