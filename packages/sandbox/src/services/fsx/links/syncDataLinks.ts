import { mkdirSync, existsSync } from "node:fs";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { findNamed, listNamed, putNamed } from "../../../kernel/NameTable.ts";
import { fileSystemDirectory } from "../fileSystemDirectory.ts";
import { type AssociationRecord, fsxStore } from "../FsxState.ts";
import { isSameEntry } from "./entryOf.ts";
import { exportEntry, exportRemoval, type ExportResult, type FoundEntry } from "./exportEntry.ts";
import { linkDirectory } from "./linkDirectory.ts";
import { isActive } from "./linksOf.ts";
import { linkSegments } from "./linkPaths.ts";
import { repositoryFailure } from "./repositoryFailure.ts";
import { safePath } from "./safePath.ts";
import { scanDirectory } from "./scanDirectory.ts";

/**
 * Brings the repositories of a region's data links (or of one file system's) up to date with the linked directories:
 * what was made, changed or removed in them since the last look is exported as each link's policy says. To be called
 * before something asks how far exports are, and whenever the directories are known to have changed.
 */
export function syncDataLinks(context: RegionContext, fileSystemId?: string): void {
  for (const link of listNamed(context.store(fsxStore).associations))
    if (fileSystemId === undefined || link.fileSystemId === fileSystemId) syncLink(context, link);
}

function syncLink(context: RegionContext, link: AssociationRecord): void {
  if (link.lifecycle === "MISCONFIGURED" || isActive(link)) checkRepository(context, link);
  if (!isActive(link)) return;
  const found = lookAtLink(context, link);
  if (found === undefined) return;
  const paths = new Set(found.map(({ path }) => path));
  const gone = Object.keys(link.entries)
    .map((name) => name.slice(1))
    .filter((path) => !paths.has(path));
  for (const path of gone.sort().reverse()) exportRemoval(context, link, path);
  for (const entry of found)
    if (carryChange(context, link, entry) === "repository-gone") {
      checkRepository(context, link);
      return;
    }
}

/** Takes everything in a new link's directory down as made before the link: only a task exports it. */
export function noteExisting(context: RegionContext, link: AssociationRecord): void {
  for (const { path, absolutePath: _, ...state } of lookAtLink(context, link) ?? [])
    putNamed(link.entries, path, { ...state, isDirty: true });
}

/** What is below the link's directory now; undefined when the directory cannot be looked at. */
export function lookAtLink(context: RegionContext, link: AssociationRecord): FoundEntry[] | undefined {
  const root = fileSystemDirectory(context, link.fileSystemId);
  if (!existsSync(root)) return undefined;
  const directory = linkDirectory(context, link);
  if (directory !== undefined) return scanDirectory(directory);
  const place = safePath(root, linkSegments(link.fileSystemPath), { makeParents: true });
  if (place.kind === "refused" || place.stats !== undefined) return undefined;
  // Someone removed the whole directory: it comes back empty.
  mkdirSync(place.path, { mode: 0o755 });
  return [];
}

function carryChange(
  context: RegionContext,
  link: AssociationRecord,
  found: FoundEntry,
): ExportResult | "unchanged" {
  let known = findNamed(link.entries, found.path);
  if (known !== undefined && isSameEntry(known, found)) return "unchanged";
  if (known !== undefined && known.kind !== found.kind) {
    exportRemoval(context, link, found.path);
    known = undefined;
  }
  if (link.exportEvents.includes(known === undefined ? "NEW" : "CHANGED"))
    return exportEntry(context, link, found);
  const { path, absolutePath: _, ...state } = found;
  putNamed(link.entries, path, {
    ...state,
    ...(known?.etag === undefined ? {} : { etag: known.etag }),
    isDirty: true,
  });
  return "unchanged";
}

function checkRepository(context: RegionContext, link: AssociationRecord): void {
  const failure = repositoryFailure(context, link);
  if (failure !== undefined) {
    link.lifecycle = "MISCONFIGURED";
    link.failure = failure;
  } else if (link.lifecycle === "MISCONFIGURED") {
    link.lifecycle = "AVAILABLE";
    delete link.failure;
  }
}
