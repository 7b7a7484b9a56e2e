import { constants, copyFileSync, readlinkSync, rmSync, statSync, writeFileSync } from "node:fs";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { findNamed, putNamed, removeNamed } from "../../../kernel/NameTable.ts";
import { workFile } from "../fileSystemDirectory.ts";
import type { AssociationRecord } from "../FsxState.ts";
import type { EntryState } from "./entryOf.ts";
import { clearFailure, isFileError, noteFailure } from "./failures.ts";
import { posixMetadata } from "./posixMetadata.ts";

/** An entry below a link's directory as a look at the directory found it. */
export interface FoundEntry extends EntryState {
  /** Below the link's directory, with slashes. */
  readonly path: string;
  readonly absolutePath: string;
}

export type ExportResult = "exported" | "failed" | "repository-gone";

/** Writes an entry to the repository; the state that was found counts as exported, later changes come next time. */
export function exportEntry(
  context: RegionContext,
  link: AssociationRecord,
  found: FoundEntry,
): ExportResult {
  const outgoing = workFile(context, `export-${link.id}`);
  const state: EntryState = {
    kind: found.kind,
    mtimeMs: found.mtimeMs,
    sizeBytes: found.sizeBytes,
    mode: found.mode,
  };
  try {
    writeOutgoing(found, outgoing);
    const etag = putObject(context, link, found, outgoing);
    putNamed(link.entries, found.path, { ...state, etag, isDirty: false });
    clearFailure(link, found.path);
    return "exported";
  } catch (error) {
    if (!isFileError(error) && !(error instanceof AwsError)) throw error;
    // A file that went away meanwhile is found missing next time.
    if (error.code === "ENOENT") return "exported";
    noteFailure(link, found.path, error.message);
    if (error.code === "NoSuchBucket") return "repository-gone";
    const before = findNamed(link.entries, found.path);
    putNamed(link.entries, found.path, {
      ...state,
      ...(before?.etag === undefined ? {} : { etag: before.etag }),
      isDirty: true,
    });
    return "failed";
  } finally {
    rmSync(outgoing, { force: true });
  }
}

/** Carries the removal of an entry over to the repository. */
export function exportRemoval(context: RegionContext, link: AssociationRecord, path: string): void {
  const known = findNamed(link.entries, path);
  removeNamed(link.entries, path);
  clearFailure(link, path);
  if (known?.etag === undefined || !link.exportEvents.includes("DELETED")) return;
  const Key = keyOf(link, path, known.kind);
  withoutEcho(link, Key, () => context.call("s3", "DeleteObject", { Bucket: link.bucket, Key }));
}

export function keyOf(link: AssociationRecord, path: string, kind: EntryState["kind"]): string {
  return `${link.prefix}${path}${kind === "directory" ? "/" : ""}`;
}

function writeOutgoing(found: FoundEntry, outgoing: string): void {
  rmSync(outgoing, { force: true });
  if (found.kind === "file") copyFileSync(found.absolutePath, outgoing, constants.COPYFILE_FICLONE);
  else writeFileSync(outgoing, found.kind === "symlink" ? readlinkSync(found.absolutePath) : "");
}

function putObject(
  context: RegionContext,
  link: AssociationRecord,
  found: FoundEntry,
  outgoing: string,
): string {
  const Key = keyOf(link, found.path, found.kind);
  const { ETag } = withoutEcho(link, Key, () =>
    context.call("s3", "PutObject", {
      Bucket: link.bucket,
      Key,
      Body: { filePath: outgoing, sizeBytes: statSync(outgoing).size },
      ContentType: found.kind === "directory" ? "application/x-directory" : "application/octet-stream",
      Metadata: posixMetadata(found.absolutePath),
    }),
  );
  return ETag ?? "";
}

/** S3 tells of the change while it is made: the link must not import what it exports. */
function withoutEcho<Answer>(link: AssociationRecord, key: string, change: () => Answer): Answer {
  link.exportingKey = key;
  try {
    return change();
  } finally {
    delete link.exportingKey;
  }
}
