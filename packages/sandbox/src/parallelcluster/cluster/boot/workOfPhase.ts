import type { RegionContext } from "../../../kernel/CallContext.ts";
import { usesSlurm } from "../../scheduler/links.ts";
import { runCustomActions } from "../../scheduler/runCustomActions.ts";
import { startScheduler } from "../../scheduler/startScheduler.ts";
import type { ClusterRecord } from "../ClusterRecord.ts";
import { headNodeActions } from "../nodes/readInventory.ts";
import { readClusterConfig } from "./readClusterConfig.ts";

type PhaseEnd = (context: RegionContext, cluster: ClusterRecord, fault: string | undefined) => void;

/** What a real head node runs at the end of a phase of its boot; simulated ones run nothing. `then` learns why it failed. */
export function workOfPhase(context: RegionContext, cluster: ClusterRecord, then: PhaseEnd): void {
  const { settings, headNode, phase } = cluster;
  if (settings === undefined || !usesSlurm(context)) return then(context, cluster, undefined);
  switch (phase) {
    case "config":
      return startScheduler(context, cluster, (later, found, fault) =>
        then(later, found, fault === undefined ? undefined : `Failed to start slurmctld: ${fault}`),
      );
    case "on-node-start":
    case "on-node-configured": {
      const event = phase === "on-node-start" ? "OnNodeStart" : "OnNodeConfigured";
      const actions = headNodeActions(readClusterConfig(context, settings), event);
      return runCustomActions(
        context,
        cluster,
        { host: headNode, nodeType: "HeadNode", event, actions },
        then,
      );
    }
    default:
      return then(context, cluster, undefined);
  }
}
