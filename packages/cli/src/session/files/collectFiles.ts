import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import { TrainyardError } from "@trainyard/core";
import type { TarEntry } from "./tarOf.ts";

const LEFT_OUT = new Set([".git", "node_modules", ".venv", "__pycache__"]);
const MOST_FILES = 10_000;
const MOST_BYTES = 64_000_000;

/**
 * What a directory holds, in order of names. What is neither file, directory nor symbolic link is left out.
 * @throws {TrainyardError} `UPLOAD_TOO_LARGE`
 */
export async function collectFiles(directory: string): Promise<readonly TarEntry[]> {
  const entries: TarEntry[] = [];
  let byteCount = 0;
  const walk = async (below: string): Promise<void> => {
    const names = (await readdir(join(directory, below))).sort();
    for (const name of names.filter((candidate) => !LEFT_OUT.has(candidate))) {
      const path = below === "" ? name : `${below}/${name}`;
      const entry = await entryOf(join(directory, path), path);
      if (entry === undefined) continue;
      entries.push(entry);
      byteCount += entry.kind === "file" ? entry.content.length : 0;
      if (entries.length > MOST_FILES || byteCount > MOST_BYTES) throw tooLarge(directory);
      if (entry.kind === "directory") await walk(path);
    }
  };
  await walk("");
  return entries;
}

async function entryOf(file: string, path: string): Promise<TarEntry | undefined> {
  const info = await lstat(file);
  const common = { path, mode: info.mode & 0o777, modifiedMs: info.mtimeMs };
  if (info.isDirectory()) return { kind: "directory", ...common };
  if (info.isSymbolicLink()) return { kind: "link", ...common, target: await readlink(file) };
  if (!info.isFile()) return undefined;
  if (info.size > MOST_BYTES) throw tooLarge(file);
  return { kind: "file", ...common, content: await readFile(file) };
}

function tooLarge(path: string): TrainyardError {
  return new TrainyardError("UPLOAD_TOO_LARGE", `${path} is too large to go along with a job`, {
    hint: "Put data and models into the data bucket, from where they appear in /fsx, and keep the script in a directory of its own.",
    details: { path, mostFiles: MOST_FILES, mostBytes: MOST_BYTES },
  });
}
