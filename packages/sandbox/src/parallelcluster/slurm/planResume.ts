import type { PowerRequest } from "./powerRequest.ts";

export type ScalingStrategy = "all-or-nothing" | "greedy-all-or-nothing" | "best-effort";

/** Nodes that are launched in one go, and those that must come together. */
export interface ResumeBatch {
  readonly resource: string;
  readonly nodeNames: readonly string[];
  /** Fewest instances that are of use. */
  readonly leastCount: number;
}

/** What one job, or switching on by hand, waits for. */
export interface ResumeGroup {
  readonly batches: readonly ResumeBatch[];
  /** True when the nodes are of no use unless all of them come. */
  readonly wholeOnly: boolean;
}

/**
 * Divides a request by the cluster's scaling strategy. A job's nodes stand in one group, by compute resource; a node
 * belongs to the first job that waits for it.
 * @param resourceOf - key of the compute resource of a node; nodes without one are left out.
 */
export function planResume(
  request: PowerRequest,
  strategy: ScalingStrategy,
  resourceOf: (nodeName: string) => string | undefined,
): readonly ResumeGroup[] {
  const left = new Set(request.nodeNames);
  const take = (names: readonly string[]) => names.filter((name) => left.delete(name));
  const jobs = request.jobs.map(({ nodeNames }) => take(nodeNames)).filter((names) => names.length > 0);
  const byHand = [...left];
  const wholeOnly = strategy !== "best-effort";
  const whole = strategy === "all-or-nothing";
  return [
    ...jobs.map((names) => ({ wholeOnly, batches: batchesOf(names, whole, resourceOf) })),
    { wholeOnly: false, batches: batchesOf(byHand, false, resourceOf) },
  ].filter(({ batches }) => batches.length > 0);
}

function batchesOf(
  names: readonly string[],
  whole: boolean,
  resourceOf: (nodeName: string) => string | undefined,
): readonly ResumeBatch[] {
  const byResource = new Map<string, string[]>();
  for (const name of names) {
    const resource = resourceOf(name);
    if (resource === undefined) continue;
    const nodes = byResource.get(resource) ?? [];
    nodes.push(name);
    byResource.set(resource, nodes);
  }
  return [...byResource].map(([resource, nodeNames]) => ({
    resource,
    nodeNames,
    leastCount: whole ? nodeNames.length : 1,
  }));
}
