import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import type { ClusterRecord } from "../ClusterRecord.ts";
import { clusterDurations } from "../durations.ts";
import { parkNodes, releaseNodes } from "../../scheduler/tellSlurm.ts";
import { allNodeNames } from "./nodeNames.ts";
import { capacityBlocks, resourcesOf } from "./planNodes.ts";

/** Looks, every ten minutes, which Capacity Blocks are active: the nodes of the others are not launched. */
export function checkCapacityBlocks(context: RegionContext, cluster: ClusterRecord): void {
  const nowMs = context.clock.nowMs();
  const blocks = capacityBlocks(cluster);
  if (blocks.length === 0 || nowMs < cluster.nextBlockCheckMs) return;
  cluster.nextBlockCheckMs = nowMs + clusterDurations.capacityBlockPollMs;
  const before = cluster.inactiveBlocks;
  cluster.inactiveBlocks = blocks.filter((id) => !isActive(context, id));
  for (const id of cluster.inactiveBlocks) parkNodes(context, cluster, id, nodesOfBlock(cluster, id));
  for (const id of before) if (!cluster.inactiveBlocks.includes(id)) releaseNodes(context, cluster, id);
}

function nodesOfBlock(cluster: ClusterRecord, reservationId: string): readonly string[] {
  return resourcesOf(cluster)
    .filter(
      ({ queue, resource }) =>
        queue.capacityType === "CAPACITY_BLOCK" && resource.reservationId === reservationId,
    )
    .flatMap(({ queue, resource }) => allNodeNames(queue, resource));
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
