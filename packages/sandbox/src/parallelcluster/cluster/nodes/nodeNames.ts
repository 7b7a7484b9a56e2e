import type { QueueInventory, ResourceInventory } from "../ClusterRecord.ts";

export interface NodeName {
  readonly queue: string;
  readonly resource: string;
  readonly kind: "static" | "dynamic";
  /** From 1. */
  readonly index: number;
}

/** `<queue>-st-<resource>-<n>` and `<queue>-dy-<resource>-<n>`, as Slurm knows the nodes. */
export function nodeName({ queue, resource, kind, index }: NodeName): string {
  return `${queue}-${kind === "static" ? "st" : "dy"}-${resource}-${index}`;
}

/** The nodes that a compute resource always has. */
export function staticNodeNames(queue: QueueInventory, resource: ResourceInventory): readonly string[] {
  return Array.from({ length: resource.minCount }, (_, index) =>
    nodeName({ queue: queue.name, resource: resource.name, kind: "static", index: index + 1 }),
  );
}

/** All nodes that a compute resource may have: static ones and dynamic ones up to its maximum. */
export function allNodeNames(queue: QueueInventory, resource: ResourceInventory): readonly string[] {
  const dynamicCount = Math.max(0, resource.maxCount - resource.minCount);
  const dynamic = Array.from({ length: dynamicCount }, (_, index) =>
    nodeName({ queue: queue.name, resource: resource.name, kind: "dynamic", index: index + 1 }),
  );
  return [...staticNodeNames(queue, resource), ...dynamic];
}
