import { statSync } from "node:fs";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { findNamed } from "../../../kernel/NameTable.ts";
import type { AssociationRecord, TaskRecord } from "../FsxState.ts";
import { isSameEntry } from "../links/entryOf.ts";
import { exportEntry, type FoundEntry } from "../links/exportEntry.ts";
import { importRepository } from "../links/importRepository.ts";
import { linksOf } from "../links/linksOf.ts";
import { lookAtLink } from "../links/syncDataLinks.ts";
import { isWithin, type TaskScope, taskScopes } from "./taskPaths.ts";

export interface TaskResult {
  readonly totalCount: number;
  /** Paths in the file system, or keys, with the reason. */
  readonly failed: readonly { readonly path: string; readonly reason: string }[];
}

const DAY_MS = 86_400_000;

/** Does the work of a task at once, over all that its paths name. */
export function runTask(task: TaskRecord, context: RegionContext): TaskResult {
  const results = taskScopes(task.paths, linksOf(context, task.fileSystemId)).map((scope) =>
    runScope(task, scope, context),
  );
  return {
    totalCount: results.reduce((sum, { totalCount }) => sum + totalCount, 0),
    failed: results.flatMap(({ failed }) => failed),
  };
}

function runScope(task: TaskRecord, scope: TaskScope, context: RegionContext): TaskResult {
  const { link, path } = scope;
  switch (task.type) {
    case "EXPORT_TO_REPOSITORY":
      return exportChanged(scope, context);
    case "IMPORT_METADATA_FROM_REPOSITORY": {
      const { totalCount, failed } = importRepository(context, link, `${link.prefix}${path}`);
      return { totalCount, failed: failed.map((key) => failureOf(link, key)) };
    }
    case "RELEASE_DATA_FROM_FILESYSTEM":
      return releasable(task, scope, context);
  }
}

/** Only what was made or changed since the last export is exported, and counted. */
function exportChanged({ link, path }: TaskScope, context: RegionContext): TaskResult {
  const changed = (lookAtLink(context, link) ?? []).filter(
    (found) => isWithin(found.path, path) && needsExport(link, found),
  );
  const failed = changed.filter((found) => exportEntry(context, link, found) !== "exported");
  return { totalCount: changed.length, failed: failed.map((found) => failureOf(link, found.path)) };
}

function needsExport(link: AssociationRecord, found: FoundEntry): boolean {
  const known = findNamed(link.entries, found.path);
  if (known === undefined || known.isDirty || !isSameEntry(known, found)) return true;
  return known.etag === undefined && known.kind !== "directory";
}

/** Files whose data could be dropped because the repository has them. Their data stay: the sandbox has no use for the room. */
function releasable(task: TaskRecord, { link, path }: TaskScope, context: RegionContext): TaskResult {
  const beforeMs = task.creationMs - task.releaseAfterDays * DAY_MS;
  const files = (lookAtLink(context, link) ?? []).filter(
    (found) =>
      found.kind === "file" &&
      isWithin(found.path, path) &&
      !needsExport(link, found) &&
      (task.releaseAfterDays === 0 || lastUseMs(found) <= beforeMs),
  );
  return { totalCount: files.length, failed: [] };
}

function lastUseMs({ absolutePath }: FoundEntry): number {
  const { atimeMs, ctimeMs, mtimeMs } = statSync(absolutePath);
  return Math.max(atimeMs, ctimeMs, mtimeMs);
}

function failureOf(link: AssociationRecord, path: string): { path: string; reason: string } {
  return { path, reason: findNamed(link.failures, path)?.reason ?? "unknown" };
}
