import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { daemonLine, logOnHeadNode } from "../clusterLogs.ts";
import type { ClusterRecord, NodeRecord } from "../ClusterRecord.ts";
import { launchInstances, type LaunchedInstance } from "./launchInstances.ts";
import { nodeRecords } from "./nodeRecords.ts";
import type { NodeLaunch } from "./planNodes.ts";

/** Most instances that one call launches: `launch_max_batch_size`. */
const BATCH_SIZE = 500;

/**
 * Launches instances for static nodes and assigns them in order. Static nodes are launched best effort: what EC2
 * gives is taken, the rest is tried again in the next run. Answers the nodes that got none.
 */
export function launchNodes(
  context: RegionContext,
  cluster: ClusterRecord,
  launch: NodeLaunch,
): readonly string[] {
  const failedNodes: string[] = [];
  for (let start = 0; start < launch.nodeNames.length; start += BATCH_SIZE) {
    const names = launch.nodeNames.slice(start, start + BATCH_SIZE);
    const instances = instancesFor(context, cluster, { launch, names });
    const assigned = instances.flatMap((instance, index) => {
      const name = names[index];
      return name === undefined ? [] : [assign(cluster, { launch, name, instance })];
    });
    nodeRecords(context, cluster).put(assigned);
    failedNodes.push(...names.slice(assigned.length));
  }
  return failedNodes;
}

function instancesFor(
  context: RegionContext,
  cluster: ClusterRecord,
  { launch, names }: { readonly launch: NodeLaunch; readonly names: readonly string[] },
): readonly LaunchedInstance[] {
  const log = (place: string, message: string, level?: string) =>
    logOnHeadNode(context, cluster, "clustermgtd", [daemonLine(context, place, message, level)]);
  log("instance_manager:_launch_instances", `Launching best-effort instances for nodes ${listText(names)}`);
  try {
    const launched = launchInstances(context, cluster, launch, names.length);
    const ids = launched.map(({ instanceId }) => instanceId);
    log("fleet_manager:launch_ec2_instances", `Launched the following instances ${listText(ids)}`);
    return launched;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const operation = launch.flexible ? "CreateFleet" : "RunInstances";
    log(
      "instance_manager:_launch_instances",
      `Encountered exception when launching instances for nodes ${listText(names)}: An error occurred (${error.code}) when calling the ${operation} operation: ${error.message}`,
      "ERROR",
    );
    return [];
  }
}

function assign(
  cluster: ClusterRecord,
  node: { readonly launch: NodeLaunch; readonly name: string; readonly instance: LaunchedInstance },
): NodeRecord {
  const { launch, name, instance } = node;
  const record: NodeRecord = {
    name,
    queue: launch.queue,
    resource: launch.resource,
    kind: "static",
    instanceId: instance.instanceId,
    privateIp: instance.privateIp,
    hostName: `ip-${instance.privateIp.replaceAll(".", "-")}`,
    state: "booting",
    configVersion: undefined,
  };
  cluster.nodes[name] = record;
  cluster.nodeNames[instance.instanceId] = name;
  return record;
}

/** `(x2) ['gpu-st-ml-1', 'gpu-st-ml-2']`, as the daemon writes lists. */
export function listText(names: readonly string[]): string {
  return `(x${names.length}) [${names.map((name) => `'${name}'`).join(", ")}]`;
}
