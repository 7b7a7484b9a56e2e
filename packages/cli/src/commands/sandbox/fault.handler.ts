import type { CommandContext } from "../../command/CommandContext.ts";
import { usageError } from "../../command/usageError.ts";
import { table } from "../../render/table.ts";
import {
  askStatus,
  command,
  record,
  requireSandbox,
  type RunningSandbox,
} from "../../session/sandboxProcess.ts";

interface FaultInvocation {
  readonly flags: {
    readonly kind: string | undefined;
    readonly times: number | undefined;
    readonly clear: boolean;
  };
  readonly positionals: readonly string[];
}

export async function handleFault(
  { flags, positionals: [call] }: FaultInvocation,
  context: CommandContext,
): Promise<void> {
  if (flags.clear && call !== undefined)
    throw usageError("--clear switches all faults off and takes no call", "Leave one of the two out.");
  if (call === undefined && (flags.kind !== undefined || flags.times !== undefined))
    throw usageError(
      "no call is named",
      "Name a service or an operation: `trainyard sandbox fault ec2:RunInstances`.",
    );
  const sandbox = await requireSandbox(context);
  if (flags.clear) await command(sandbox, "clear-faults");
  const { kind = "throttled", times } = flags;
  if (call !== undefined) await command(sandbox, "fault", JSON.stringify({ call, kind, times }));
  tell(await faultsOf(sandbox), context);
}

async function faultsOf(sandbox: RunningSandbox): Promise<Readonly<Record<string, unknown>>> {
  return record((await askStatus(sandbox))?.["faults"]) ?? {};
}

function tell(faults: Readonly<Record<string, unknown>>, { output }: CommandContext): void {
  output.event({ type: "sandbox-faults", faults });
  const rows = Object.entries(faults).map(([call, what]) => [call, String(what)]);
  output.result(rows.length === 0 ? "No call is made to fail." : table(rows, ""));
}
