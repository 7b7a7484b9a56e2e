import type { ClusterRecord, NodeRecord, QueueInventory, ResourceInventory } from "../ClusterRecord.ts";
import { allNodeNames, staticNodeNames } from "./nodeNames.ts";

/** What the node daemon does in one run; data in, data out. */
export interface NodePlan {
  /** Static nodes without an instance, by the launch template that they are launched from. */
  readonly launches: readonly NodeLaunch[];
  /** Instances whose nodes do not exist any more, or whose queue is disabled. */
  readonly terminations: readonly string[];
}

export interface NodeLaunch {
  readonly queue: string;
  readonly resource: string;
  readonly flexible: boolean;
  readonly capacityType: string;
  readonly instanceTypes: readonly string[];
  readonly subnetIds: readonly string[];
  readonly kind: "static" | "dynamic";
  readonly nodeNames: readonly string[];
}

/** Plans the static nodes: launched when they have no instance, unless their Capacity Block is not active. */
export function planNodes(cluster: ClusterRecord): NodePlan {
  const launches = resourcesOf(cluster).flatMap(({ queue, resource }) => {
    if (cluster.protectedQueues.includes(queue.name) || isParked(cluster, queue, resource)) return [];
    const missing = staticNodeNames(queue, resource).filter(
      (name) => !hasInstance(cluster.nodes[name]) && cluster.settlingNodes?.includes(name) !== true,
    );
    return missing.length === 0 ? [] : [nodeLaunch({ queue, resource }, "static", missing)];
  });
  return { launches, terminations: surplusInstances(cluster) };
}

/** A launch of some nodes of a compute resource. */
export function nodeLaunch(
  { queue, resource }: { readonly queue: QueueInventory; readonly resource: ResourceInventory },
  kind: NodeLaunch["kind"],
  nodeNames: readonly string[],
): NodeLaunch {
  const { flexible, instanceTypes } = resource;
  const { capacityType, subnetIds } = queue;
  const place = { queue: queue.name, resource: resource.name, capacityType, subnetIds };
  return { ...place, flexible, instanceTypes, kind, nodeNames };
}

export function resourcesOf(
  cluster: Pick<ClusterRecord, "queues">,
): readonly { readonly queue: QueueInventory; readonly resource: ResourceInventory }[] {
  return cluster.queues.flatMap((queue) => queue.resources.map((resource) => ({ queue, resource })));
}

/** Reservations of queues with Capacity Blocks. */
export function capacityBlocks(cluster: ClusterRecord): readonly string[] {
  const ids = resourcesOf(cluster).flatMap(({ queue, resource }) =>
    queue.capacityType === "CAPACITY_BLOCK" && resource.reservationId !== undefined
      ? [resource.reservationId]
      : [],
  );
  return [...new Set(ids)];
}

/** True when every static node that can be up is up. */
export function staticNodesReady(cluster: ClusterRecord): boolean {
  return expectedNodes(cluster).every((name) => cluster.nodes[name]?.state === "ready");
}

/** The static nodes that are not waiting for a block. */
export function expectedNodes(cluster: ClusterRecord): readonly string[] {
  return resourcesOf(cluster)
    .filter(({ queue, resource }) => !isParked(cluster, queue, resource))
    .flatMap(({ queue, resource }) => staticNodeNames(queue, resource));
}

export function isParked(
  cluster: ClusterRecord,
  queue: QueueInventory,
  resource: ResourceInventory,
): boolean {
  return (
    queue.capacityType === "CAPACITY_BLOCK" &&
    resource.reservationId !== undefined &&
    cluster.inactiveBlocks.includes(resource.reservationId)
  );
}

function hasInstance(node: NodeRecord | undefined): boolean {
  return node?.instanceId !== undefined;
}

function surplusInstances(cluster: ClusterRecord): readonly string[] {
  const wanted = new Set(
    resourcesOf(cluster)
      .filter(({ queue }) => !cluster.protectedQueues.includes(queue.name))
      .flatMap(({ queue, resource }) => allNodeNames(queue, resource)),
  );
  return Object.values(cluster.nodes).flatMap((node) =>
    node.instanceId !== undefined && !wanted.has(node.name) ? [node.instanceId] : [],
  );
}
