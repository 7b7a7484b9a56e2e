import { createReadStream, readdirSync, readlinkSync, lstatSync } from "node:fs";
import { join } from "node:path";
import type { SandboxState } from "../kernel/SandboxState.ts";
import { ARCHIVE_MAGIC, type ArchiveEntry } from "./ArchiveEntry.ts";

/**
 * A whole sandbox as one stream: a line that names the format, then for every entry a line of JSON and, for the
 * state and for files, as many bytes as the line says. The list of files is taken when the stream begins.
 * @param skip - names at the top of the data that are left out.
 */
export async function* writeArchive(
  state: SandboxState,
  dataPath: string,
  skip: readonly string[] = [],
): AsyncGenerator<Buffer> {
  const stateText = Buffer.from(JSON.stringify(state), "utf8");
  const entries = readdirSync(dataPath)
    .filter((name) => !skip.includes(name))
    .sort()
    .flatMap((name) => Array.from(entriesOf(dataPath, name)));
  yield Buffer.from(ARCHIVE_MAGIC, "utf8");
  yield headOf({ type: "state", sizeBytes: stateText.length });
  yield stateText;
  for (const entry of entries) {
    yield headOf(entry);
    if (entry.type === "file" && entry.sizeBytes > 0)
      yield* contentOf(join(dataPath, entry.path), entry.sizeBytes);
  }
  yield headOf({ type: "end" });
}

function* entriesOf(root: string, path: string): Generator<ArchiveEntry> {
  const stat = lstatSync(join(root, path));
  const mode = stat.mode & 0o7777;
  if (stat.isSymbolicLink()) yield { type: "link", path, target: readlinkSync(join(root, path)) };
  else if (stat.isDirectory()) {
    yield { type: "directory", path, mode };
    for (const name of readdirSync(join(root, path)).sort()) yield* entriesOf(root, `${path}/${name}`);
  } else if (stat.isFile()) yield { type: "file", path, mode, sizeBytes: stat.size, mtimeMs: stat.mtimeMs };
}

function headOf(entry: ArchiveEntry): Buffer {
  return Buffer.from(`${JSON.stringify(entry)}\n`, "utf8");
}

async function* contentOf(path: string, sizeBytes: number): AsyncGenerator<Buffer> {
  let sentBytes = 0;
  for await (const piece of createReadStream(path, { end: sizeBytes - 1 })) {
    if (!(piece instanceof Buffer)) continue;
    sentBytes += piece.length;
    yield piece;
  }
  if (sentBytes !== sizeBytes) throw new Error(`${path} changed while it was saved`);
}
