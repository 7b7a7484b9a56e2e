import { rmdirSync, unlinkSync } from "node:fs";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { findNamed, putNamed, removeNamed } from "../../../kernel/NameTable.ts";
import { fileSystemDirectory } from "../fileSystemDirectory.ts";
import type { AssociationRecord, LinkedEntry } from "../FsxState.ts";
import { entryOf, isSameEntry } from "./entryOf.ts";
import { isFileError } from "./failures.ts";
import { importObject } from "./importObject.ts";
import { linkSegments } from "./linkPaths.ts";
import { keySegments, safePath } from "./safePath.ts";

export interface ImportCounts {
  readonly totalCount: number;
  /** Keys that could not be imported. */
  readonly failed: readonly string[];
}

/** Imports everything below a key prefix of the repository. */
export function importRepository(
  context: RegionContext,
  link: AssociationRecord,
  keyPrefix: string,
): ImportCounts {
  const keys = keysBelow(context, link, keyPrefix);
  const failed = keys.filter((key) => importObject(context, link, key) === "failed");
  return { totalCount: keys.length, failed };
}

/** Carries the removal of an object over: only what is as it was exported or imported is removed. */
export function importRemoval(context: RegionContext, link: AssociationRecord, key: string): void {
  const segments = keySegments(key.slice(link.prefix.length));
  if (typeof segments === "string" || segments.length === 0) return;
  const path = segments.join("/");
  const known = findNamed(link.entries, path);
  if (known?.etag === undefined) return;
  const root = fileSystemDirectory(context, link.fileSystemId);
  const place = safePath(root, [...linkSegments(link.fileSystemPath), ...segments], { makeParents: false });
  const local = place.kind === "place" && place.stats !== undefined ? entryOf(place.stats) : undefined;
  const isUntouched = local !== undefined && !known.isDirty && isSameEntry(known, local);
  if (place.kind !== "place" || !isUntouched || !removeEntry(place.path, known))
    return noteWithoutObject(link, path);
  removeNamed(link.entries, path);
}

/** The object is gone but the file stays: an export would bring it back. */
export function noteWithoutObject(link: AssociationRecord, path: string): void {
  const known = findNamed(link.entries, path);
  if (known === undefined) return;
  const { etag: _, ...rest } = known;
  putNamed(link.entries, path, { ...rest, isDirty: known.kind !== "directory" });
}

/** False for a directory that is not empty. */
function removeEntry(path: string, known: LinkedEntry): boolean {
  try {
    if (known.kind === "directory") rmdirSync(path);
    else unlinkSync(path);
    return true;
  } catch (error) {
    if (isFileError(error)) return false;
    throw error;
  }
}

function keysBelow(context: RegionContext, link: AssociationRecord, Prefix: string): string[] {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page = context.call("s3", "ListObjectsV2", {
      Bucket: link.bucket,
      Prefix,
      ...(token === undefined ? {} : { ContinuationToken: token }),
    });
    keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return keys.filter((key) => key !== link.prefix);
}
