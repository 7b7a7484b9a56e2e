import type { Stats } from "node:fs";
import type { LinkedEntry } from "../FsxState.ts";

/** What of an entry tells whether it changed. */
export type EntryState = Pick<LinkedEntry, "kind" | "mtimeMs" | "sizeBytes" | "mode">;

/** Undefined for what no data link carries: sockets, devices, pipes. */
export function entryOf(stats: Stats): EntryState | undefined {
  const mode = stats.mode & 0o7777;
  if (stats.isDirectory()) return { kind: "directory", mtimeMs: 0, sizeBytes: 0, mode: 0 };
  if (stats.isSymbolicLink())
    return { kind: "symlink", mtimeMs: stats.mtimeMs, sizeBytes: stats.size, mode: 0 };
  if (stats.isFile()) return { kind: "file", mtimeMs: stats.mtimeMs, sizeBytes: stats.size, mode };
  return undefined;
}

export function isSameEntry(left: EntryState, right: EntryState): boolean {
  return (
    left.kind === right.kind &&
    left.mtimeMs === right.mtimeMs &&
    left.sizeBytes === right.sizeBytes &&
    left.mode === right.mode
  );
}
