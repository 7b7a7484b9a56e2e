import type { RegionContext } from "../../../kernel/CallContext.ts";
import { putNamed } from "../../../kernel/NameTable.ts";
import { BACKUP_MS } from "../durations.ts";
import { describeFileSystem } from "../fileSystems/describeFileSystem.ts";
import { type FileSystemRecord, fsxStore } from "../FsxState.ts";
import type { Tag } from "../shapes.ts";

/** Keeps a record of the file system as its final backup and answers the backup's id. */
export function takeFinalBackup(
  record: FileSystemRecord,
  tags: readonly Tag[],
  context: RegionContext,
): string {
  const id = context.ids.resourceId("backup");
  const copiesTags = (record.lustre ?? record.openZfs)?.CopyTagsToBackups === true;
  putNamed(context.store(fsxStore).backups, id, {
    id,
    creationMs: context.clock.nowMs(),
    lifecycle: "CREATING",
    fileSystemJson: JSON.stringify(describeFileSystem(record, context)),
    fileSystemId: record.id,
    fileSystemKind: record.kind,
    tags: tags.length === 0 && copiesTags ? record.tags : tags,
  });
  context.clock.schedule({
    kind: "fsx.backup-made",
    region: context.region,
    payload: { backupId: id },
    afterMs: BACKUP_MS,
  });
  return id;
}
