import type { Stats } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename } from "node:path";
import { create } from "tar";
import { TrainyardError } from "@trainyard/core";

const LEFT_OUT = new Set([".git", "node_modules", ".venv", "__pycache__"]);
const MOST_FILES = 10_000;
const MOST_BYTES = 64_000_000;

/**
 * A compressed archive of what a directory holds. What is neither file, directory nor symbolic link is left out.
 * @throws {TrainyardError} `UPLOAD_TOO_LARGE`
 */
export async function packDirectory(directory: string): Promise<Buffer> {
  let fileCount = 0;
  let byteCount = 0;
  const isTooLarge = (): boolean => fileCount > MOST_FILES || byteCount > MOST_BYTES;
  const takes = (path: string, { size }: Pick<Stats, "size">): boolean => {
    if (LEFT_OUT.has(basename(path)) || isTooLarge()) return false;
    fileCount += 1;
    byteCount += size;
    return !isTooLarge();
  };
  // A name that begins with @ would stand for an archive.
  const paths = (await readdir(directory)).sort().map((name) => `./${name}`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of create({ cwd: directory, gzip: true, portable: true, filter: takes }, paths))
    chunks.push(chunk);
  if (isTooLarge()) throw tooLarge(directory);
  return Buffer.concat(chunks);
}

function tooLarge(path: string): TrainyardError {
  return new TrainyardError("UPLOAD_TOO_LARGE", `${path} is too large to go along with a job`, {
    hint: "Put data and models into the data bucket, from where they appear in /fsx, and keep the script in a directory of its own.",
    details: { path, mostFiles: MOST_FILES, mostBytes: MOST_BYTES },
  });
}
