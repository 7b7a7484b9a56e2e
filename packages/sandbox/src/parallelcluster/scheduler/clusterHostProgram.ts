import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import type { HostProgram } from "../../hosts/HostDriver.ts";
import { readBootFiles } from "../cluster/boot/readBootFiles.ts";
import { readClusterConfig } from "../cluster/boot/readClusterConfig.ts";
import { hasAccounting } from "../slurm/readSlurmPlan.ts";
import { allClusters, type ClusterSettings } from "../cluster/ClusterRecord.ts";
import { clusterMounts } from "./clusterMounts.ts";

/** Does nothing on a head node that has no slurmctld yet. */
const STOP_SCHEDULER = {
  argv: ["sh", "-c", '! [ -x "$0" ] || exec "$0"', "/opt/parallelcluster/scripts/slurm/stop_slurmctld"],
};

/** An instance whose host is about to start. */
export interface StartingInstance {
  readonly instanceId: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Directories and services of a cluster's host; undefined for instances of no cluster. Daemons are started later, as the recipes do. */
export function clusterHostProgram(
  context: RegionContext,
  instance: StartingInstance,
): HostProgram | undefined {
  const clusterName = instance.tags["parallelcluster:cluster-name"];
  const nodeType = instance.tags["parallelcluster:node-type"];
  if (clusterName === undefined || nodeType === undefined) return undefined;
  const place =
    nodeType === "HeadNode"
      ? headNode(context, instance.instanceId, clusterName)
      : owner(context, clusterName);
  if (place === undefined) return undefined;
  return {
    mounts: clusterMounts(context, place.headNodeId, place.settings),
    environment: { SLURM_CONF: "/opt/slurm/etc/slurm.conf" },
    sshd: true,
    packages: place.accounting ? "accounting" : "slurm",
    ...(nodeType === "HeadNode" ? { shutdown: STOP_SCHEDULER } : {}),
  };
}

interface ClusterPlace {
  /** True for a head node that keeps job records in a database. */
  readonly accounting: boolean;
  readonly headNodeId: string;
  readonly settings: ClusterSettings;
}

/** The head node's files are read before it has a record. */
function headNode(context: RegionContext, headNodeId: string, clusterName: string): ClusterPlace | undefined {
  try {
    const settings = readBootFiles(context, clusterName);
    if (settings === undefined) return undefined;
    return { headNodeId, settings, accounting: hasAccounting(readClusterConfig(context, settings)) };
  } catch (error) {
    // Tags say that it is a head node, but there is no stack of a cluster.
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

function owner(context: RegionContext, clusterName: string): ClusterPlace | undefined {
  const cluster = allClusters(context).find((candidate) => candidate.clusterName === clusterName);
  if (cluster?.settings === undefined) return undefined;
  return { headNodeId: cluster.headNode.instanceId, settings: cluster.settings, accounting: false };
}
