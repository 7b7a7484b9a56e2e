import type { RegionContext } from "../../../kernel/CallContext.ts";
import { joinNode } from "../../scheduler/joinNode.ts";
import { usesSlurm } from "../../scheduler/links.ts";
import type { ClusterRecord, NodeRecord } from "../ClusterRecord.ts";
import { clusterDurations } from "../durations.ts";
import { nodeOfInstance } from "../nodes/nodeLife.ts";
import { scheduleOnCluster } from "../scheduleOnCluster.ts";
import { completeComputeBoot, computeBootFault, logBootFault } from "./computeNodeBoot.ts";

/** The end of a compute node's first boot: it joins Slurm, or is terminated a little later. */
export function bootComputeNode(context: RegionContext, cluster: ClusterRecord, node: NodeRecord): void {
  const { instanceId } = node;
  if (instanceId === undefined || cluster.settings === undefined) return;
  if (computeBootFault(context, cluster, node) !== undefined) return failLater(context, cluster, instanceId);
  if (!usesSlurm(context)) return completeComputeBoot(context, cluster, node);
  const gpuCount = cluster.gpuCounts?.[`${node.queue}/${node.resource}`] ?? 0;
  joinNode(context, cluster, { record: node, instanceId, gpuCount }, (later, found, fault) => {
    const present = nodeOfInstance(found, instanceId);
    if (present === undefined || present.state !== "booting") return;
    if (fault === undefined) return completeComputeBoot(later, found, present);
    logBootFault(later, found, present, fault);
    failLater(later, found, instanceId);
  });
}

function failLater(context: RegionContext, cluster: ClusterRecord, instanceId: string): void {
  scheduleOnCluster(context, "parallelcluster.compute-node-failed", cluster, {
    afterMs: clusterDurations.failureDelayMs,
    instanceId,
  });
}
