import type { RegionContext } from "../../kernel/CallContext.ts";
import { findCluster, type ClusterRecord } from "../cluster/ClusterRecord.ts";

/** How work on hosts ended. */
export type WorkOutcome<Value> =
  | { readonly kind: "done"; readonly value: Value }
  | { readonly kind: "failed"; readonly reason: string };

/**
 * Runs work outside of the kernel and hands its outcome to `then`, unless the cluster is gone by then. Until that
 * modelled time does not jump: the work is real.
 */
export function workOnHosts<Value>(
  context: RegionContext,
  cluster: ClusterRecord,
  work: () => Promise<Value>,
  then: (context: RegionContext, cluster: ClusterRecord, outcome: WorkOutcome<Value>) => void,
): void {
  const release = context.clock.hold();
  const end = (outcome: WorkOutcome<Value>) =>
    context.apply((later) => {
      release();
      const found = findCluster(later, cluster.headNode.instanceId);
      if (found !== undefined) then(later, found, outcome);
    });
  void work().then(
    (value) => end({ kind: "done", value }),
    (error: unknown) =>
      end({ kind: "failed", reason: error instanceof Error ? error.message : String(error) }),
  );
}
