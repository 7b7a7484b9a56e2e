import { readFile, stat } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { TrainyardError } from "@trainyard/core/errors";
import type { CommandContext } from "../command/CommandContext.ts";

const MAX_BYTES = 1_000_000;

export interface InputFile {
  /** As shown to people: relative when it lies below the working directory. */
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

/**
 * Reads a text file that a user named.
 * @throws {TrainyardError} `FILE_NOT_FOUND`, `FILE_UNREADABLE` for directories, binary and very large files.
 */
export async function readInput(
  fileName: string,
  { globals }: Pick<CommandContext, "globals">,
  hint: string,
): Promise<InputFile> {
  const path = resolve(globals.directory, fileName);
  const name = shortName(path, globals.directory);
  const bytes = await readBytes(path, name, hint);
  if (bytes.includes(0))
    throw unreadable(name, "is a binary file", "Give a YAML file as text, encoded in UTF-8.");
  try {
    return { name, path, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw unreadable(name, "is not encoded in UTF-8", "Save it as UTF-8 and run again.");
  }
}

async function readBytes(path: string, name: string, hint: string): Promise<Buffer> {
  try {
    const info = await stat(path);
    if (info.isDirectory()) throw unreadable(name, "is a directory", `Name a file in it. ${hint}`);
    if (!info.isFile()) throw unreadable(name, "is not a regular file", "Name a file.");
    if (info.size > MAX_BYTES)
      throw unreadable(
        name,
        `has ${info.size} bytes, more than ${MAX_BYTES}`,
        "This cannot be the right file.",
      );
    return await readFile(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR")
      throw new TrainyardError("FILE_NOT_FOUND", `${name} does not exist`, {
        hint,
        details: { path },
        cause: error,
      });
    if (code === "EACCES" || code === "EPERM")
      throw unreadable(name, "may not be read", "Check its owner and mode.");
    throw error;
  }
}

function shortName(path: string, directory: string): string {
  const short = relative(directory, path);
  return short === "" || short.startsWith("..") ? path : short;
}

function unreadable(name: string, what: string, hint: string): TrainyardError {
  return new TrainyardError("FILE_UNREADABLE", `${name} ${what}`, { hint, details: { fileName: name } });
}
