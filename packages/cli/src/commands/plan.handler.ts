import { isDone, type Plan } from "@trainyard/core";
import type { CommandContext } from "../command/CommandContext.ts";
import { renderPlan } from "../render/renderPlan.ts";
import { openPlan } from "../session/openPlan.ts";

interface PlanFlags {
  readonly file: string | undefined;
  readonly "fail-on-changes": boolean;
}

const REFUSED = 3;

export async function handlePlan(
  { flags }: { readonly flags: PlanFlags },
  context: CommandContext,
): Promise<number> {
  const { plan } = await openPlan(flags.file, context);
  tellPlan(plan, context);
  context.output.result(renderPlan(plan, context.output));
  return flags["fail-on-changes"] && !isDone(plan) ? REFUSED : 0;
}

export function tellPlan(plan: Plan, { output }: CommandContext): void {
  output.event({ type: "plan", done: isDone(plan), ...plan });
}
