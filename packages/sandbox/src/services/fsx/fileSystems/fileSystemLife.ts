import { rmSync } from "node:fs";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { isJsonObject, type Json } from "../../../kernel/json.ts";
import { findNamed, removeNamed } from "../../../kernel/NameTable.ts";
import type { TimerHandler } from "../../../kernel/ServiceModule.ts";
import { STORAGE_OPTIMIZATION_MS } from "../durations.ts";
import { fileSystemDirectory } from "../fileSystemDirectory.ts";
import { type FileSystemRecord, fsxStore } from "../FsxState.ts";
import { volumesOf } from "../volumes/rootVolume.ts";
import { createInterfaces, deleteInterfaces } from "./interfaces.ts";
import { checkLustrePort } from "./networkOf.ts";

/** What happens to file systems after their modelled times. */
export const fileSystemTimers: Readonly<Record<string, TimerHandler>> = {
  "fsx.network-check": withFileSystem(checkNetwork),
  "fsx.file-system-created": withFileSystem(finishCreation),
  "fsx.file-system-updated": withFileSystem(finishUpdate),
  "fsx.storage-optimized": withFileSystem(finishOptimization),
  "fsx.file-system-deleted": withFileSystem(finishDeletion),
};

function withFileSystem(act: (record: FileSystemRecord, context: RegionContext) => void): TimerHandler {
  return (payload: Json, context) => {
    const id = isJsonObject(payload) ? payload["fileSystemId"] : undefined;
    const record = findNamed(context.store(fsxStore).fileSystems, typeof id === "string" ? id : "");
    if (record !== undefined) act(record, context);
  };
}

function checkNetwork(record: FileSystemRecord, context: RegionContext): void {
  if (record.lifecycle !== "CREATING") return;
  failOnError(record, () => checkLustrePort(record.securityGroupIds, context));
}

function finishCreation(record: FileSystemRecord, context: RegionContext): void {
  if (record.lifecycle !== "CREATING") return;
  failOnError(record, () => {
    record.networkInterfaceIds = createInterfaces(record, context);
    record.lifecycle = "AVAILABLE";
    for (const volume of volumesOf(context, record.id)) volume.lifecycle = "AVAILABLE";
  });
}

function failOnError(record: FileSystemRecord, act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    record.lifecycle = "FAILED";
    record.failure = error.message;
  }
}

function finishUpdate(record: FileSystemRecord, context: RegionContext): void {
  const action = record.actions.find(
    ({ type, status }) => type === "FILE_SYSTEM_UPDATE" && status === "IN_PROGRESS",
  );
  if (action === undefined || record.lifecycle === "DELETING") return;
  const { storageCapacityGiB, lustre, openZfs } = action.target;
  if (lustre !== undefined) record.lustre = { ...record.lustre, ...lustre };
  if (openZfs !== undefined) record.openZfs = { ...record.openZfs, ...openZfs };
  if (storageCapacityGiB === undefined) {
    action.status = "COMPLETED";
    return;
  }
  record.storageCapacityGiB = storageCapacityGiB;
  action.status = "UPDATED_OPTIMIZING";
  for (const other of record.actions)
    if (other.type === "STORAGE_OPTIMIZATION" && other.status === "PENDING") other.status = "IN_PROGRESS";
  context.clock.schedule({
    kind: "fsx.storage-optimized",
    region: context.region,
    payload: { fileSystemId: record.id },
    afterMs: STORAGE_OPTIMIZATION_MS,
    background: true,
  });
}

function finishOptimization(record: FileSystemRecord): void {
  for (const action of record.actions)
    if (action.status === "UPDATED_OPTIMIZING" || action.status === "IN_PROGRESS")
      if (action.type === "STORAGE_OPTIMIZATION" || action.status === "UPDATED_OPTIMIZING")
        action.status = "COMPLETED";
}

function finishDeletion(record: FileSystemRecord, context: RegionContext): void {
  const state = context.store(fsxStore);
  deleteInterfaces(record, context);
  for (const volume of volumesOf(context, record.id)) removeNamed(state.volumes, volume.id);
  for (const table of [state.associations, state.tasks])
    for (const { id, fileSystemId } of Object.values(table))
      if (fileSystemId === record.id) removeNamed(table, id);
  removeNamed(state.fileSystems, record.id);
  rmSync(fileSystemDirectory(context, record.id), { recursive: true, force: true });
}
