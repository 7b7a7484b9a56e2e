import type { RegionContext } from "../../../kernel/CallContext.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { usesSlurm } from "../../scheduler/links.ts";
import { takeBootstrapFault } from "../bootstrapFaults.ts";
import { logOnHeadNode } from "../clusterLogs.ts";
import type { ClusterPhase, ClusterRecord } from "../ClusterRecord.ts";
import { clusterDurations } from "../durations.ts";
import { createFleetItem } from "../fleet/fleetItem.ts";
import { headNodeScripts, readInventory, scalingStrategy } from "../nodes/readInventory.ts";
import { imageFault } from "./checkImage.ts";
import { scriptFault } from "./checkScripts.ts";
import { storageFault } from "./checkStorages.ts";
import { readBootFiles } from "./readBootFiles.ts";
import { readClusterConfig } from "./readClusterConfig.ts";

/** What follows a phase: the next one after a time, or the end of the bootstrap with a reason. */
export type PhaseOutcome =
  | { readonly kind: "next"; readonly phase: ClusterPhase; readonly afterMs: number }
  | { readonly kind: "failed"; readonly reason: string };

/**
 * Carries out the end of a phase of the head node's first boot. The phases are the steps of its cfn-init config
 * set: files, recipe init, OnNodeStart, recipe config, OnNodeConfigured, recipe finalize.
 */
export function runBootPhase(context: RegionContext, cluster: ClusterRecord): PhaseOutcome {
  const { headNode, customActionMs } = clusterDurations;
  switch (cluster.phase) {
    case "deploy-files":
      return deployFiles(context, cluster);
    case "init": {
      logOnHeadNode(context, cluster, "chef-client", ["recipe init: done"]);
      const scripts = headNodeScripts(configurationOf(context, cluster), "OnNodeStart");
      return next("on-node-start", scripts.length * customActionMs);
    }
    case "on-node-start":
      return runScripts(context, cluster, {
        event: "OnNodeStart",
        success: next("config", headNode.configMs),
      });
    case "config":
      return configure(context, cluster);
    case "on-node-configured":
      return runScripts(context, cluster, {
        event: "OnNodeConfigured",
        success: next("finalize", headNode.daemonsMs),
      });
    default:
      return failed(`Failed to bootstrap the head node: unexpected phase ${cluster.phase}.`);
  }
}

function deployFiles(context: RegionContext, cluster: ClusterRecord): PhaseOutcome {
  const settings = readBootFiles(context, cluster.clusterName);
  if (settings === undefined) return failed("Failed to bootstrap the head node.");
  cluster.settings = settings;
  const { hostName, instanceId } = cluster.headNode;
  logOnHeadNode(context, cluster, "cloud-init", [
    `Cloud-init on ${hostName} (${instanceId}): user data started`,
  ]);
  logOnHeadNode(context, cluster, "cfn-init", ["ConfigSets: deployFiles", "Command jq succeeded"]);
  const fault = imageFault(context, imageOf(context, instanceId), cluster.headNode.version);
  return fault === undefined ? next("init", clusterDurations.headNode.initMs) : failed(fault);
}

function configure(context: RegionContext, cluster: ClusterRecord): PhaseOutcome {
  const { settings } = cluster;
  if (settings === undefined) return failed("Failed to bootstrap the head node.");
  const fault =
    takeBootstrapFault(context, cluster.clusterName, "HeadNode") ?? storageFault(context, settings);
  if (fault !== undefined) return failed(fault);
  const configuration = configurationOf(context, cluster);
  cluster.queues = readInventory(configuration);
  cluster.scalingStrategy = scalingStrategy(configuration);
  createFleetItem(context, settings.fleetTable, "RUNNING");
  logOnHeadNode(context, cluster, "chef-client", ["recipe config: done"]);
  if (!usesSlurm(context))
    logOnHeadNode(context, cluster, "slurmctld", [`slurmctld started on cluster ${cluster.clusterName}`]);
  const scripts = headNodeScripts(configuration, "OnNodeConfigured");
  return next("on-node-configured", scripts.length * clusterDurations.customActionMs);
}

function runScripts(
  context: RegionContext,
  cluster: ClusterRecord,
  step: { readonly event: "OnNodeStart" | "OnNodeConfigured"; readonly success: PhaseOutcome },
): PhaseOutcome {
  const scripts = headNodeScripts(configurationOf(context, cluster), step.event);
  const fault = scriptFault(context, step.event, scripts);
  if (fault !== undefined) return failed(fault);
  logOnHeadNode(
    context,
    cluster,
    "cfn-init",
    scripts.map((script) => `${step.event} script ${script}: done`),
  );
  return step.success;
}

/** Read anew in each phase: the bucket is where it is kept. */
function configurationOf(context: RegionContext, cluster: ClusterRecord): JsonObject {
  return cluster.settings === undefined ? {} : readClusterConfig(context, cluster.settings);
}

function imageOf(context: RegionContext, instanceId: string): string {
  const { Reservations } = context.call("ec2", "DescribeInstances", { InstanceIds: [instanceId] });
  return Reservations?.[0]?.Instances?.[0]?.ImageId ?? "";
}

function next(phase: ClusterPhase, afterMs: number): PhaseOutcome {
  return { kind: "next", phase, afterMs };
}

function failed(reason: string): PhaseOutcome {
  return { kind: "failed", reason };
}
