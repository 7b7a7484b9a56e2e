import { diffClusterConfigs } from "@trainyard/core/cluster-config";
import { TrainyardError } from "@trainyard/core/errors";
import type { CommandContext } from "../command/CommandContext.ts";
import { table } from "../render/table.ts";
import { readInput } from "../session/readInput.ts";
import { parallelClusterVersionOf } from "./parallelClusterVersionFlag.ts";

interface DiffInvocation {
  readonly flags: {
    readonly "fleet-running": boolean;
    readonly "login-running": boolean;
    readonly "parallelcluster-version": string | undefined;
  };
  readonly positionals: readonly string[];
}

const REFUSED = 3;

export async function handleDiff(
  { flags, positionals }: DiffInvocation,
  context: CommandContext,
): Promise<number> {
  const [before, after] = await Promise.all(
    [0, 1].map((index) =>
      readInput(positionals[index] ?? "", context, "Name a ParallelCluster configuration."),
    ),
  );
  if (before === undefined || after === undefined) return REFUSED;
  const version = parallelClusterVersionOf(flags["parallelcluster-version"]);
  const diff = diffClusterConfigs(before.text, after.text, {
    fleet: { computeRunning: flags["fleet-running"], loginRunning: flags["login-running"] },
    ...(version === undefined ? {} : { version }),
  });
  if (diff.kind === "unreadable") {
    const { name, text } = diff.side === "old" ? before : after;
    throw new TrainyardError("CLUSTER_CONFIG_INVALID", `${name} cannot be read`, {
      hint: "Mend the YAML and run again.",
      details: { fileName: name, text, problems: diff.problems },
    });
  }
  context.output.event({ type: "diff", allowed: diff.allowed, changes: diff.changes });
  context.output.result(textOf(diff.changes, context));
  return diff.allowed ? 0 : REFUSED;
}

type Changes = Extract<ReturnType<typeof diffClusterConfigs>, { kind: "compared" }>["changes"];

function textOf(changes: Changes, { output }: CommandContext): string {
  if (changes.length === 0) return "The two configurations say the same.";
  const rows = changes.map((change) => {
    const allowed = change.check === "SUCCEEDED";
    return [
      output.paint(allowed ? "green" : "red", allowed ? "can be made" : "refused"),
      change.parameter,
      `${valueText(change.currentValue)} → ${valueText(change.requestedValue)}`,
      allowed ? "" : `${change.reason ?? ""} ${change.action ?? ""}`.trim(),
    ];
  });
  return table(rows, "");
}

function valueText(value: unknown): string {
  const text =
    value === undefined || value === "" ? "-" : typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
