import type { CommandContext } from "../../command/CommandContext.ts";
import type { Style } from "../../render/Output.ts";
import { table } from "../../render/table.ts";

const STYLES = { passed: "green", failed: "red", note: "cyan" } as const satisfies Record<string, Style>;

export async function handleDoctor(_invocation: unknown, { output }: CommandContext): Promise<void> {
  const { examineMachine } = await import("@trainyard/sandbox");
  const report = await examineMachine();
  output.event({ type: "sandbox-doctor", ...report });
  const rows = report.checks.map(({ name, outcome, message }) => [
    output.paint(STYLES[outcome], outcome),
    name,
    message,
  ]);
  output.result(`${table(rows, "")}\n\n--hosts auto takes ${report.driver}: ${report.reason}.`);
}
