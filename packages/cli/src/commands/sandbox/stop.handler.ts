import type { CommandContext } from "../../command/CommandContext.ts";
import { requireSandbox, stopSandbox } from "../../session/sandboxProcess.ts";

export async function handleStop(_invocation: unknown, context: CommandContext): Promise<void> {
  const sandbox = await requireSandbox(context);
  await stopSandbox(sandbox);
  context.output.event({ type: "sandbox-stopped", pid: sandbox.pid, stateDirectory: sandbox.stateDirectory });
  context.output.result(`Stopped; its state is kept in ${sandbox.stateDirectory}.`);
}
