import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { Readable } from "node:stream";
import { TrainyardError } from "@trainyard/core";
import type { CommandContext } from "../../command/CommandContext.ts";
import { confirm } from "../../session/confirm.ts";
import { command } from "../../session/sandboxProcess.ts";
import { ensureSandbox } from "../../session/startDetached.ts";

export async function handleLoad(
  { positionals }: { readonly positionals: readonly string[] },
  context: CommandContext,
): Promise<void> {
  const file = resolve(context.globals.directory, positionals[0] ?? "");
  await refuseUnreadable(file);
  const sandbox = await ensureSandbox(context);
  await confirm("Replace everything in the sandbox by what the file holds?", context);
  await command(sandbox, "load", contentOf(file));
  context.output.event({ type: "sandbox-loaded", file });
  context.output.result(`Loaded ${file}.`);
}

function contentOf(file: string): ReadableStream<Uint8Array> {
  return Readable.toWeb(createReadStream(file));
}

async function refuseUnreadable(file: string): Promise<void> {
  const hint = "Name a file that `trainyard sandbox save` wrote.";
  try {
    if ((await stat(file)).isFile()) return;
  } catch (error) {
    throw new TrainyardError("FILE_NOT_FOUND", `${file} does not exist or may not be read`, {
      hint,
      cause: error,
    });
  }
  throw new TrainyardError("FILE_UNREADABLE", `${file} is not a regular file`, { hint });
}
