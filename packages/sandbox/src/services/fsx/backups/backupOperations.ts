import type { RegionContext } from "../../../kernel/CallContext.ts";
import { isJsonObject } from "../../../kernel/json.ts";
import { findNamed, listNamed, removeNamed } from "../../../kernel/NameTable.ts";
import { defineOperations, type TimerHandler } from "../../../kernel/ServiceModule.ts";
import { fsxArn } from "../arn.ts";
import { badRequest, fsxError } from "../errors.ts";
import { type BackupRecord, fsxStore } from "../FsxState.ts";
import { filtered, pageOf } from "../listing.ts";
import type { FileSystem, FsxOutput } from "../shapes.ts";

type Backup = NonNullable<FsxOutput<"DescribeBackups">["Backups"]>[number];

/** Final backups: their records, without data. */
export const backupOperations = defineOperations<"fsx">()({
  DescribeBackups: {
    members: ["BackupIds", "Filters", "MaxResults", "NextToken"],
    run(input, context) {
      const ids = input.BackupIds ?? [];
      const all =
        ids.length === 0
          ? listNamed(context.store(fsxStore).backups)
          : ids.map((id) => backupOf(context, id));
      const chosen = filtered(all, input.Filters, {
        "file-system-id": (backup) => backup.fileSystemId,
        "file-system-type": (backup) => backup.fileSystemKind,
        "backup-type": () => "USER_INITIATED",
        "volume-id": () => "",
      });
      const page = pageOf(chosen, input);
      return {
        Backups: page.items.map((backup) => describeBackup(backup, context)),
        ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
      };
    },
  },
  DeleteBackup: {
    members: ["BackupId", "ClientRequestToken"],
    run(input, context) {
      const backup = backupOf(context, input.BackupId);
      if (backup.lifecycle === "CREATING")
        throw badRequest(`The backup ${backup.id} is being created and cannot be deleted yet.`);
      removeNamed(context.store(fsxStore).backups, backup.id);
      return { BackupId: backup.id, Lifecycle: "DELETED" };
    },
  },
});

export const backupTimers: Readonly<Record<string, TimerHandler>> = {
  "fsx.backup-made": (payload, context) => {
    const id = isJsonObject(payload) ? payload["backupId"] : undefined;
    const backup = findNamed(context.store(fsxStore).backups, typeof id === "string" ? id : "");
    if (backup !== undefined) backup.lifecycle = "AVAILABLE";
  },
};

function backupOf(context: RegionContext, id: string | undefined): BackupRecord {
  const backup = findNamed(context.store(fsxStore).backups, id ?? "");
  if (backup === undefined) throw fsxError("BackupNotFound", `Backup '${id ?? ""}' does not exist.`);
  return backup;
}

function describeBackup(backup: BackupRecord, context: RegionContext): Backup {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by JSON.stringify of the same type; its dates are members ending in Time
  const FileSystem = JSON.parse(backup.fileSystemJson, (name, value: unknown) =>
    name.endsWith("Time") && typeof value === "string" && value.endsWith("Z") ? new Date(value) : value,
  ) as FileSystem;
  return {
    BackupId: backup.id,
    Lifecycle: backup.lifecycle,
    Type: "USER_INITIATED",
    ProgressPercent: backup.lifecycle === "AVAILABLE" ? 100 : 0,
    CreationTime: new Date(backup.creationMs),
    ResourceARN: fsxArn(context, `backup/${backup.id}`),
    Tags: [...backup.tags],
    FileSystem,
    OwnerId: context.accountId,
    ResourceType: "FILE_SYSTEM",
  };
}
