import type { ClusterRecord } from "../ClusterRecord.ts";

/** Failed starts in a row after which a queue is disabled: `protected_failure_count`. */
const PROTECTED_FAILURE_COUNT = 10;

export function countFailures(
  cluster: ClusterRecord,
  failure: { readonly queue: string; readonly resource: string; readonly count: number },
): void {
  const counts = (cluster.failureCounts[failure.queue] ??= {});
  counts[failure.resource] = (counts[failure.resource] ?? 0) + failure.count;
}

/** A node that starts well ends the row of failures of its queue. */
export function resetFailures(cluster: ClusterRecord, queue: string): void {
  delete cluster.failureCounts[queue];
}

/** Queues whose failures have reached the limit and that are not disabled yet. */
export function queuesToProtect(cluster: ClusterRecord): readonly string[] {
  return Object.entries(cluster.failureCounts)
    .filter(
      ([queue, counts]) => !cluster.protectedQueues.includes(queue) && sum(counts) >= PROTECTED_FAILURE_COUNT,
    )
    .map(([queue]) => queue);
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
