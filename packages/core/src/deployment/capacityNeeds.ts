import type { ResolvedProject, ResolvedQueue } from "../project/ResolvedProject.ts";

/** Instances that a cluster keeps up from the first minute, and how many of its capacity are free for them. */
export interface CapacityNeed {
  /** Id of the reservation, or ARN of the group of reservations. */
  readonly source: string;
  readonly instanceType: string;
  readonly wanted: number;
  readonly free: number;
}

/** What the static nodes need of capacity that is active now; a Capacity Block that has not begun is waited for. */
export function capacityNeeds({ queues }: Pick<ResolvedProject, "queues">): readonly CapacityNeed[] {
  const needs = new Map<string, CapacityNeed>();
  for (const { source, instanceType, staticCount, freeInstances: free } of queues) {
    const name = sourceName(source);
    if (name === undefined || free === undefined || staticCount === 0) continue;
    const wanted = (needs.get(name)?.wanted ?? 0) + staticCount;
    needs.set(name, { source: name, instanceType, wanted, free });
  }
  return [...needs.values()];
}

/** One sentence for each need that cannot be met. */
export function shortages(needs: readonly CapacityNeed[]): readonly string[] {
  return needs
    .filter(({ wanted, free }) => free < wanted)
    .map(
      ({ source, instanceType, wanted, free }) =>
        `${source} has ${free} ${instanceType} free, and ${wanted} are to stay up: the cluster's creation fails unless more become free. End what uses them, or lower \`static\`.`,
    );
}

function sourceName(source: ResolvedQueue["source"]): string | undefined {
  if (source.kind === "reservation" || source.kind === "capacity-block") return source.id;
  return source.kind === "reservation-group" ? source.arn : undefined;
}
