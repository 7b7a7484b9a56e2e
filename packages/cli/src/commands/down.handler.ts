import {
  carryOutRemoval,
  FILE_SYSTEM_NAMES,
  observeRemoval,
  planRemoval,
  TrainyardError,
  type ObservedRemoval,
  type RemovalItem,
  type RemovalPlan,
} from "@trainyard/core";
import type { CommandContext } from "../command/CommandContext.ts";
import { clockText } from "../render/duration.ts";
import { table } from "../render/table.ts";
import { confirm } from "../session/confirm.ts";
import { openDesign, type OpenDesign } from "../session/openDesign.ts";

interface DownFlags {
  readonly file: string | undefined;
  readonly discard: readonly string[];
  readonly "no-export": boolean;
}

export async function handleDown(
  { flags }: { readonly flags: DownFlags },
  context: CommandContext,
): Promise<void> {
  const opened = await openDesign(flags.file, context);
  const observed = await observeRemoval(opened.design, opened.gateways, context.signal);
  const plan = withoutExport(
    planRemoval(
      observed,
      FILE_SYSTEM_NAMES.filter((name) => flags.discard.includes(name)),
    ),
    flags,
  );
  context.output.event({ type: "removal-plan", ...plan });
  context.output.progress(planText(plan, opened, context));
  if (plan.items.some(({ action }) => action === "remove")) {
    const losses =
      plan.losesFilesOf.length === 0 ? "" : ` The files of ${plan.losesFilesOf.join(" and ")} are lost.`;
    await confirm(`Remove what is marked?${losses}`, context);
    await remove(plan, observed, opened, context);
  }
  await tellEnd(plan, opened, context);
}

async function remove(
  plan: RemovalPlan,
  observed: ObservedRemoval,
  { design, gateways, clock, pollIntervalMs }: OpenDesign,
  context: CommandContext,
): Promise<void> {
  const { output, signal } = context;
  const startedAtMs = clock.nowMs();
  try {
    await carryOutRemoval(plan, observed, design, {
      gateways,
      clock,
      pollIntervalMs,
      signal,
      report: (event) => {
        output.event(event);
        if (event.type === "step-progress" && event.detail !== "") output.redraw([`  ${event.detail}`]);
      },
      reportRemoval: (event) => {
        output.event({ ...event });
        const done = event.type === "removal-finished" ? output.paint("green", "✓") : "…";
        output.progress(`  ${done} ${clockText(event.atMs - startedAtMs)}  ${event.action} ${event.name}`);
      },
    });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new TrainyardError("INTERRUPTED", "interrupted; what AWS has begun to delete goes on there", {
      hint: "Run `trainyard down` again to finish.",
      cause: error,
    });
  }
}

function planText(plan: RemovalPlan, { project }: OpenDesign, { output }: CommandContext): string {
  const rows = plan.items
    .filter(({ action }) => action !== "absent")
    .map(({ action, id, name, reason }) => [output.paint(styleOf(action), action), id, name, reason]);
  if (rows.length === 0) return `Nothing of ${project.name} exists in ${project.region}.`;
  return `Removal of ${output.paint("bold", project.name)} in ${project.region}\n\n${table(rows)}\n`;
}

function styleOf(action: RemovalItem["action"]): "red" | "green" | "cyan" {
  if (action === "remove") return "red";
  return action === "retain" ? "green" : "cyan";
}

function withoutExport(plan: RemovalPlan, flags: DownFlags): RemovalPlan {
  return flags["no-export"] ? { ...plan, items: plan.items.filter(({ id }) => id !== "export") } : plan;
}

/** Looks again, and names all that is still there. */
async function tellEnd(
  plan: RemovalPlan,
  { design, gateways, names }: OpenDesign,
  context: CommandContext,
): Promise<void> {
  const { signal, output } = context;
  const [left, instances] = await Promise.all([
    observeRemoval(design, gateways, signal),
    gateways.clusters.instances(names.cluster, signal),
  ]);
  const retained = plan.items.filter(({ action }) => action === "retain");
  const running = instances.filter(({ state }) => state !== "shutting-down");
  output.event({
    type: "down-finished",
    clusterLeft: left.cluster !== "absent" || left.clusterHolder !== "absent",
    instancesLeft: running.map(({ id }) => id),
    retained: retained.map(({ id, name, reason }) => ({ id, name, reason })),
  });
  if (left.cluster !== "absent" || running.length > 0)
    throw new TrainyardError(
      "STACK_FAILED",
      `the cluster is not gone: ${running.length} instances are left`,
      {
        hint: "Run `trainyard down` again; `trainyard events --failed` says what stood in the way.",
        details: { instancesLeft: running.map(({ id }) => id) },
      },
    );
  const kept = retained.map(({ id, name, reason }) => [id, name, reason]);
  const billed =
    left.fileSystems.length > 0 ? "\nFile systems and the NAT gateway are billed as long as they stand." : "";
  output.result(
    kept.length === 0
      ? "No instance, stack or file system of the cluster is left."
      : `No instance of the cluster is left. Kept:\n${table(kept)}${billed}`,
  );
}
