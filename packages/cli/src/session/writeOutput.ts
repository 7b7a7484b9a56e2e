import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { TrainyardError } from "@trainyard/core";
import type { CommandContext } from "../command/CommandContext.ts";

/**
 * Writes a result to a file, or to stdout for `-`. Never overwrites unless `force`.
 * @returns the absolute path, undefined for stdout.
 * @throws {TrainyardError} `FILE_EXISTS`, `FILE_UNREADABLE`
 */
export async function writeOutput(
  file: string,
  text: string,
  force: boolean,
  { globals, output }: Pick<CommandContext, "globals" | "output">,
): Promise<string | undefined> {
  if (file === "-") {
    output.raw(text);
    return undefined;
  }
  const path = resolve(globals.directory, file);
  try {
    await writeFile(path, text, { flag: force ? "w" : "wx" });
    return path;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EEXIST")
      throw new TrainyardError("FILE_EXISTS", `${file} exists and is not overwritten`, {
        hint: "Name another file with --output, or overwrite it with --force.",
        details: { path },
        cause: error,
      });
    if (code !== "ENOENT" && code !== "EACCES" && code !== "EISDIR" && code !== "ENOTDIR") throw error;
    throw new TrainyardError("FILE_UNREADABLE", `${file} cannot be written (${code})`, {
      hint: "Name a file in a directory that exists and is yours.",
      details: { path },
      cause: error,
    });
  }
}
