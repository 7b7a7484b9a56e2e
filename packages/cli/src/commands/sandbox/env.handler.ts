import type { CommandContext } from "../../command/CommandContext.ts";
import { ensureSandbox } from "../../session/startDetached.ts";
import { sandboxVariables } from "../../session/sandboxVariables.ts";

export async function handleEnv(_invocation: unknown, context: CommandContext): Promise<void> {
  const sandbox = await ensureSandbox(context);
  const variables = sandboxVariables(sandbox, context.globals.region);
  context.output.event({ type: "sandbox-env", variables });
  const lines = Object.entries(variables).map(
    ([name, value]) => `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'`,
  );
  context.output.result(lines.join("\n"));
}
