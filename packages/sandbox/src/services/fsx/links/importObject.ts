import {
  chmodSync,
  constants,
  copyFileSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
} from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { findNamed, putNamed } from "../../../kernel/NameTable.ts";
import type { OutputOf } from "../../../kernel/serviceModels.ts";
import { fileSystemDirectory, workFile } from "../fileSystemDirectory.ts";
import type { AssociationRecord } from "../FsxState.ts";
import { entryOf, type EntryState, isSameEntry } from "./entryOf.ts";
import { clearFailure, isFileError, noteFailure } from "./failures.ts";
import { linkSegments } from "./linkPaths.ts";
import { importedTraits, type ImportedTraits } from "./posixMetadata.ts";
import { keySegments, safePath } from "./safePath.ts";

export type ImportResult = "imported" | "unchanged" | "failed";

const LONGEST_TARGET_BYTES = 4096;

interface Refusal {
  readonly reason: string;
}

/** Where an object goes and what is there now. */
interface Target {
  /** Below the link's directory. */
  readonly path: string;
  readonly absolutePath: string;
  readonly local: EntryState | "special" | undefined;
}

interface Source {
  readonly filePath: string;
  readonly etag: string;
  readonly traits: ImportedTraits;
}

/**
 * Makes an object of the repository a file, directory or symbolic link of the file system. What was changed in the
 * file system since the last export wins. Keys that would lead out of the link's directory, or over a file or
 * symbolic link of another kind, fail and are noted.
 */
export function importObject(context: RegionContext, link: AssociationRecord, key: string): ImportResult {
  try {
    const result = tryImport(context, link, key);
    if (result === "imported" || result === "unchanged") {
      clearFailure(link, key);
      return result;
    }
    noteFailure(link, key, result.reason);
  } catch (error) {
    if (error instanceof AwsError && error.code === "NoSuchKey") return "unchanged";
    if (!isFileError(error) && !(error instanceof AwsError)) throw error;
    noteFailure(link, key, error.message);
  }
  return "failed";
}

function tryImport(
  context: RegionContext,
  link: AssociationRecord,
  key: string,
): "imported" | "unchanged" | Refusal {
  const segments = keySegments(key.slice(link.prefix.length));
  if (typeof segments === "string") return { reason: segments };
  if (segments.length === 0) return "unchanged";
  const path = segments.join("/");
  const object = context.call("s3", "GetObject", { Bucket: link.bucket, Key: key });
  const source = sourceOf(object);
  if (findNamed(link.entries, path)?.etag === source.etag) return "unchanged";
  const root = fileSystemDirectory(context, link.fileSystemId);
  const place = safePath(root, [...linkSegments(link.fileSystemPath), ...segments], {
    makeParents: true,
    onMade: (made) => noteDirectory(link, relative(linkRoot(root, link), made)),
  });
  if (place.kind === "refused") return place;
  const local = place.stats === undefined ? undefined : (entryOf(place.stats) ?? "special");
  const target: Target = { path, absolutePath: place.path, local };
  return key.endsWith("/")
    ? importDirectory(link, target, source)
    : importFile(context, link, target, source);
}

function importDirectory(
  link: AssociationRecord,
  target: Target,
  { etag, traits }: Source,
): "imported" | Refusal {
  const { local, absolutePath } = target;
  if (local === undefined) {
    mkdirSync(absolutePath);
    // Apart from making it: what the process masks does not bind the object.
    chmodSync(absolutePath, traits.mode);
    giveTo(absolutePath, traits);
  } else if (local === "special" || local.kind !== "directory") return nameTaken(local);
  return noteEntry(link, target, etag);
}

function importFile(
  context: RegionContext,
  link: AssociationRecord,
  target: Target,
  source: Source,
): "imported" | "unchanged" | Refusal {
  const { local, path } = target;
  if (local === "special" || local?.kind === "directory") return nameTaken(local);
  const known = findNamed(link.entries, path);
  if (local !== undefined && (known === undefined || known.isDirty || !isSameEntry(known, local)))
    return "unchanged";
  const refusal = putInPlace(context, link, target.absolutePath, source);
  return refusal ?? noteEntry(link, target, source.etag);
}

function nameTaken(local: EntryState | "special"): Refusal {
  const kind = local === "special" ? "special file" : local.kind;
  return { reason: `a ${kind} of this name exists in the file system` };
}

/** Writes beside the file system and renames: nobody sees half a file, and a link of that name is not followed. */
function putInPlace(
  context: RegionContext,
  link: AssociationRecord,
  path: string,
  source: Source,
): Refusal | undefined {
  const incoming = workFile(context, `import-${link.id}`);
  rmSync(incoming, { force: true });
  if (source.traits.isSymlink) {
    const target = symlinkTarget(source.filePath);
    const root = fileSystemDirectory(context, link.fileSystemId);
    if (target === undefined || leaves(root, path, target))
      return { reason: "the symbolic link leads out of the file system" };
    symlinkSync(target, incoming);
  } else {
    copyFileSync(source.filePath, incoming, constants.COPYFILE_FICLONE);
    chmodSync(incoming, source.traits.mode);
    utimesSync(incoming, source.traits.mtimeMs / 1000, source.traits.mtimeMs / 1000);
  }
  giveTo(incoming, source.traits);
  renameSync(incoming, path);
  return undefined;
}

/** Only root may give files away; without it all of them are the sandbox's own. */
function giveTo(path: string, { owner }: ImportedTraits): void {
  if (process.getuid?.() === 0) lchownSync(path, owner.userId, owner.groupId);
}

function sourceOf(object: OutputOf<"s3", "GetObject">): Source {
  const { Body, ETag = "" } = object;
  if (Body === undefined || Body instanceof Uint8Array) throw new Error("S3 answers contents as files");
  return {
    filePath: Body.filePath,
    etag: ETag,
    traits: importedTraits(object.Metadata, object.LastModified),
  };
}

function symlinkTarget(filePath: string): string | undefined {
  if (lstatSync(filePath).size > LONGEST_TARGET_BYTES) return undefined;
  const target = readFileSync(filePath, "utf8");
  return target === "" || target.includes("\u0000") ? undefined : target;
}

/** Absolute targets are below the mount point of a client, which the file system does not know. */
function leaves(root: string, path: string, target: string): boolean {
  if (target.startsWith("/")) return true;
  const reached = normalize(join(dirname(path), target));
  return reached !== root && !reached.startsWith(`${root}/`);
}

function noteEntry(link: AssociationRecord, target: Target, etag: string): "imported" {
  const state = entryOf(lstatSync(target.absolutePath));
  if (state !== undefined) putNamed(link.entries, target.path, { ...state, etag, isDirty: false });
  return "imported";
}

/** Directories that keys only imply have no object. */
function noteDirectory(link: AssociationRecord, path: string): void {
  if (path === "" || path.startsWith("..")) return;
  putNamed(link.entries, path, { kind: "directory", mtimeMs: 0, sizeBytes: 0, mode: 0, isDirty: false });
}

function linkRoot(root: string, link: AssociationRecord): string {
  return join(root, ...linkSegments(link.fileSystemPath));
}
