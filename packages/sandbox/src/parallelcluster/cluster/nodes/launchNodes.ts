import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { daemonLine, logOnHeadNode } from "../clusterLogs.ts";
import type { ClusterRecord, NodeRecord } from "../ClusterRecord.ts";
import { launchInstances, type LaunchedInstance } from "./launchInstances.ts";
import { nodeRecords } from "./nodeRecords.ts";
import type { NodeLaunch } from "./planNodes.ts";

/** Most instances that one call launches: `launch_max_batch_size`. */
const BATCH_SIZE = 500;

/** How a launch is made: by the node daemon for static nodes, or by ResumeProgram for jobs. */
export interface LaunchWay {
  readonly log: "clustermgtd" | "slurm_resume";
  /** Fewest instances that are of use in one call. */
  readonly leastCount: number;
}

export interface LaunchOutcome {
  readonly assigned: readonly NodeRecord[];
  /** Nodes that got no instance. */
  readonly failedNames: readonly string[];
  /** EC2's code of the last refusal; undefined when it just gave fewer. */
  readonly errorCode: string | undefined;
}

/** Static nodes are launched best effort: what EC2 gives is taken, the rest is tried again in the next run. */
export const STATIC_LAUNCH: LaunchWay = { log: "clustermgtd", leastCount: 1 };

/** Launches instances for nodes and assigns them in order. */
export function launchNodes(
  context: RegionContext,
  cluster: ClusterRecord,
  launch: NodeLaunch,
  way: LaunchWay = STATIC_LAUNCH,
): LaunchOutcome {
  const assigned: NodeRecord[] = [];
  const failedNames: string[] = [];
  let errorCode: string | undefined;
  for (let start = 0; start < launch.nodeNames.length; start += BATCH_SIZE) {
    const names = launch.nodeNames.slice(start, start + BATCH_SIZE);
    const leastCount = Math.min(way.leastCount, names.length);
    const answer = instancesFor(context, cluster, { launch, names, way: { ...way, leastCount } });
    errorCode = answer.errorCode ?? errorCode;
    const nodes = answer.instances.flatMap((instance, index) => {
      const name = names[index];
      return name === undefined ? [] : [assign(cluster, { launch, name, instance })];
    });
    nodeRecords(context, cluster).put(nodes);
    assigned.push(...nodes);
    failedNames.push(...names.slice(nodes.length));
  }
  return { assigned, failedNames, errorCode };
}

interface LaunchBatch {
  readonly launch: NodeLaunch;
  readonly names: readonly string[];
  readonly way: LaunchWay;
}

function instancesFor(
  context: RegionContext,
  cluster: ClusterRecord,
  { launch, names, way }: LaunchBatch,
): { readonly instances: readonly LaunchedInstance[]; readonly errorCode: string | undefined } {
  const log = (place: string, message: string, level?: string) =>
    logOnHeadNode(context, cluster, way.log, [daemonLine(context, place, message, level)]);
  const strategy = way.leastCount > 1 ? "all-or-nothing" : "best-effort";
  log("instance_manager:_launch_instances", `Launching ${strategy} instances for nodes ${listText(names)}`);
  try {
    const instances = launchInstances(context, cluster, launch, {
      leastCount: way.leastCount,
      mostCount: names.length,
    });
    const ids = instances.map(({ instanceId }) => instanceId);
    log("fleet_manager:launch_ec2_instances", `Launched the following instances ${listText(ids)}`);
    return { instances, errorCode: undefined };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const operation = launch.flexible ? "CreateFleet" : "RunInstances";
    log(
      "instance_manager:_launch_instances",
      `Encountered exception when launching instances for nodes ${listText(names)}: An error occurred (${error.code}) when calling the ${operation} operation: ${error.message}`,
      "ERROR",
    );
    return { instances: [], errorCode: error.code };
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
    kind: launch.kind,
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
