import type { RegionContext } from "../../kernel/CallContext.ts";
import { daemonLine, logOnHeadNode } from "../cluster/clusterLogs.ts";
import type { ClusterRecord } from "../cluster/ClusterRecord.ts";
import { clusterDurations } from "../cluster/durations.ts";
import { isPoweredDown } from "../slurm/nodeStates.ts";
import { findLink } from "./links.ts";
import { powerDownNodes, refuseNodes } from "./tellSlurm.ts";

/** Refusals of EC2 after which a compute resource is left alone for a while. */
const CAPACITY_CODES = new Set([
  "InsufficientInstanceCapacity",
  "InsufficientHostCapacity",
  "InsufficientReservedInstanceCapacity",
  "InsufficientCapacity",
  "MaxSpotInstanceCountExceeded",
  "SpotMaxPriceTooLow",
  "Unsupported",
  "ReservationCapacityExceeded",
  "UnfulfillableCapacity",
]);

/** No machine needs a compute resource back sooner; jobs must be able to go elsewhere. */
const LEAST_HOLD_WALL_MS = 10_000;

export interface RefusedResource {
  /** `queue/resource` */
  readonly key: string;
  readonly failedNames: readonly string[];
  /** All dynamic nodes of the resource. */
  readonly nodeNames: readonly string[];
  readonly errorCode: string;
}

/**
 * Sets nodes down that got no instance. When there is no capacity the resource's other nodes that are powered down go
 * down as well, so that jobs are placed on another resource.
 */
export function holdResource(context: RegionContext, cluster: ClusterRecord, refused: RefusedResource): void {
  const { key, failedNames, errorCode } = refused;
  refuseNodes(context, cluster, failedNames, `(Code:${errorCode})Failure when resuming nodes`);
  if (!CAPACITY_CODES.has(errorCode)) {
    holdNodes(context, cluster, { key, names: failedNames, forMs: clusterDurations.daemonIntervalMs });
    return;
  }
  const states = findLink(context, cluster)?.states;
  const others = refused.nodeNames.filter(
    (name) =>
      !failedNames.includes(name) && cluster.nodes[name] === undefined && isPoweredDown(states?.get(name)),
  );
  const reason = `(Code:${errorCode})Temporarily disabling node due to insufficient capacity`;
  refuseNodes(context, cluster, others, reason);
  const names = [...failedNames, ...others];
  holdNodes(context, cluster, { key, names, forMs: clusterDurations.insufficientCapacityMs });
}

/** Nodes come back to Slurm when the time is over. */
export function holdNodes(
  context: RegionContext,
  cluster: ClusterRecord,
  hold: { readonly key: string; readonly names: readonly string[]; readonly forMs: number },
): void {
  const { clock } = context;
  const { key, names, forMs } = hold;
  const wallMs = forMs === 0 ? 0 : Math.max(clock.wallMsOf(forMs), LEAST_HOLD_WALL_MS);
  const before = cluster.capacityHolds?.[key]?.nodeNames ?? [];
  cluster.capacityHolds = {
    ...cluster.capacityHolds,
    [key]: {
      nodeNames: [...new Set([...before, ...names])],
      untilMs: clock.nowMs() + clock.modelMsOf(wallMs),
    },
  };
}

/** Brings resources back whose time is over. */
export function expireCapacityHolds(context: RegionContext, cluster: ClusterRecord): void {
  for (const [key, hold] of Object.entries(cluster.capacityHolds ?? {})) {
    if (context.clock.nowMs() < hold.untilMs) continue;
    const { [key]: _over, ...rest } = cluster.capacityHolds ?? {};
    cluster.capacityHolds = rest;
    const line = daemonLine(
      context,
      "clustermgtd:_reset_timeout_expired_compute_resources",
      `The following compute resources are in down state due to insufficient capacity timeout expired: ${key}`,
    );
    logOnHeadNode(context, cluster, "clustermgtd", [line]);
    const names = hold.nodeNames.filter((name) => cluster.nodes[name] === undefined);
    powerDownNodes(context, cluster, names, "Insufficient capacity timeout expired");
  }
}
