import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { addVcpus, refuseOverQuota } from "../account/vcpuQuota.ts";
import { oncePerToken } from "../requests/clientToken.ts";
import { list } from "../requests/listing.ts";
import { invalidValue, refuseDryRun, required } from "../requests/parameters.ts";
import { find, resourceKinds } from "../requests/resourceKinds.ts";
import { putTags, tagsFor } from "../requests/tags.ts";
import { ec2State } from "../state/ec2Store.ts";
import { describeReservation, reservationListing } from "./describeReservation.ts";
import { checkEnd, planReservation } from "./planReservation.ts";
import type { ReservationRecord } from "./ReservationRecord.ts";
import { freeCount, reservationState } from "./reservationState.ts";

export const capacityReservationOperations = defineOperations<"ec2">()({
  DescribeCapacityReservations: {
    members: ["CapacityReservationIds", "DryRun", "Filters", "MaxResults", "NextToken"],
    run(input, context) {
      const page = list(reservationListing(context), { ...input, ids: input.CapacityReservationIds });
      return {
        CapacityReservations: page.items.map((reservation) => describeReservation(reservation, context)),
        NextToken: page.nextToken,
      };
    },
  },
  CreateCapacityReservation: {
    members: [
      "AvailabilityZone",
      "AvailabilityZoneId",
      "ClientToken",
      "DryRun",
      "EbsOptimized",
      "EndDate",
      "EndDateType",
      "InstanceCount",
      "InstanceMatchCriteria",
      "InstancePlatform",
      "InstanceType",
      "PlacementGroupArn",
      "TagSpecifications",
      "Tenancy",
    ],
    run(input, context) {
      const id = oncePerToken("CreateCapacityReservation", input, context, () => {
        const plan = planReservation(context, input);
        const tags = tagsFor(resourceKinds.capacityReservation, input.TagSpecifications, context);
        refuseOverQuota(context, { instanceType: plan.instanceType, market: "on-demand" }, plan.totalCount);
        refuseDryRun(input.DryRun);
        const reservation: ReservationRecord = { ...plan, id: context.ids.resourceId("cr") };
        ec2State(context).reservations[reservation.id] = reservation;
        addVcpus(context, { instanceType: plan.instanceType, market: "on-demand" }, plan.totalCount);
        putTags(context, reservation.id, tags);
        return reservation.id;
      });
      return { CapacityReservation: describeReservation(reservationOf(context, id), context) };
    },
  },
  ModifyCapacityReservation: {
    members: [
      "CapacityReservationId",
      "DryRun",
      "EndDate",
      "EndDateType",
      "InstanceCount",
      "InstanceMatchCriteria",
    ],
    run(input, context) {
      const reservation = ownReservation(context, input.CapacityReservationId);
      const totalCount = input.InstanceCount ?? reservation.totalCount;
      if (totalCount < reservation.usedCount)
        throw invalidValue(
          `The requested instance count (${totalCount}) is less than the number of instances that are running in the Capacity Reservation (${reservation.usedCount}).`,
        );
      const endMs = checkEnd(context, input) ?? reservation.endMs;
      const growth = totalCount - reservation.totalCount;
      const use = { instanceType: reservation.instanceType, market: "on-demand" } as const;
      if (growth > 0 && reservation.countsAgainstQuota) refuseOverQuota(context, use, growth);
      refuseDryRun(input.DryRun);
      if (reservation.countsAgainstQuota) addVcpus(context, use, growth);
      reservation.totalCount = totalCount;
      if (input.InstanceMatchCriteria !== undefined) reservation.matchCriteria = input.InstanceMatchCriteria;
      if (input.EndDateType === "unlimited" || endMs === undefined) delete reservation.endMs;
      else reservation.endMs = endMs;
      return { Return: true };
    },
  },
  CancelCapacityReservation: {
    members: ["CapacityReservationId", "DryRun"],
    run(input, context) {
      const reservation = ownReservation(context, input.CapacityReservationId);
      refuseDryRun(input.DryRun);
      reservation.cancelledMs = context.clock.nowMs();
      if (reservation.countsAgainstQuota)
        addVcpus(
          context,
          { instanceType: reservation.instanceType, market: "on-demand" },
          -reservation.totalCount,
        );
      return { Return: true };
    },
  },
  GetCapacityReservationUsage: {
    members: ["CapacityReservationId", "DryRun", "MaxResults", "NextToken"],
    run(input, context) {
      const reservation = reservationOf(context, input.CapacityReservationId);
      const nowMs = context.clock.nowMs();
      refuseDryRun(input.DryRun);
      return {
        CapacityReservationId: reservation.id,
        InstanceType: reservation.instanceType,
        TotalInstanceCount: reservation.totalCount,
        AvailableInstanceCount: freeCount(reservation, nowMs),
        State: reservationState(reservation, nowMs),
        InstanceUsages:
          reservation.usedCount === 0
            ? []
            : [{ AccountId: context.accountId, UsedInstanceCount: reservation.usedCount }],
      };
    },
  },
});

/** @throws {AwsError} `MissingParameter`, `InvalidCapacityReservationId.NotFound` */
export function reservationOf(context: RegionContext, id: string | undefined): ReservationRecord {
  return find(
    ec2State(context).reservations,
    required(id, "CapacityReservationId"),
    resourceKinds.capacityReservation,
  );
}

/** One that its owner can change: on-demand, and neither cancelled nor over. */
function ownReservation(context: RegionContext, id: string | undefined): ReservationRecord {
  const reservation = reservationOf(context, id);
  if (reservation.kind === "capacity-block")
    throw new AwsError(
      "OperationNotPermitted",
      `You can't modify or cancel the Capacity Block ${reservation.id}.`,
    );
  const state = reservationState(reservation, context.clock.nowMs());
  if (state !== "active")
    throw new AwsError(
      "InvalidCapacityReservationState",
      `The Capacity Reservation ${reservation.id} is in the ${state} state. You can perform this operation in the active state only.`,
    );
  return reservation;
}
