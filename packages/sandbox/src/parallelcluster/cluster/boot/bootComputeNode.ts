import type { RegionContext } from "../../../kernel/CallContext.ts";
import { joinNode } from "../../scheduler/joinNode.ts";
import { usesSlurm } from "../../scheduler/links.ts";
import type { ClusterRecord, NodeRecord } from "../ClusterRecord.ts";
import { queueActions, type ActionEvent } from "../nodes/readInventory.ts";
import { readClusterConfig } from "./readClusterConfig.ts";
import { runCustomActions } from "../../scheduler/runCustomActions.ts";
import { clusterDurations } from "../durations.ts";
import { changeNode, nodeOfInstance } from "../nodes/nodeLife.ts";
import { scheduleOnCluster } from "../scheduleOnCluster.ts";
import { completeComputeBoot, computeBootFault, logBootFault } from "./computeNodeBoot.ts";

/** The end of a compute node's first boot: it joins Slurm, or is terminated a little later. */
export function bootComputeNode(context: RegionContext, cluster: ClusterRecord, node: NodeRecord): void {
  const { instanceId } = node;
  if (instanceId === undefined || cluster.settings === undefined) return;
  if (computeBootFault(context, cluster, node) !== undefined) return failLater(context, cluster, instanceId);
  if (!usesSlurm(context)) return completeComputeBoot(context, cluster, node);
  const hostName = node.hostName ?? "";
  changeNode(cluster, node, { hostWork: true });
  const fail = (later: RegionContext, found: ClusterRecord, fault: string) => {
    const present = bootingNode(found, instanceId);
    if (present === undefined) return;
    logBootFault(later, found, present, fault);
    failLater(later, found, instanceId);
  };
  const actions = actionsOf(context, cluster, node);
  const run = { host: { instanceId, hostName }, nodeType: "ComputeFleet" as const };
  runCustomActions(context, cluster, { ...run, ...actions.start }, (later, found, fault) => {
    if (fault !== undefined) return fail(later, found, fault);
    runCustomActions(later, found, { ...run, ...actions.configured }, (last, owner, failure) => {
      if (failure !== undefined) return fail(last, owner, failure);
      join(last, owner, instanceId, fail);
    });
  });
}

type Fail = (context: RegionContext, cluster: ClusterRecord, fault: string) => void;

function join(context: RegionContext, cluster: ClusterRecord, instanceId: string, fail: Fail): void {
  const node = bootingNode(cluster, instanceId);
  if (node === undefined) return;
  joinNode(context, cluster, { record: node, instanceId }, (later, found, fault) => {
    const present = bootingNode(found, instanceId);
    if (present === undefined) return;
    if (fault === undefined) completeComputeBoot(later, found, present);
    else fail(later, found, fault);
  });
}

function actionsOf(context: RegionContext, cluster: ClusterRecord, { queue }: NodeRecord) {
  const { settings } = cluster;
  const configuration = settings === undefined ? {} : readClusterConfig(context, settings);
  const of = (event: ActionEvent) => ({ event, actions: queueActions(configuration, queue, event) });
  return { start: of("OnNodeStart"), configured: of("OnNodeConfigured") };
}

function bootingNode(cluster: ClusterRecord, instanceId: string): NodeRecord | undefined {
  const node = nodeOfInstance(cluster, instanceId);
  return node?.state === "booting" ? node : undefined;
}

function failLater(context: RegionContext, cluster: ClusterRecord, instanceId: string): void {
  scheduleOnCluster(context, "parallelcluster.compute-node-failed", cluster, {
    afterMs: clusterDurations.failureDelayMs,
    instanceId,
  });
}
