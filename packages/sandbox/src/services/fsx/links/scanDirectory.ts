import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { entryOf } from "./entryOf.ts";
import type { FoundEntry } from "./exportEntry.ts";
import { isFileError } from "./failures.ts";

/** Everything below a directory, parents before their children. Symbolic links are entries, never followed. */
export function scanDirectory(directory: string): FoundEntry[] {
  const found: FoundEntry[] = [];
  const open = [{ absolutePath: directory, prefix: "" }];
  for (let current = open.pop(); current !== undefined; current = open.pop())
    for (const name of namesIn(current.absolutePath)) {
      const absolutePath = join(current.absolutePath, name);
      const path = `${current.prefix}${name}`;
      const stats = lstatSync(absolutePath, { throwIfNoEntry: false });
      const state = stats === undefined ? undefined : entryOf(stats);
      if (state === undefined) continue;
      found.push({ ...state, path, absolutePath });
      if (state.kind === "directory") open.push({ absolutePath, prefix: `${path}/` });
    }
  return found;
}

/** Sorted, so that the same tree is always exported in the same order. */
function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch (error) {
    // A directory that went away, or that its owner closed, is passed by.
    if (isFileError(error)) return [];
    throw error;
  }
}
