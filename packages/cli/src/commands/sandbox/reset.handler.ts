import { rm } from "node:fs/promises";
import type { CommandContext } from "../../command/CommandContext.ts";
import { confirm } from "../../session/confirm.ts";
import { command, requireSandbox, sandboxKeyDirectory } from "../../session/sandboxProcess.ts";

export async function handleReset(_invocation: unknown, context: CommandContext): Promise<void> {
  const sandbox = await requireSandbox(context);
  await confirm("Forget everything in the sandbox, files included?", context);
  await command(sandbox, "reset");
  // Keys of the account that is gone: they would stand in the way of new pairs of the same names.
  await rm(sandboxKeyDirectory(sandbox), { recursive: true, force: true });
  context.output.event({ type: "sandbox-reset", stateDirectory: sandbox.stateDirectory });
  context.output.result("The sandbox is a fresh account again.");
}
