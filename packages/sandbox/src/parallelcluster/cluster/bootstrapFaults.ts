import type { RegionContext } from "../../kernel/CallContext.ts";
import { faultsOf } from "./ClusterRecord.ts";

/** Makes the next `count` nodes of a kind fail their bootstrap with a reason. */
export function injectBootstrapFault(
  context: RegionContext,
  fault: {
    readonly clusterName: string;
    readonly nodeType: "HeadNode" | "Compute";
    readonly reason: string;
    readonly count: number;
  },
): void {
  const { clusterName, nodeType, reason, count } = fault;
  faultsOf(context, clusterName).push({ nodeType, reason, remaining: count });
}

/** The reason with which this node must fail, if any; counts it as used. */
export function takeBootstrapFault(
  context: RegionContext,
  clusterName: string,
  nodeType: "HeadNode" | "Compute",
): string | undefined {
  const fault = faultsOf(context, clusterName).find(
    (candidate) => candidate.nodeType === nodeType && candidate.remaining > 0,
  );
  if (fault === undefined) return undefined;
  fault.remaining -= 1;
  return fault.reason;
}
