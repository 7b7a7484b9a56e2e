import type { RegionContext } from "../../kernel/CallContext.ts";
import type { ClusterRecord } from "./ClusterRecord.ts";
import { readFleetStatus } from "./fleet/fleetItem.ts";
import { launchesNodes } from "./fleet/fleetStatus.ts";
import { nodeRecords } from "./nodes/nodeRecords.ts";
import { expectedNodes, staticNodesReady } from "./nodes/planNodes.ts";
import { runDaemonsIfDue } from "./runDaemons.ts";

/** How the wait for the static nodes stands. */
export type FinalizeOutcome =
  | { readonly kind: "waiting" }
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly reason: string };

/**
 * One look of the finalize recipe: all static nodes are up and each has reported the present configuration.
 * Nodes that wait for a Capacity Block are not waited for.
 */
export function lookAtStaticNodes(context: RegionContext, cluster: ClusterRecord): FinalizeOutcome {
  const { settings } = cluster;
  if (settings === undefined) return { kind: "failed", reason: "Failed to bootstrap the head node." };
  runDaemonsIfDue(context, cluster);
  const status = readFleetStatus(context, settings.fleetTable);
  if (status === "PROTECTED") return { kind: "failed", reason: PROTECTED };
  if (!launchesNodes(status)) return { kind: "ready" };
  if (staticNodesReady(cluster) && configsReported(context, cluster, settings.configVersion))
    return { kind: "ready" };
  if (context.clock.nowMs() < cluster.finalizeDeadlineMs) return { kind: "waiting" };
  return {
    kind: "failed",
    reason:
      "Failed to run chef recipe aws-parallelcluster-slurm::finalize_head_node: the static nodes are not ready.",
  };
}

const PROTECTED =
  "Cluster has been set to PROTECTED mode due to failures detected in static node provisioning. Please check /var/log/chef-client.log in the head node, or check the chef-client.log in CloudWatch logs. Please refer to https://docs.aws.amazon.com/parallelcluster/latest/ug/troubleshooting-v3.html for more details.";

function configsReported(context: RegionContext, cluster: ClusterRecord, configVersion: string): boolean {
  const records = nodeRecords(context, cluster);
  return expectedNodes(cluster).every((name) => {
    const instanceId = cluster.nodes[name]?.instanceId;
    return instanceId !== undefined && records.reportedConfig(instanceId) === configVersion;
  });
}
