import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import type { ClusterRecord, NodeRecord } from "../ClusterRecord.ts";

const BATCH_SIZE = 1000;

export function nodeOfInstance(cluster: ClusterRecord, instanceId: string): NodeRecord | undefined {
  const name = cluster.nodeNames[instanceId];
  return name === undefined ? undefined : cluster.nodes[name];
}

export function changeNode(
  cluster: ClusterRecord,
  node: NodeRecord,
  change: Partial<NodeRecord>,
): NodeRecord {
  const changed = { ...node, ...change };
  cluster.nodes[node.name] = changed;
  return changed;
}

/** Takes the instance from a node: a static node waits for another one, a dynamic one is forgotten. */
export function loseInstance(
  cluster: ClusterRecord,
  instanceId: string,
  state?: NodeRecord["state"],
): NodeRecord | undefined {
  const node = nodeOfInstance(cluster, instanceId);
  delete cluster.nodeNames[instanceId];
  forgetLogs(cluster, instanceId);
  if (node === undefined || node.instanceId !== instanceId) return undefined;
  if (node.kind === "dynamic") {
    delete cluster.nodes[node.name];
    return node;
  }
  return changeNode(cluster, node, {
    instanceId: undefined,
    privateIp: undefined,
    hostName: undefined,
    state: state ?? (node.state === "ready" ? "lost" : "failed"),
  });
}

function forgetLogs(cluster: ClusterRecord, instanceId: string): void {
  if (cluster.sentLogBytes === undefined) return;
  const kept = Object.entries(cluster.sentLogBytes).filter(([place]) => !place.startsWith(`${instanceId}/`));
  cluster.sentLogBytes = Object.fromEntries(kept);
}

/** Ends instances of nodes and takes them from their nodes at once; those that are gone already do not matter. */
export function terminateNodes(
  context: RegionContext,
  cluster: ClusterRecord,
  instanceIds: readonly string[],
): void {
  for (const instanceId of instanceIds) loseInstance(cluster, instanceId, "stopped");
  for (let start = 0; start < instanceIds.length; start += BATCH_SIZE)
    terminate(context, instanceIds.slice(start, start + BATCH_SIZE));
}

/** Every instance that stands behind a node. */
export function nodeInstances(cluster: ClusterRecord): readonly string[] {
  return Object.values(cluster.nodes).flatMap(({ instanceId }) => instanceId ?? []);
}

function terminate(context: RegionContext, instanceIds: readonly string[]): void {
  try {
    context.call("ec2", "TerminateInstances", { InstanceIds: [...instanceIds] });
  } catch (error) {
    if (!(error instanceof AwsError && error.code.startsWith("InvalidInstanceID"))) throw error;
    if (instanceIds.length > 1) for (const instanceId of instanceIds) terminate(context, [instanceId]);
  }
}
