import type { CommandContext } from "../../command/CommandContext.ts";
import { table } from "../../render/table.ts";
import { askStatus, requireSandbox } from "../../session/sandboxProcess.ts";

export async function handleSandboxStatus(_invocation: unknown, context: CommandContext): Promise<void> {
  const sandbox = await requireSandbox(context);
  const status = { ...(await askStatus(sandbox)), stateDirectory: sandbox.stateDirectory };
  context.output.event({ type: "sandbox-status", ...status });
  const rows = Object.entries(status).map(([name, value]) => [name, wordsOf(value)]);
  context.output.result(table(rows, ""));
}

function wordsOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  const entries = Object.entries(value);
  return entries.length === 0 ? "none" : entries.map(([key, count]) => `${key} ${String(count)}`).join(", ");
}
