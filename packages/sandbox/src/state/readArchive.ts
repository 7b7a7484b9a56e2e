import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { open, utimes } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import type { SandboxState } from "../kernel/SandboxState.ts";
import { isJsonObject } from "../kernel/json.ts";
import { ARCHIVE_MAGIC, type ArchiveEntry } from "./ArchiveEntry.ts";
import { ByteReader } from "./ByteReader.ts";
import { parseState, StateFormatError } from "./StateDirectory.ts";

const LONGEST_LINE_BYTES = 65_536;
const LARGEST_STATE_BYTES = 512 * 1024 * 1024;
const SOURCE = "the archive";

/**
 * Unpacks an archive into an empty directory and answers its state. Nothing is written outside the directory:
 * paths that leave it, and paths through a link, are refused.
 * @throws {StateFormatError} for anything that `writeArchive` does not write, a cut-off archive included.
 */
export async function readArchive(source: AsyncIterable<Buffer>, directory: string): Promise<SandboxState> {
  const reader = new ByteReader(source);
  const magic = await reader.line(LONGEST_LINE_BYTES);
  if (magic === undefined || `${magic}\n` !== ARCHIVE_MAGIC) throw new StateFormatError(SOURCE);
  const links = new Set<string>();
  const directories: { readonly path: string; readonly mode: number }[] = [];
  let state: SandboxState | undefined;
  for (;;) {
    const entry = parseEntry(await reader.line(LONGEST_LINE_BYTES));
    if (entry.type === "end") break;
    if (entry.type === "state") {
      state = parseState(await readText(reader, entry.sizeBytes), SOURCE);
      continue;
    }
    refuseOutside(entry.path, links);
    const path = join(directory, entry.path);
    if (entry.type === "directory") {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      directories.push({ path, mode: entry.mode });
    } else if (entry.type === "link") {
      refuseOutsideTarget(entry.path, entry.target);
      links.add(entry.path);
      symlinkSync(entry.target, path);
    } else await writeFileEntry(reader, path, entry);
  }
  // Only now, since a directory may be one that nobody may write to.
  for (const { path, mode } of directories.toReversed()) chmodSync(path, mode);
  if (state === undefined) throw new StateFormatError(SOURCE);
  return state;
}

function parseEntry(line: string | undefined): ArchiveEntry {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line ?? "");
  } catch {
    throw new StateFormatError(SOURCE);
  }
  if (!isArchiveEntry(parsed)) throw new StateFormatError(SOURCE);
  return parsed;
}

function isArchiveEntry(value: unknown): value is ArchiveEntry {
  if (!isJsonObject(value)) return false;
  const hasPath = typeof value["path"] === "string";
  const hasMode = isWhole(value["mode"]) && value["mode"] <= 0o7777;
  switch (value["type"]) {
    case "end":
      return true;
    case "state":
      return isWhole(value["sizeBytes"]);
    case "directory":
      return hasPath && hasMode;
    case "link":
      return hasPath && typeof value["target"] === "string";
    case "file":
      return hasPath && hasMode && isWhole(value["sizeBytes"]) && typeof value["mtimeMs"] === "number";
    default:
      return false;
  }
}

function isWhole(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function refuseOutside(path: string, links: ReadonlySet<string>): void {
  const parts = path.split("/");
  const isBroken = parts.some((part) => part === "" || part === "." || part === ".." || part.includes("\0"));
  const throughLink = parts.some((_, index) => links.has(parts.slice(0, index + 1).join("/")));
  if (isBroken || throughLink) throw new StateFormatError(`${SOURCE} with the path ${JSON.stringify(path)}`);
}

function refuseOutsideTarget(path: string, target: string): void {
  const resolved = normalize(join(dirname(path), target));
  if (target === "" || target.startsWith("/") || target.includes("\0") || resolved.split("/")[0] === "..")
    throw new StateFormatError(`${SOURCE} with the link ${JSON.stringify(target)}`);
}

async function readText(reader: ByteReader, sizeBytes: number): Promise<string> {
  if (sizeBytes > LARGEST_STATE_BYTES) throw new StateFormatError(SOURCE);
  const pieces: Buffer[] = [];
  for await (const piece of reader.bytes(sizeBytes)) pieces.push(piece);
  return Buffer.concat(pieces).toString("utf8");
}

async function writeFileEntry(
  reader: ByteReader,
  path: string,
  entry: Extract<ArchiveEntry, { type: "file" }>,
): Promise<void> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, "wx", 0o600);
  try {
    for await (const piece of reader.bytes(entry.sizeBytes)) await file.writeFile(piece);
    await file.chmod(entry.mode);
  } finally {
    await file.close();
  }
  await utimes(path, entry.mtimeMs / 1_000, entry.mtimeMs / 1_000);
}
