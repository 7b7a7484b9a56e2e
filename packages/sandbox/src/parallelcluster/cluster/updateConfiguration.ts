import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import type { JsonObject } from "../../kernel/json.ts";
import { usesSlurm } from "../scheduler/links.ts";
import { drainNodes } from "../scheduler/tellSlurm.ts";
import { versionFacts } from "../versions/versionFacts.ts";
import { readBootFiles } from "./boot/readBootFiles.ts";
import { readClusterConfig } from "./boot/readClusterConfig.ts";
import { logOnHeadNode } from "./clusterLogs.ts";
import type { ClusterRecord } from "./ClusterRecord.ts";
import { endNodes } from "./nodes/endNodes.ts";
import { changeNode } from "./nodes/nodeLife.ts";
import { nodeRecords } from "./nodes/nodeRecords.ts";
import { queueUpdateStrategy, readInventory, scalingStrategy } from "./nodes/readInventory.ts";
import { queuesToReplace } from "./queuesToReplace.ts";

/** What cfn-hup does each minute: true when the metadata is that of another generation of the stack. */
export function metadataChanged(context: RegionContext, cluster: ClusterRecord): boolean {
  const settings = bootFilesIfPresent(context, cluster.clusterName);
  if (settings === undefined || settings.waitHandle === cluster.settings?.waitHandle) return false;
  if (cluster.settings !== undefined) cluster.replacedSettings ??= cluster.settings;
  cluster.settings = settings;
  logOnHeadNode(context, cluster, "cfn-init", ["ConfigSets: update"]);
  return true;
}

/** The update recipe: takes over the new configuration and makes nodes anew by the queues' update strategy. */
export function applyConfiguration(context: RegionContext, cluster: ClusterRecord): void {
  const { settings, replacedSettings } = cluster;
  if (settings === undefined) return;
  const configuration = readClusterConfig(context, settings);
  if (replacedSettings !== undefined)
    replaceOutdatedNodes(context, cluster, {
      before: readClusterConfig(context, replacedSettings),
      after: configuration,
    });
  delete cluster.replacedSettings;
  cluster.queues = readInventory(configuration);
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

/** Its words, as Slurm shows them. */
const UPDATE_REASON = "updating node state during cluster update";

/** With DRAIN nodes end when their jobs have, with TERMINATE at once; on simulated hosts there are no jobs. */
function replaceOutdatedNodes(
  context: RegionContext,
  cluster: ClusterRecord,
  { before, after }: { readonly before: JsonObject; readonly after: JsonObject },
): void {
  const strategy = queueUpdateStrategy(after);
  const version = versionFacts(cluster.headNode.version);
  if (strategy === "COMPUTE_FLEET_STOP" || version === undefined) return;
  const { region } = context;
  const queues = queuesToReplace({ before, after, rulesVersion: version.rulesVersion, region });
  const nodes = Object.values(cluster.nodes).filter(
    ({ queue, instanceId }) => instanceId !== undefined && (queues === "all" || queues.includes(queue)),
  );
  if (strategy === "DRAIN" && usesSlurm(context)) return drainNodes(context, cluster, nodes, UPDATE_REASON);
  const instanceIds = nodes.flatMap(({ instanceId }) => instanceId ?? []);
  endNodes(context, cluster, instanceIds, UPDATE_REASON);
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
