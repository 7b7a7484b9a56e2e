import type { RegionContext } from "../../kernel/CallContext.ts";
import { runBootPhase } from "./boot/headNodeBoot.ts";
import { workOfPhase } from "./boot/workOfPhase.ts";
import { signalHandle } from "./boot/signalHandle.ts";
import { logOnHeadNode } from "./clusterLogs.ts";
import { restartScheduler } from "../scheduler/startScheduler.ts";
import { putCluster, type ClusterPhase, type ClusterRecord, type HeadNodeHost } from "./ClusterRecord.ts";
import { daemonIntervalMs } from "./daemonInterval.ts";
import { clusterDurations } from "./durations.ts";
import { lookAtStaticNodes } from "./finalize.ts";
import { runDaemonsIfDue } from "./runDaemons.ts";
import { scheduleOnCluster } from "./scheduleOnCluster.ts";
import { applyConfiguration, metadataChanged, reportConfiguration } from "./updateConfiguration.ts";

const FINALIZE_LIMIT_MS = 2_100_000;

/** The first boot of a head node begins. */
export function startHeadNode(
  context: RegionContext,
  found: { readonly clusterName: string; readonly headNode: HeadNodeHost },
): void {
  const cluster: ClusterRecord = {
    ...found,
    phase: "deploy-files",
    settings: undefined,
    queues: [],
    nodes: {},
    nodeNames: {},
    failureCounts: {},
    protectedQueues: [],
    headNodeRuns: true,
    nextDaemonRunMs: 0,
    wakePlanned: false,
    finalizeDeadlineMs: 0,
    nextBlockCheckMs: 0,
    inactiveBlocks: [],
  };
  putCluster(context, cluster);
  scheduleOnCluster(context, "parallelcluster.head-node-phase", cluster, {
    afterMs: clusterDurations.headNode.deployFilesMs,
  });
}

/** A phase of the boot or of an update has ended: the next one begins, or the wait condition is answered. */
export function endPhase(context: RegionContext, cluster: ClusterRecord): void {
  switch (cluster.phase) {
    case "updating":
      return takeOverUpdate(context, cluster);
    case "finalize":
    case "finalize-update":
      return lookAgain(context, cluster);
    case "running":
    case "failed":
      return;
    default:
      return endBootPhase(context, cluster);
  }
}

function endBootPhase(context: RegionContext, cluster: ClusterRecord): void {
  const outcome = runBootPhase(context, cluster);
  if (outcome.kind === "failed") return failLater(context, cluster, outcome.reason);
  const { phase } = cluster;
  cluster.hostWork = true;
  workOfPhase(context, cluster, (later, found, fault) => {
    if (found.phase !== phase) return;
    delete found.hostWork;
    if (fault === undefined) beginPhase(later, found, outcome);
    else failLater(later, found, fault);
  });
}

function beginPhase(
  context: RegionContext,
  cluster: ClusterRecord,
  { phase, afterMs }: { readonly phase: ClusterPhase; readonly afterMs: number },
): void {
  cluster.phase = phase;
  if (phase === "finalize") planFinalize(context, cluster);
  scheduleOnCluster(context, "parallelcluster.head-node-phase", cluster, { afterMs });
}

/** The daemons run from the finalize recipe on. */
function planFinalize(context: RegionContext, cluster: ClusterRecord): void {
  cluster.finalizeDeadlineMs = context.clock.nowMs() + FINALIZE_LIMIT_MS;
  scheduleOnCluster(context, "parallelcluster.daemons", cluster, {
    afterMs: daemonIntervalMs(context),
    background: true,
  });
}

function lookAgain(context: RegionContext, cluster: ClusterRecord): void {
  const update = cluster.phase === "finalize-update";
  if (update) reportConfiguration(context, cluster);
  const outcome = lookAtStaticNodes(context, cluster);
  switch (outcome.kind) {
    case "waiting":
      return scheduleOnCluster(context, "parallelcluster.head-node-phase", cluster, {
        afterMs: clusterDurations.finalizePollMs,
      });
    case "failed":
      return failLater(context, cluster, update ? "Update failed" : outcome.reason);
    case "ready":
      cluster.phase = "running";
      logOnHeadNode(context, cluster, "chef-client", [`recipe ${update ? "update" : "finalize"}: done`]);
      signalHandle(context, cluster, {
        status: "SUCCESS",
        reason: update ? "Update complete" : "HeadNode setup complete",
      });
  }
}

function failLater(context: RegionContext, cluster: ClusterRecord, reason: string): void {
  logOnHeadNode(context, cluster, "chef-client", [reason]);
  logOnHeadNode(context, cluster, "cfn-init", [reason]);
  scheduleOnCluster(context, "parallelcluster.head-node-failed", cluster, {
    afterMs: clusterDurations.failureDelayMs,
    reason,
  });
}

/** The head node gives up. */
export function failHeadNode(context: RegionContext, cluster: ClusterRecord, reason: string): void {
  cluster.phase = "failed";
  signalHandle(context, cluster, { status: "FAILURE", reason });
}

/** What happens each minute as long as the cluster stands; it never pulls the time forward. */
export function runPeriodically(context: RegionContext, cluster: ClusterRecord): void {
  scheduleOnCluster(context, "parallelcluster.daemons", cluster, {
    afterMs: daemonIntervalMs(context),
    background: true,
  });
  if (!cluster.headNodeRuns) return;
  runDaemonsIfDue(context, cluster);
  const settled = cluster.phase === "running" || cluster.phase === "failed";
  if (!settled || !metadataChanged(context, cluster)) return;
  cluster.phase = "updating";
  scheduleOnCluster(context, "parallelcluster.head-node-phase", cluster, {
    afterMs: clusterDurations.updateMs,
  });
}

function takeOverUpdate(context: RegionContext, cluster: ClusterRecord): void {
  applyConfiguration(context, cluster);
  restartScheduler(context, cluster);
  cluster.phase = "finalize-update";
  cluster.finalizeDeadlineMs = context.clock.nowMs() + FINALIZE_LIMIT_MS;
  scheduleOnCluster(context, "parallelcluster.head-node-phase", cluster, {
    afterMs: clusterDurations.nodeUpdateMs,
  });
}
