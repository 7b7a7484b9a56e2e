import type { RegionContext } from "../../kernel/CallContext.ts";
import { daemonLine, logOnHeadNode } from "./clusterLogs.ts";
import type { ClusterRecord, ClusterSettings, NodeRecord } from "./ClusterRecord.ts";
import { daemonIntervalMs } from "./daemonInterval.ts";
import { countFailures, queuesToProtect } from "./fleet/failureCounts.ts";
import { changeFleetStatus, readFleetStatus } from "./fleet/fleetItem.ts";
import { fleetTransition, launchesNodes, type FleetStatus } from "./fleet/fleetStatus.ts";
import { checkCapacityBlocks } from "./nodes/checkCapacityBlocks.ts";
import { keepCapacityHolds } from "../scheduler/capacityHolds.ts";
import { announceNodes, setPartitions } from "../scheduler/tellSlurm.ts";
import { endNodes } from "./nodes/endNodes.ts";
import { launchNodes, listText } from "./nodes/launchNodes.ts";
import { changeNode, nodeInstances } from "./nodes/nodeLife.ts";
import { planNodes, type NodeLaunch } from "./nodes/planNodes.ts";

/** One run of the fleet status daemon and of the node daemon, if a minute has passed since the last. */
export function runDaemonsIfDue(context: RegionContext, cluster: ClusterRecord): void {
  const { settings } = cluster;
  if (settings === undefined || !cluster.headNodeRuns) return;
  if (context.clock.nowMs() < cluster.nextDaemonRunMs) return;
  cluster.nextDaemonRunMs = context.clock.nowMs() + daemonIntervalMs(context);
  const status = followFleetRequest(context, cluster, settings);
  if (launchesNodes(status)) maintainNodes(context, cluster, status);
}

/** Carries out what `update-compute-fleet` asked for, and answers the status that holds then. */
function followFleetRequest(
  context: RegionContext,
  cluster: ClusterRecord,
  settings: ClusterSettings,
): FleetStatus {
  const status = readFleetStatus(context, settings.fleetTable);
  const transition = fleetTransition(status);
  if (transition.kind === "none") return status;
  const change = (from: FleetStatus, to: FleetStatus) =>
    from === to || changeFleetStatus(context, settings.fleetTable, { from, to });
  if (!change(status, transition.via)) return status;
  const logChange = (message: string) =>
    logOnHeadNode(context, cluster, "clusterstatusmgtd", [
      daemonLine(context, "clusterstatusmgtd:_update_status", message),
    ]);
  logChange(`Updating compute fleet status from ${status} to ${transition.via}`);
  const queues = cluster.queues.map(({ name }) => name);
  setPartitions(context, cluster, queues, transition.kind === "stop" ? "INACTIVE" : "UP");
  if (transition.kind === "stop") endNodes(context, cluster, nodeInstances(cluster), "Cluster stopped");
  cluster.failureCounts = {};
  cluster.protectedQueues = [];
  if (!change(transition.via, transition.end)) return transition.via;
  logChange(`Updating compute fleet status from ${transition.via} to ${transition.end}`);
  return transition.end;
}

/** Replaces static nodes without an instance, ends instances that stand behind no node, counts failures. */
function maintainNodes(context: RegionContext, cluster: ClusterRecord, status: FleetStatus): void {
  checkCapacityBlocks(context, cluster);
  keepCapacityHolds(context, cluster);
  const plan = planNodes(cluster);
  if (plan.terminations.length > 0) {
    log(context, cluster, {
      place: "_terminate_orphaned_instances",
      message: `Terminating instances ${listText(plan.terminations)}`,
    });
    endNodes(context, cluster, plan.terminations, "Node of a disabled queue or resource");
  }
  for (const launch of plan.launches) launchStaticNodes(context, cluster, launch);
  protectQueues(context, cluster, status);
}

function launchStaticNodes(context: RegionContext, cluster: ClusterRecord, launch: NodeLaunch): void {
  const failedBefore = launch.nodeNames.filter((name) => cluster.nodes[name]?.state === "failed");
  log(context, cluster, {
    place: "_maintain_nodes",
    message: `Found the following unhealthy static nodes: ${listText(launch.nodeNames)}`,
  });
  const { assigned, failedNames: withoutInstance } = launchNodes(context, cluster, launch);
  announceNodes(context, cluster, assigned, "switch-on");
  for (const name of withoutInstance) markFailed(cluster, launch, name);
  const failures = new Set([...failedBefore, ...withoutInstance]);
  if (failures.size === 0) return;
  countFailures(cluster, { queue: launch.queue, resource: launch.resource, count: failures.size });
  log(context, cluster, {
    place: "_handle_bootstrap_failure_nodes",
    message: `Found the following bootstrap failure nodes: ${listText([...failures])}`,
    level: "WARNING",
  });
}

function markFailed(cluster: ClusterRecord, launch: NodeLaunch, name: string): void {
  const blank: NodeRecord = {
    name,
    queue: launch.queue,
    resource: launch.resource,
    kind: "static",
    instanceId: undefined,
    privateIp: undefined,
    hostName: undefined,
    state: "failed",
    configVersion: undefined,
  };
  changeNode(cluster, cluster.nodes[name] ?? blank, { state: "failed" });
}

function protectQueues(context: RegionContext, cluster: ClusterRecord, status: FleetStatus): void {
  const { settings } = cluster;
  const queues = queuesToProtect(cluster);
  if (queues.length === 0 || settings === undefined) return;
  cluster.protectedQueues.push(...queues);
  setPartitions(context, cluster, queues, "INACTIVE");
  log(context, cluster, {
    place: "_enter_protected_mode",
    message: `Placing bootstrap failure partitions to INACTIVE: ${queues.join(", ")}`,
    level: "WARNING",
  });
  if (status === "PROTECTED") return;
  log(context, cluster, { place: "_enter_protected_mode", message: PROTECTED_MODE, level: "WARNING" });
  changeFleetStatus(context, settings.fleetTable, { from: status, to: "PROTECTED" });
}

function log(
  context: RegionContext,
  cluster: ClusterRecord,
  entry: { readonly place: string; readonly message: string; readonly level?: string },
): void {
  logOnHeadNode(context, cluster, "clustermgtd", [
    daemonLine(context, `clustermgtd:${entry.place}`, entry.message, entry.level),
  ]);
}

const PROTECTED_MODE =
  "Setting cluster into protected mode due to failures detected in node provisioning. Please investigate the issue and then use 'pcluster update-compute-fleet --status START_REQUESTED' command to re-enable the fleet.";
