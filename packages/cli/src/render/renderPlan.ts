import { type Plan, type PlanAction } from "@trainyard/core";
import type { Output } from "./Output.ts";
import { table } from "./table.ts";

const SIGNS: Readonly<
  Record<PlanAction, { sign: string; style: "green" | "yellow" | "red" | "dim" | "cyan" }>
> = {
  create: { sign: "+", style: "green" },
  update: { sign: "~", style: "yellow" },
  replace: { sign: "±", style: "red" },
  wait: { sign: "…", style: "cyan" },
  keep: { sign: "=", style: "dim" },
  adopt: { sign: "=", style: "dim" },
};

/** The plan for people: what happens to what, what it costs and how long it takes. */
export function renderPlan(plan: Plan, output: Output): string {
  const rows = plan.items.map((item) => {
    const { sign, style } = SIGNS[item.action];
    const count = item.resourceCount > 0 ? `${item.resourceCount} resources` : "";
    return [output.paint(style, `${sign} ${item.action}`), item.step, item.name, item.reason, count];
  });
  const changes = plan.items.flatMap((item) =>
    item.changes.map((change) => [
      change.action,
      change.logicalId,
      change.resourceType,
      change.replacement === "no" ? change.properties.join(", ") : `replacement: ${change.replacement}`,
    ]),
  );
  return [
    `Plan for ${output.paint("bold", plan.clusterName)} in ${plan.region}, account ${plan.accountId}`,
    "",
    table(rows),
    ...(changes.length === 0 ? [] : ["", "Changes", table(changes)]),
    "",
    priceText(plan),
    plan.criticalPathMinutes === 0
      ? "Nothing to do."
      : `Takes about ${plan.criticalPathMinutes} minutes in AWS.`,
    ...plan.warnings.map((warning) => `${output.paint("yellow", "warning")} ${warning}`),
  ].join("\n");
}

function priceText(plan: Plan): string {
  const rows = plan.prices.map(({ what, count, usdPerHour, note }) => [
    `${count} × ${what}`,
    usdPerHour === undefined ? "no price known" : `${usd(usdPerHour)} / h`,
    note,
  ]);
  const known = plan.prices.flatMap(({ usdPerHour }) => usdPerHour ?? []);
  const total = known.reduce((sum, price) => sum + price, 0);
  const partly = known.length < plan.prices.length ? " and what has no price here" : "";
  return `Price while it stands: about ${usd(total)} per hour${partly}\n${table(rows)}`;
}

function usd(amount: number): string {
  return `$${amount.toFixed(2)}`;
}
