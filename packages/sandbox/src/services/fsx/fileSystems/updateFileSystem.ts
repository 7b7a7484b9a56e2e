import type { CallContext } from "../../../kernel/CallContext.ts";
import { FILE_SYSTEM_UPDATE_MS } from "../durations.ts";
import { badRequest, enumMember, notModelled } from "../errors.ts";
import type { ActionRecord, FileSystemChange, FileSystemRecord } from "../FsxState.ts";
import { linksOf } from "../links/linksOf.ts";
import type { FsxInput, FsxOutput, LustreConfiguration } from "../shapes.ts";
import { describeFileSystem } from "./describeFileSystem.ts";
import { fileSystemOf } from "./fileSystemOf.ts";
import {
  automaticMetadataIops,
  checkedThroughput,
  checkLustreCapacity,
  checkMetadataIops,
  type LustreDeployment,
} from "./lustreCapacity.ts";
import { openZfsChange, openZfsSettingsChange } from "./openZfsChange.ts";

type Input = FsxInput<"UpdateFileSystem">;
type LustreInput = NonNullable<Input["LustreConfiguration"]>;

/** A capacity must grow by a tenth at least. */
const SMALLEST_GROWTH = 1.1;

/** Settings change at once; capacity, throughput and IOPS by an administrative action. */
export function updateFileSystem(input: Input, context: CallContext): FsxOutput<"UpdateFileSystem"> {
  const record = fileSystemOf(context, input.FileSystemId);
  if (record.lifecycle !== "AVAILABLE")
    throw badRequest(`Unable to perform the update: file system ${record.id} is ${record.lifecycle}.`);
  if (input.StorageType !== undefined) throw notModelled("A change of StorageType");
  if (input.FileSystemTypeVersion !== undefined) throw notModelled("A change of FileSystemTypeVersion");
  const storageCapacityGiB = grownCapacity(record, input.StorageCapacity);
  const target: FileSystemChange = {
    ...(storageCapacityGiB === undefined ? {} : { storageCapacityGiB }),
    ...(record.kind === "LUSTRE"
      ? lustreChange(record, input.LustreConfiguration ?? {}, storageCapacityGiB)
      : openZfsChange(record, input.OpenZFSConfiguration ?? {}, storageCapacityGiB)),
  };
  if (Object.keys(target).length > 0) refuseSecondUpdate(record);
  if (record.kind === "LUSTRE") changeLustreSettings(record, input.LustreConfiguration ?? {}, context);
  else openZfsSettingsChange(record, input.OpenZFSConfiguration ?? {});
  if (Object.keys(target).length > 0) startAction(record, target, context);
  return { FileSystem: describeFileSystem(record, context) };
}

function grownCapacity(record: FileSystemRecord, wantedGiB: number | undefined): number | undefined {
  if (wantedGiB === undefined || wantedGiB === record.storageCapacityGiB) return undefined;
  if (record.lustre?.DeploymentType === "SCRATCH_1")
    throw badRequest("Storage capacity cannot be changed for the SCRATCH_1 deployment type.");
  if (record.kind === "LUSTRE")
    checkLustreCapacity(wantedGiB, {
      deployment: lustreDeployment(record),
      storageType: record.storageType,
      throughput: record.lustre?.PerUnitStorageThroughput,
    });
  if (wantedGiB < record.storageCapacityGiB * SMALLEST_GROWTH)
    throw badRequest(
      `The storage capacity must be at least ten percent greater than the current ${record.storageCapacityGiB} GiB.`,
    );
  return wantedGiB;
}

function lustreChange(
  record: FileSystemRecord,
  given: LustreInput,
  capacityGiB: number | undefined,
): Pick<FileSystemChange, "lustre"> {
  const lustre: LustreConfiguration = {
    ...(given.PerUnitStorageThroughput === undefined ||
    given.PerUnitStorageThroughput === record.lustre?.PerUnitStorageThroughput
      ? {}
      : { PerUnitStorageThroughput: changedThroughput(record, given.PerUnitStorageThroughput) }),
    ...metadataChange(record, given, capacityGiB),
  };
  return Object.keys(lustre).length === 0 ? {} : { lustre };
}

function changedThroughput(record: FileSystemRecord, throughput: number): number | undefined {
  if (lustreDeployment(record) !== "PERSISTENT_2")
    throw badRequest("PerUnitStorageThroughput can only be changed for the PERSISTENT_2 deployment type.");
  return checkedThroughput(throughput, "PERSISTENT_2", record.storageType);
}

function metadataChange(
  record: FileSystemRecord,
  { MetadataConfiguration: given }: LustreInput,
  capacityGiB: number | undefined,
): Pick<LustreConfiguration, "MetadataConfiguration"> {
  const current = record.lustre?.MetadataConfiguration;
  if (given === undefined) {
    if (capacityGiB === undefined || current?.Mode !== "AUTOMATIC") return {};
    return { MetadataConfiguration: { Mode: "AUTOMATIC", Iops: automaticMetadataIops(capacityGiB) } };
  }
  if (current === undefined)
    throw badRequest("The file system was created without a metadata configuration.");
  const Mode =
    enumMember(given.Mode, "lustreConfiguration.metadataConfiguration.mode", [
      "AUTOMATIC",
      "USER_PROVISIONED",
    ]) ?? current.Mode;
  const Iops =
    Mode === "USER_PROVISIONED"
      ? checkMetadataIops(given.Iops)
      : automaticMetadataIops(capacityGiB ?? record.storageCapacityGiB);
  if (Mode === current.Mode && Iops === current.Iops) return {};
  if (Iops < (current.Iops ?? 0)) throw badRequest("Metadata IOPS can only be increased.");
  return { MetadataConfiguration: { Mode, Iops } };
}

function changeLustreSettings(record: FileSystemRecord, given: LustreInput, context: CallContext): void {
  if (given.LogConfiguration !== undefined) throw notModelled("LogConfiguration");
  if (given.AutoImportPolicy !== undefined) throw notModelled("AutoImportPolicy of LustreConfiguration");
  const days = given.AutomaticBackupRetentionDays;
  if (days !== undefined && days > 0 && linksOf(context, record.id).length > 0)
    throw badRequest("Automatic backups are not supported for file systems linked to a data repository.");
  const compression = enumMember(given.DataCompressionType, "lustreConfiguration.dataCompressionType", [
    "NONE",
    "LZ4",
  ]);
  record.lustre = {
    ...record.lustre,
    ...(given.WeeklyMaintenanceStartTime === undefined
      ? {}
      : { WeeklyMaintenanceStartTime: given.WeeklyMaintenanceStartTime }),
    ...(given.DailyAutomaticBackupStartTime === undefined
      ? {}
      : { DailyAutomaticBackupStartTime: given.DailyAutomaticBackupStartTime }),
    ...(days === undefined ? {} : { AutomaticBackupRetentionDays: days }),
    ...(compression === undefined ? {} : { DataCompressionType: compression }),
    ...(given.RootSquashConfiguration === undefined
      ? {}
      : { RootSquashConfiguration: given.RootSquashConfiguration }),
  };
}

function refuseSecondUpdate(record: FileSystemRecord): void {
  const isBusy = record.actions.some(
    ({ status }) => status === "PENDING" || status === "IN_PROGRESS" || status === "UPDATED_OPTIMIZING",
  );
  if (isBusy)
    throw badRequest(
      "Unable to perform the storage capacity or throughput update. There is an update already in progress.",
    );
}

function startAction(record: FileSystemRecord, target: FileSystemChange, context: CallContext): void {
  const requestMs = context.clock.nowMs();
  const update: ActionRecord = { type: "FILE_SYSTEM_UPDATE", status: "IN_PROGRESS", requestMs, target };
  const optimization: ActionRecord[] =
    target.storageCapacityGiB === undefined
      ? []
      : [{ type: "STORAGE_OPTIMIZATION", status: "PENDING", requestMs, target: {} }];
  record.actions = [update, ...optimization, ...record.actions].slice(0, 20);
  context.clock.schedule({
    kind: "fsx.file-system-updated",
    region: context.region,
    payload: { fileSystemId: record.id },
    afterMs: FILE_SYSTEM_UPDATE_MS,
  });
}

function lustreDeployment(record: FileSystemRecord): LustreDeployment {
  return record.lustre?.DeploymentType ?? "SCRATCH_1";
}
