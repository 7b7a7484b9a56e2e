import {
  closeSync,
  constants,
  copyFileSync,
  linkSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { RegionContext } from "../../../kernel/CallContext.ts";

const CHUNK_BYTES = 1 << 20;

/** Contents are addressed by ids of our own, never by keys: no key can leave the directory. */
export function contentPath(context: RegionContext, contentId: string): string {
  return join(context.dataDirectory, "s3", contentId.slice(0, 2), contentId.slice(2));
}

/** Moves an uploaded file into place (an absent one means no bytes) and answers the content's id. */
export function keepFile(context: RegionContext, filePath: string | undefined): string {
  const { contentId, path } = newContent(context);
  if (filePath === undefined) writeFileSync(path, "");
  else moveFile(filePath, path);
  return contentId;
}

/** A second name for the same bytes: contents are never written to again. */
export function shareContent(context: RegionContext, contentId: string): string {
  const source = contentPath(context, contentId);
  const shared = newContent(context);
  try {
    linkSync(source, shared.path);
  } catch {
    // Some file systems have no hard links.
    copyFileSync(source, shared.path, constants.COPYFILE_FICLONE);
  }
  return shared.contentId;
}

/** A new content from a part of another; `endByte` is exclusive. */
export function sliceContent(
  context: RegionContext,
  contentId: string,
  range: { readonly startByte: number; readonly endByte: number },
): string {
  const slice = newContent(context);
  const target = openSync(slice.path, "w");
  try {
    appendRange(contentPath(context, contentId), target, range);
  } finally {
    closeSync(target);
  }
  return slice.contentId;
}

/** A new content from others, one after the other. */
export function joinContents(context: RegionContext, contentIds: readonly string[]): string {
  const joined = newContent(context);
  const target = openSync(joined.path, "w");
  try {
    for (const contentId of contentIds)
      appendRange(contentPath(context, contentId), target, { startByte: 0, endByte: Infinity });
  } finally {
    closeSync(target);
  }
  return joined.contentId;
}

export function dropContent(context: RegionContext, contentId: string): void {
  rmSync(contentPath(context, contentId), { force: true });
}

function newContent(context: RegionContext): { contentId: string; path: string } {
  const contentId = context.ids.hex("s3-content", 32);
  const path = contentPath(context, contentId);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  return { contentId, path };
}

function moveFile(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!isCrossDevice(error)) throw error;
    copyFileSync(from, to);
    rmSync(from, { force: true });
  }
}

function isCrossDevice(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EXDEV";
}

function appendRange(
  sourcePath: string,
  target: number,
  range: { readonly startByte: number; readonly endByte: number },
): void {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  const source = openSync(sourcePath, "r");
  try {
    let position = range.startByte;
    while (position < range.endByte) {
      const wanted = Math.min(CHUNK_BYTES, range.endByte - position);
      const length = readSync(source, chunk, 0, wanted, position);
      if (length === 0) return;
      writeSync(target, chunk, 0, length);
      position += length;
    }
  } finally {
    closeSync(source);
  }
}
