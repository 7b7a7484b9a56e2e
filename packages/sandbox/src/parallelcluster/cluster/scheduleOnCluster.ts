import type { RegionContext } from "../../kernel/CallContext.ts";
import type { ClusterRecord } from "./ClusterRecord.ts";

export type ClusterTimer =
  | "parallelcluster.head-node-phase"
  | "parallelcluster.head-node-failed"
  | "parallelcluster.daemons"
  | "parallelcluster.daemons-wake"
  | "parallelcluster.compute-node"
  | "parallelcluster.compute-node-failed";

export interface TimerPlan {
  readonly afterMs: number;
  readonly background?: boolean;
  readonly instanceId?: string;
  readonly reason?: string;
}

/** Plans something on a cluster's hosts; the payload names the head node, and the instance it is about. */
export function scheduleOnCluster(
  context: RegionContext,
  kind: ClusterTimer,
  cluster: ClusterRecord,
  plan: TimerPlan,
): void {
  const { afterMs, background, instanceId, reason } = plan;
  context.clock.schedule({
    kind,
    region: context.region,
    payload: {
      headNodeId: cluster.headNode.instanceId,
      ...(instanceId === undefined ? {} : { instanceId }),
      ...(reason === undefined ? {} : { reason }),
    },
    afterMs,
    ...(background === undefined ? {} : { background }),
  });
}

/** Plans the next run of the daemons as something that time may jump to. */
export function wakeDaemons(context: RegionContext, cluster: ClusterRecord): void {
  if (cluster.wakePlanned || cluster.nextDaemonRunMs === 0) return;
  cluster.wakePlanned = true;
  scheduleOnCluster(context, "parallelcluster.daemons-wake", cluster, {
    afterMs: cluster.nextDaemonRunMs - context.clock.nowMs(),
  });
}

/** Plans a run of the daemons for as soon as the current work has ended. */
export function runDaemonsSoon(context: RegionContext, cluster: ClusterRecord): void {
  cluster.nextDaemonRunMs = context.clock.nowMs();
  scheduleOnCluster(context, "parallelcluster.daemons-wake", cluster, { afterMs: 0 });
}
