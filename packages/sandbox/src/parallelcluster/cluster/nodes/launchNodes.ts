import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { daemonLine, logOnHeadNode } from "../clusterLogs.ts";
import type { ClusterRecord, NodeRecord } from "../ClusterRecord.ts";
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
    const instances = runInstances(context, cluster, { launch, names });
    const assigned = instances.flatMap((instance, index) => {
      const name = names[index];
      return name === undefined ? [] : [assign(cluster, { launch, name, instance })];
    });
    nodeRecords(context, cluster).put(assigned);
    failedNodes.push(...names.slice(assigned.length));
  }
  return failedNodes;
}

interface LaunchedInstance {
  readonly instanceId: string;
  readonly privateIp: string;
}

function runInstances(
  context: RegionContext,
  cluster: ClusterRecord,
  { launch, names }: { readonly launch: NodeLaunch; readonly names: readonly string[] },
): readonly LaunchedInstance[] {
  const log = (place: string, message: string, level?: string) =>
    logOnHeadNode(context, cluster, "clustermgtd", [daemonLine(context, place, message, level)]);
  log("instance_manager:_launch_instances", `Launching best-effort instances for nodes ${listText(names)}`);
  try {
    if (launch.flexible) throw new AwsError("UnsupportedOperation", FLEXIBLE);
    const { Instances } = context.call("ec2", "RunInstances", {
      MinCount: 1,
      MaxCount: names.length,
      LaunchTemplate: {
        LaunchTemplateName: `${cluster.clusterName}-${launch.queue}-${launch.resource}`,
        Version: "$Latest",
      },
    });
    const launched = (Instances ?? []).map(({ InstanceId, PrivateIpAddress }) => ({
      instanceId: InstanceId ?? "",
      privateIp: PrivateIpAddress ?? "",
    }));
    log(
      "fleet_manager:launch_ec2_instances",
      `Launched the following instances ${listText(launched.map((i) => i.instanceId))}`,
    );
    return launched;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const reason = `An error occurred (${error.code}) when calling the RunInstances operation: ${error.message}`;
    log(
      "instance_manager:_launch_instances",
      `Encountered exception when launching instances for nodes ${listText(names)}: ${reason}`,
      "ERROR",
    );
    return [];
  }
}

/** Types to choose from are launched by another operation of EC2, which the sandbox does not have. */
const FLEXIBLE = "The sandbox does not launch static nodes of compute resources with several instance types.";

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
