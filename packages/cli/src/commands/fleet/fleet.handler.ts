import { changeFleet, type FleetWish } from "@trainyard/core";
import type { CommandContext } from "../../command/CommandContext.ts";
import { clockText } from "../../render/duration.ts";
import { confirm } from "../../session/confirm.ts";
import { openProject } from "../../session/openProject.ts";

interface Invoked {
  readonly flags: { readonly file: string | undefined };
}

export function handleFleetStart(invocation: Invoked, context: CommandContext): Promise<void> {
  return handle("start", invocation, context);
}

export function handleFleetStop(invocation: Invoked, context: CommandContext): Promise<void> {
  return handle("stop", invocation, context);
}

async function handle(wish: FleetWish, { flags }: Invoked, context: CommandContext): Promise<void> {
  const { output, signal } = context;
  const { gateways, clock, pollIntervalMs, names } = await openProject(flags.file, context);
  if (wish === "stop" && (await hasNodes(names.cluster)))
    await confirm("End all compute nodes? Jobs that run on them are lost.", context);
  const startedAtMs = clock.nowMs();
  const outcome = await changeFleet(names.cluster, wish, {
    gateways,
    clock,
    pollIntervalMs,
    signal,
    report(event) {
      output.event(event);
      output.progress(
        `  ${clockText(clock.nowMs() - startedAtMs).padStart(6)}  ${event.status}, ${event.nodeCount} nodes`,
      );
    },
  });
  const done = wish === "start" ? "runs" : "is stopped";
  output.event({ type: "fleet-finished", wish, outcome });
  output.result(outcome === "unchanged" ? `The fleet ${done} already.` : `The fleet ${done}.`);

  async function hasNodes(clusterName: string): Promise<boolean> {
    const instances = await gateways.clusters.instances(clusterName, signal);
    return instances.some(({ role }) => role === "compute-node");
  }
}
