import type { RegionContext } from "../../kernel/CallContext.ts";
import { daemonLine, logOnHeadNode } from "../cluster/clusterLogs.ts";
import type { ClusterRecord } from "../cluster/ClusterRecord.ts";
import { endNodes } from "../cluster/nodes/endNodes.ts";
import { listText } from "../cluster/nodes/launchNodes.ts";
import { isPoweredDown, isUnhealthy, type SlurmNodeStates } from "../slurm/nodeStates.ts";

/**
 * Nodes that had joined and that Slurm shows as down or drained, or as powered down though they have instances: a
 * slurmctld that was killed may have forgotten that they came up.
 */
export function unhealthyNodes(cluster: ClusterRecord, states: SlurmNodeStates): readonly string[] {
  return Object.values(cluster.nodes)
    .filter(({ name, state }) => {
      const shown = states.get(name);
      return state === "ready" && (isUnhealthy(shown) || isPoweredDown(shown));
    })
    .map(({ name }) => name);
}

/** Ends the instances of such nodes; static nodes get others, dynamic ones when a job wants them. */
export function replaceNodes(context: RegionContext, cluster: ClusterRecord, names: readonly string[]): void {
  const message = `Found the following unhealthy nodes: ${listText(names)}`;
  logOnHeadNode(context, cluster, "clustermgtd", [
    daemonLine(context, "clustermgtd:_maintain_nodes", message, "WARNING"),
  ]);
  const instanceIds = names.flatMap((name) => cluster.nodes[name]?.instanceId ?? []);
  endNodes(context, cluster, instanceIds, "Static node maintenance: unhealthy node is being replaced");
}
