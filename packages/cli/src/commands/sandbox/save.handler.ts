import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { TrainyardError } from "@trainyard/core";
import type { CommandContext } from "../../command/CommandContext.ts";
import { command, requireSandbox } from "../../session/sandboxProcess.ts";

export async function handleSave(
  { positionals }: { readonly positionals: readonly string[] },
  context: CommandContext,
): Promise<void> {
  const file = resolve(context.globals.directory, positionals[0] ?? "");
  const sandbox = await requireSandbox(context);
  const answer = await command(sandbox, "save");
  if (answer.body === null) throw new Error("the sandbox answered without content");
  try {
    await pipeline(Readable.fromWeb(answer.body), createWriteStream(file, { flags: "wx", mode: 0o600 }));
  } catch (error) {
    throw await writeFailed(file, error);
  }
  context.output.event({ type: "sandbox-saved", file });
  context.output.result(`Saved to ${file}.`);
}

async function writeFailed(file: string, error: unknown): Promise<unknown> {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EEXIST")
    return new TrainyardError("FILE_EXISTS", `${file} exists and is not overwritten`, {
      hint: "Name another file.",
      cause: error,
    });
  await rm(file, { force: true });
  if (code !== "ENOENT" && code !== "EACCES" && code !== "EISDIR") return error;
  return new TrainyardError("FILE_UNREADABLE", `${file} cannot be written (${code})`, {
    hint: "Name a file in a directory that exists and is yours.",
    cause: error,
  });
}
