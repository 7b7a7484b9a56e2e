import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { TrainyardError } from "@trainyard/core";
import type { CommandContext } from "../../command/CommandContext.ts";
import { command, requireSandbox } from "../../session/sandboxProcess.ts";

export async function handleSave(
  { positionals }: { readonly positionals: readonly string[] },
  context: CommandContext,
): Promise<void> {
  const file = resolve(context.globals.directory, positionals[0] ?? "");
  if (existsSync(file))
    throw new TrainyardError("FILE_EXISTS", `${file} exists and is not overwritten`, {
      hint: "Name another file.",
    });
  await command(await requireSandbox(context), "save", { file });
  context.output.event({ type: "sandbox-saved", file });
  context.output.result(`Saved to ${file}.`);
}
