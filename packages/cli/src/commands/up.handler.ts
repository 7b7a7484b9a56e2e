import {
  deploymentSteps,
  isDone,
  runSteps,
  STEP_TABLE,
  TrainyardError,
  type ClusterInstance,
  type StepId,
  type StepResult,
} from "@trainyard/core";
import type { CommandContext } from "../command/CommandContext.ts";
import type { Output } from "../render/Output.ts";
import { DeploymentView } from "../render/DeploymentView.ts";
import { durationText } from "../render/duration.ts";
import { renderPlan } from "../render/renderPlan.ts";
import { table } from "../render/table.ts";
import { confirm } from "../session/confirm.ts";
import { openPlan, type OpenPlan } from "../session/openPlan.ts";
import { tellPlan } from "./plan.handler.ts";

export async function handleUp(
  { flags }: { readonly flags: { readonly file: string | undefined } },
  context: CommandContext,
): Promise<void> {
  const opened = await openPlan(flags.file, context);
  tellPlan(opened.plan, context);
  context.output.progress(renderPlan(opened.plan, context.output));
  if (isDone(opened.plan)) {
    await tellEnd(opened, context);
    return;
  }
  await confirm("Carry this out?", context);
  await carryOut(opened, context);
  await tellEnd(opened, context);
}

/** Carries the plan out with a live view. @throws {TrainyardError} `INTERRUPTED` on Ctrl-C, else the first failure. */
export async function carryOut(
  opened: OpenPlan,
  context: CommandContext,
): Promise<ReadonlyMap<StepId, StepResult>> {
  const { plan, design, observed, gateways, keyFiles, clock, pollIntervalMs } = opened;
  const rows = plan.items.map(({ step }) => ({ step, title: STEP_TABLE[step].title }));
  const view = new DeploymentView(context.output, rows);
  try {
    return await runSteps(deploymentSteps(plan, design, observed), {
      gateways,
      keyFiles,
      clock,
      pollIntervalMs,
      signal: context.signal,
      report: (event) => view.report(event),
    });
  } catch (error) {
    if (!context.signal.aborted) throw error;
    throw new TrainyardError("INTERRUPTED", "interrupted; what AWS has begun goes on there", {
      hint: "Run `trainyard up` again: it goes on from where AWS stands. `trainyard down` removes everything.",
      cause: error,
    });
  } finally {
    view.end();
  }
}

async function tellEnd(opened: OpenPlan, context: CommandContext): Promise<void> {
  const { gateways, names, onSandbox } = opened;
  const { signal, output } = context;
  const [cluster, instances] = await Promise.all([
    gateways.stacks.describe(names.cluster, signal),
    gateways.clusters.instances(names.cluster, signal),
  ]);
  const end: End = {
    status: cluster === "absent" ? "absent" : cluster.status,
    headNode: instances.find(({ role }) => role === "head-node"),
    nodes: instances.filter(({ role }) => role === "compute-node"),
    modelledMs:
      cluster === "absent" || !onSandbox ? undefined : await modelledDurationMs(gateways.stacks, cluster),
  };
  const { nodes, ...rest } = end;
  output.event({ type: "up-finished", name: names.cluster, ...rest, nodeCount: nodes.length });
  output.result(
    `${table(endRows(end, opened, output))}\nNext: trainyard status${onSandbox ? " --sandbox" : ""}`,
  );
}

interface End {
  readonly status: string;
  readonly headNode: ClusterInstance | undefined;
  readonly nodes: readonly ClusterInstance[];
  readonly modelledMs: number | undefined;
}

function endRows({ status, headNode, nodes, modelledMs }: End, opened: OpenPlan, output: Output): string[][] {
  const { names, keyFiles, resolved } = opened;
  const address = headNode?.publicIpAddress ?? headNode?.privateIpAddress ?? "";
  return [
    ["cluster", names.cluster, output.paint(status.endsWith("_COMPLETE") ? "green" : "red", status)],
    ["head node", headNode?.id ?? "", address],
    ["nodes", `${nodes.length} × ${resolved.queues[0].instanceType}`, statesOf(nodes)],
    ["key", names.keyPair, keyFiles.pathOf(names.keyPair)],
    ...(modelledMs === undefined
      ? []
      : [["time", "the cluster's stack in AWS time", durationText(modelledMs)]]),
  ];
}

/** On the sandbox AWS's time is modelled: how long the cluster's stack took in it. */
async function modelledDurationMs(
  stacks: OpenPlan["gateways"]["stacks"],
  cluster: { readonly id: string },
): Promise<number | undefined> {
  const events = await stacks.eventsAfter(cluster.id, undefined);
  const first = events[0];
  const last = events.at(-1);
  return first === undefined || last === undefined ? undefined : last.atMs - first.atMs;
}

function statesOf(nodes: readonly { readonly state: string }[]): string {
  const counts = new Map<string, number>();
  for (const { state } of nodes) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${count} ${state}`).join(", ");
}
