import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { readBootFiles } from "./boot/readBootFiles.ts";
import { readClusterConfig } from "./boot/readClusterConfig.ts";
import { logOnHeadNode } from "./clusterLogs.ts";
import type { ClusterRecord, QueueInventory } from "./ClusterRecord.ts";
import { endNodes } from "./nodes/endNodes.ts";
import { changeNode } from "./nodes/nodeLife.ts";
import { nodeRecords } from "./nodes/nodeRecords.ts";
import { queueUpdateStrategy, readInventory, scalingStrategy } from "./nodes/readInventory.ts";

/** What cfn-hup does each minute: true when the metadata is that of another generation of the stack. */
export function metadataChanged(context: RegionContext, cluster: ClusterRecord): boolean {
  const settings = bootFilesIfPresent(context, cluster.clusterName);
  if (settings === undefined || settings.waitHandle === cluster.settings?.waitHandle) return false;
  cluster.settings = settings;
  logOnHeadNode(context, cluster, "cfn-init", ["ConfigSets: update"]);
  return true;
}

/** The update recipe: takes over the new configuration and makes the nodes anew whose queue or resource changed. */
export function applyConfiguration(context: RegionContext, cluster: ClusterRecord): void {
  const { settings } = cluster;
  if (settings === undefined) return;
  const configuration = readClusterConfig(context, settings);
  const queues = readInventory(configuration);
  const replaces = queueUpdateStrategy(configuration) !== "COMPUTE_FLEET_STOP";
  if (replaces)
    endNodes(context, cluster, outdatedInstances(cluster, queues), "Queue update: node is being replaced");
  cluster.queues = queues;
  cluster.scalingStrategy = scalingStrategy(configuration);
  cluster.nextBlockCheckMs = 0;
  for (const name of Object.keys(cluster.nodes)) if (!isStillKnown(cluster, name)) delete cluster.nodes[name];
  logOnHeadNode(context, cluster, "chef-client", ["recipe update: done"]);
}

/** Every node that is up takes over the configuration and reports it. */
export function reportConfiguration(context: RegionContext, cluster: ClusterRecord): void {
  const { settings } = cluster;
  if (settings === undefined) return;
  const records = nodeRecords(context, cluster);
  for (const node of Object.values(cluster.nodes)) {
    if (node.state !== "ready" || node.configVersion === settings.configVersion) continue;
    records.reportConfig(node, settings.configVersion);
    changeNode(cluster, node, { configVersion: settings.configVersion });
  }
}

/** Instances of nodes whose queue or compute resource is not what it was. */
function outdatedInstances(cluster: ClusterRecord, queues: readonly QueueInventory[]): readonly string[] {
  const before = fingerprints(cluster.queues);
  const after = fingerprints(queues);
  return Object.values(cluster.nodes).flatMap((node) => {
    const key = `${node.queue}/${node.resource}`;
    const changed = after.has(key) && before.get(key) !== after.get(key);
    return changed && node.instanceId !== undefined ? [node.instanceId] : [];
  });
}

function fingerprints(queues: readonly QueueInventory[]): ReadonlyMap<string, string> {
  return new Map(
    queues.flatMap((queue) =>
      queue.resources.map((resource) => [
        `${queue.name}/${resource.name}`,
        queue.fingerprint + resource.fingerprint,
      ]),
    ),
  );
}

/** Nodes without an instance are forgotten with their resource; those with one are ended by the node daemon. */
function isStillKnown(cluster: ClusterRecord, name: string): boolean {
  const node = cluster.nodes[name];
  if (node?.instanceId !== undefined) return true;
  return cluster.queues.some(
    (queue) =>
      queue.name === node?.queue && queue.resources.some((resource) => resource.name === node.resource),
  );
}

function bootFilesIfPresent(context: RegionContext, stackName: string) {
  try {
    return readBootFiles(context, stackName);
  } catch (error) {
    // The stack is being deleted.
    if (error instanceof AwsError && error.code === "ValidationError") return undefined;
    throw error;
  }
}
