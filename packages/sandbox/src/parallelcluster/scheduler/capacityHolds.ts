import type { RegionContext } from "../../kernel/CallContext.ts";
import { daemonLine, logOnHeadNode } from "../cluster/clusterLogs.ts";
import type { CapacityHold, ClusterRecord } from "../cluster/ClusterRecord.ts";
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
 * Sets nodes down that got no instance. When there is no capacity the resource's other nodes that are powered down
 * follow with the daemon's next run, so that jobs are placed on another resource.
 */
export function holdResource(context: RegionContext, cluster: ClusterRecord, refused: RefusedResource): void {
  const { key, failedNames, nodeNames, errorCode } = refused;
  refuseNodes(context, cluster, failedNames, `(Code:${errorCode})Failure when resuming nodes`);
  const noCapacity = CAPACITY_CODES.has(errorCode);
  const reason = `(Code:${errorCode})Temporarily disabling node due to insufficient capacity`;
  holdNodes(context, cluster, {
    key,
    names: failedNames,
    forMs: noCapacity ? clusterDurations.insufficientCapacityMs : clusterDurations.daemonIntervalMs,
    ...(noCapacity ? { others: { nodeNames, reason } } : {}),
  });
}

interface NodeHold {
  readonly key: string;
  readonly names: readonly string[];
  readonly forMs: number;
  readonly others?: CapacityHold["others"];
}

/** Nodes come back to Slurm when the time is over. */
export function holdNodes(context: RegionContext, cluster: ClusterRecord, hold: NodeHold): void {
  const { clock } = context;
  const { key, names, forMs, others } = hold;
  const wallMs = forMs === 0 ? 0 : Math.max(clock.wallMsOf(forMs), LEAST_HOLD_WALL_MS);
  const before = cluster.capacityHolds?.[key];
  cluster.capacityHolds = {
    ...cluster.capacityHolds,
    [key]: {
      nodeNames: [...new Set([...(before?.nodeNames ?? []), ...names])],
      others: others ?? before?.others,
      untilMs: clock.nowMs() + clock.modelMsOf(wallMs),
    },
  };
}

/** Sets the other nodes of resources without capacity down, and brings resources back whose time is over. */
export function keepCapacityHolds(context: RegionContext, cluster: ClusterRecord): void {
  for (const [key, hold] of Object.entries(cluster.capacityHolds ?? {})) {
    if (context.clock.nowMs() >= hold.untilMs) endHold(context, cluster, key, hold);
    else if (hold.others !== undefined) extendHold(context, cluster, { key, hold, others: hold.others });
  }
}

interface Extension {
  readonly key: string;
  readonly hold: CapacityHold;
  readonly others: NonNullable<CapacityHold["others"]>;
}

function extendHold(context: RegionContext, cluster: ClusterRecord, { key, hold, others }: Extension): void {
  const states = findLink(context, cluster)?.states;
  const names = others.nodeNames.filter((name) => {
    const state = states?.get(name);
    const free = state?.word === "idle" && isPoweredDown(state);
    return free && cluster.nodes[name] === undefined && !hold.nodeNames.includes(name);
  });
  refuseNodes(context, cluster, names, others.reason);
  const nodeNames = [...hold.nodeNames, ...names];
  cluster.capacityHolds = { ...cluster.capacityHolds, [key]: { ...hold, nodeNames, others: undefined } };
}

function endHold(context: RegionContext, cluster: ClusterRecord, key: string, hold: CapacityHold): void {
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
