import type { CallContext } from "../../../kernel/CallContext.ts";
import { takeFinalBackup } from "../backups/finalBackup.ts";
import { LUSTRE_DELETE_MS, OPENZFS_DELETE_MS } from "../durations.ts";
import { badRequest } from "../errors.ts";
import type { FileSystemRecord } from "../FsxState.ts";
import { linksOf } from "../links/linksOf.ts";
import { syncDataLinks } from "../links/syncDataLinks.ts";
import type { FsxInput, FsxOutput } from "../shapes.ts";
import { checkedTags } from "../tags.ts";
import { isRootVolume, volumesOf } from "../volumes/rootVolume.ts";
import { fileSystemOf } from "./fileSystemOf.ts";

type Input = FsxInput<"DeleteFileSystem">;

/** Begins the removal of a file system with its links, volumes and data; what was written before is exported first. */
export function deleteFileSystem(input: Input, context: CallContext): FsxOutput<"DeleteFileSystem"> {
  const record = fileSystemOf(context, input.FileSystemId);
  if (record.lifecycle === "DELETING") return { FileSystemId: record.id, Lifecycle: "DELETING" };
  const response =
    record.kind === "LUSTRE" ? endLustre(record, input, context) : endOpenZfs(record, input, context);
  record.lifecycle = "DELETING";
  context.clock.schedule({
    kind: "fsx.file-system-deleted",
    region: context.region,
    payload: { fileSystemId: record.id },
    afterMs: record.kind === "LUSTRE" ? LUSTRE_DELETE_MS : OPENZFS_DELETE_MS,
  });
  return { FileSystemId: record.id, Lifecycle: "DELETING", ...response };
}

function endLustre(record: FileSystemRecord, input: Input, context: CallContext) {
  if (input.OpenZFSConfiguration !== undefined)
    throw badRequest("OpenZFSConfiguration is not supported for LUSTRE file systems.");
  const options = input.LustreConfiguration ?? {};
  const links = linksOf(context, record.id);
  if (options.SkipFinalBackup === false && links.length > 0)
    throw badRequest("Backups are not supported for file systems linked to a data repository.");
  syncDataLinks(context, record.id);
  for (const link of links) link.lifecycle = "DELETING";
  if (options.SkipFinalBackup !== false) return {};
  const tags = checkedTags(options.FinalBackupTags);
  return { LustreResponse: { FinalBackupId: takeFinalBackup(record, tags, context), FinalBackupTags: tags } };
}

function endOpenZfs(record: FileSystemRecord, input: Input, context: CallContext) {
  if (input.LustreConfiguration !== undefined)
    throw badRequest("LustreConfiguration is not supported for OPENZFS file systems.");
  const options = input.OpenZFSConfiguration ?? {};
  const volumes = volumesOf(context, record.id);
  const deletesChildren = options.Options?.includes("DELETE_CHILD_VOLUMES_AND_SNAPSHOTS") === true;
  if (volumes.some((volume) => !isRootVolume(volume)) && !deletesChildren)
    throw badRequest(
      "The file system has child volumes. Delete them first, or specify DELETE_CHILD_VOLUMES_AND_SNAPSHOTS in Options.",
    );
  for (const volume of volumes) volume.lifecycle = "DELETING";
  if (options.SkipFinalBackup === true || record.lifecycle !== "AVAILABLE") return {};
  const tags = checkedTags(options.FinalBackupTags);
  return {
    OpenZFSResponse: { FinalBackupId: takeFinalBackup(record, tags, context), FinalBackupTags: tags },
  };
}
