import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import type { ClusterRecord } from "../ClusterRecord.ts";
import { clusterDurations } from "../durations.ts";
import { capacityBlocks } from "./planNodes.ts";

/** Looks, every ten minutes, which Capacity Blocks are active: the nodes of the others are not launched. */
export function checkCapacityBlocks(context: RegionContext, cluster: ClusterRecord): void {
  const nowMs = context.clock.nowMs();
  const blocks = capacityBlocks(cluster);
  if (blocks.length === 0 || nowMs < cluster.nextBlockCheckMs) return;
  cluster.nextBlockCheckMs = nowMs + clusterDurations.capacityBlockPollMs;
  cluster.inactiveBlocks = blocks.filter((id) => !isActive(context, id));
}

function isActive(context: RegionContext, reservationId: string): boolean {
  try {
    const found = context.call("ec2", "DescribeCapacityReservations", {
      CapacityReservationIds: [reservationId],
    });
    return found.CapacityReservations?.[0]?.State === "active";
  } catch (error) {
    if (error instanceof AwsError) return false;
    throw error;
  }
}
