import type { RegionContext } from "../../../kernel/CallContext.ts";
import { usesSlurm } from "../../scheduler/links.ts";
import { takeBootstrapFault } from "../bootstrapFaults.ts";
import { writeLog } from "../clusterLogs.ts";
import type { ClusterRecord, NodeRecord } from "../ClusterRecord.ts";
import { clusterDurations } from "../durations.ts";
import { resetFailures } from "../fleet/failureCounts.ts";
import { changeNode } from "../nodes/nodeLife.ts";
import { nodeRecords } from "../nodes/nodeRecords.ts";
import { scriptFault } from "./checkScripts.ts";
import { storageFault } from "./checkStorages.ts";

/** Modelled time from a running instance to a node that has joined Slurm. */
export function computeBootMs(cluster: ClusterRecord, node: NodeRecord): number {
  const queue = cluster.queues.find(({ name }) => name === node.queue);
  const scripts = (queue?.onNodeStart.length ?? 0) + (queue?.onNodeConfigured.length ?? 0);
  return clusterDurations.computeNodeMs + scripts * clusterDurations.customActionMs;
}

/**
 * The end of a compute node's first boot, but for its slurmd; answers why it failed. The failure stands in the node's
 * logs then.
 */
export function computeBootFault(
  context: RegionContext,
  cluster: ClusterRecord,
  node: NodeRecord,
): string | undefined {
  const reason = bootFault(context, cluster, node);
  if (reason !== undefined) logBootFault(context, cluster, node, reason);
  return reason;
}

export function logBootFault(
  context: RegionContext,
  cluster: ClusterRecord,
  node: NodeRecord,
  reason: string,
): void {
  const host = hostOf(node);
  writeLog(context, cluster, { host, log: "bootstrap_error_msg" }, [reason]);
  writeLog(context, cluster, { host, log: "cloud-init-output" }, [reason, "Bootstrap failed: shutting down"]);
}

/** The node has joined Slurm. */
export function completeComputeBoot(context: RegionContext, cluster: ClusterRecord, node: NodeRecord): void {
  const { settings } = cluster;
  if (settings === undefined) return;
  const host = hostOf(node);
  writeLog(context, cluster, { host, log: "cloud-init-output" }, [`Bootstrap of ${node.name} done`]);
  if (!usesSlurm(context))
    writeLog(context, cluster, { host, log: "slurmd" }, [`slurmd started on node ${node.name}`]);
  nodeRecords(context, cluster).reportConfig(node, settings.configVersion);
  const { hostWork: _done, ...booted } = node;
  changeNode(cluster, booted, { state: "ready", configVersion: settings.configVersion });
  resetFailures(cluster, node.queue);
}

function hostOf({ instanceId, hostName }: NodeRecord) {
  return { instanceId: instanceId ?? "", hostName: hostName ?? "" };
}

function bootFault(context: RegionContext, cluster: ClusterRecord, node: NodeRecord): string | undefined {
  const queue = cluster.queues.find(({ name }) => name === node.queue);
  return (
    takeBootstrapFault(context, cluster.clusterName, "Compute") ??
    (cluster.settings === undefined ? undefined : fileSystemFault(context, cluster.settings)) ??
    scriptFault(context, "OnNodeStart", queue?.onNodeStart ?? []) ??
    scriptFault(context, "OnNodeConfigured", queue?.onNodeConfigured ?? [])
  );
}

/** Volumes are attached to the head node and reach compute nodes over the network. */
function fileSystemFault(
  context: RegionContext,
  settings: NonNullable<ClusterRecord["settings"]>,
): string | undefined {
  return storageFault(context, { ...settings, volumeIds: [], raidVolumeIds: [] });
}
