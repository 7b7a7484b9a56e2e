import type { RegionContext } from "../../kernel/CallContext.ts";
import { isJsonObject, type Json } from "../../kernel/json.ts";
import type { TimerHandler } from "../../kernel/ServiceModule.ts";
import { bootComputeNode } from "./boot/bootComputeNode.ts";
import { findCluster, type ClusterRecord } from "./ClusterRecord.ts";
import { endPhase, failHeadNode, runPeriodically } from "./headNodeLife.ts";
import { nodeOfInstance } from "./nodes/nodeLife.ts";
import { runDaemonsIfDue } from "./runDaemons.ts";
import type { ClusterTimer } from "./scheduleOnCluster.ts";

/** What happens on the hosts of clusters, by kind. Timers of a cluster whose head node is gone do nothing. */
export const clusterTimers: Readonly<Record<ClusterTimer, TimerHandler>> = {
  "parallelcluster.head-node-phase": withCluster(endPhase),
  "parallelcluster.head-node-failed": withCluster((context, cluster, payload) =>
    failHeadNode(context, cluster, textOf(payload, "reason")),
  ),
  "parallelcluster.daemons": withCluster(runPeriodically),
  "parallelcluster.daemons-wake": withCluster((context, cluster) => {
    cluster.wakePlanned = false;
    runDaemonsIfDue(context, cluster);
  }),
  "parallelcluster.compute-node": withCluster(endComputeBoot),
  "parallelcluster.compute-node-failed": withCluster((context, cluster, payload) => {
    const instanceId = textOf(payload, "instanceId");
    if (nodeOfInstance(cluster, instanceId) !== undefined)
      context.call("ec2", "TerminateInstances", { InstanceIds: [instanceId] });
  }),
};

function endComputeBoot(context: RegionContext, cluster: ClusterRecord, payload: Json): void {
  const instanceId = textOf(payload, "instanceId");
  const node = nodeOfInstance(cluster, instanceId);
  if (node?.state === "booting") bootComputeNode(context, cluster, node);
}

function withCluster(
  handle: (context: RegionContext, cluster: ClusterRecord, payload: Json) => void,
): TimerHandler {
  return (payload, context) => {
    const cluster = findCluster(context, textOf(payload, "headNodeId"));
    if (cluster !== undefined) handle(context, cluster, payload);
  };
}

function textOf(payload: Json, name: string): string {
  const value = isJsonObject(payload) ? payload[name] : undefined;
  return typeof value === "string" ? value : "";
}
