import type { CommandContext } from "../../command/CommandContext.ts";
import { confirm } from "../../session/confirm.ts";
import { command, requireSandbox } from "../../session/sandboxProcess.ts";

export async function handleReset(_invocation: unknown, context: CommandContext): Promise<void> {
  const sandbox = await requireSandbox(context);
  await confirm("Forget everything in the sandbox, files included?", context);
  await command(sandbox, "reset");
  context.output.event({ type: "sandbox-reset", stateDirectory: sandbox.stateDirectory });
  context.output.result("The sandbox is a fresh account again.");
}
