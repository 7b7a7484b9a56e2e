import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { TrainyardError } from "@trainyard/core";
import type { CommandContext } from "../../command/CommandContext.ts";
import { confirm } from "../../session/confirm.ts";
import { command, ensureSandbox } from "../../session/sandboxProcess.ts";

export async function handleLoad(
  { positionals }: { readonly positionals: readonly string[] },
  context: CommandContext,
): Promise<void> {
  const file = resolve(context.globals.directory, positionals[0] ?? "");
  if (!existsSync(file))
    throw new TrainyardError("FILE_NOT_FOUND", `${file} does not exist`, {
      hint: "Name a file that `trainyard sandbox save` wrote.",
    });
  const sandbox = await ensureSandbox(context);
  await confirm("Replace everything in the sandbox by what the file holds?", context);
  await command(sandbox, "load", { file });
  context.output.event({ type: "sandbox-loaded", file });
  context.output.result(`Loaded ${file}.`);
}
