import type { CapacityReservation } from "@aws-sdk/client-ec2";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { regionNamed } from "../regions/regionTable.ts";
import type { Listing } from "../requests/listing.ts";
import { resourceKinds } from "../requests/resourceKinds.ts";
import { tagsOf } from "../requests/tags.ts";
import type { StoredTag } from "../state/Ec2State.ts";
import { ec2State } from "../state/ec2Store.ts";
import type { ReservationRecord } from "./ReservationRecord.ts";
import { freeCount, reservationState } from "./reservationState.ts";

export function describeReservation(
  reservation: ReservationRecord,
  context: RegionContext,
): CapacityReservation {
  const nowMs = context.clock.nowMs();
  return {
    CapacityReservationId: reservation.id,
    OwnerId: context.accountId,
    CapacityReservationArn: reservationArn(reservation, context),
    AvailabilityZoneId: reservation.zoneId,
    InstanceType: reservation.instanceType,
    // checked against the enumeration when the reservation was made
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    InstancePlatform: reservation.platform as NonNullable<CapacityReservation["InstancePlatform"]>,
    AvailabilityZone: reservation.zoneName,
    Tenancy: reservation.tenancy,
    TotalInstanceCount: reservation.totalCount,
    AvailableInstanceCount: freeCount(reservation, nowMs),
    EbsOptimized: reservation.ebsOptimized,
    EphemeralStorage: false,
    State: reservationState(reservation, nowMs),
    StartDate: new Date(reservation.startMs),
    ...(reservation.endMs === undefined ? {} : { EndDate: new Date(reservation.endMs) }),
    EndDateType: reservation.endMs === undefined ? "unlimited" : "limited",
    InstanceMatchCriteria: reservation.matchCriteria,
    CreateDate: new Date(reservation.createdMs),
    Tags: tagsWithGrowth(reservation, context),
    ...(reservation.placementGroupArn === undefined
      ? {}
      : { PlacementGroupArn: reservation.placementGroupArn }),
    CapacityAllocations:
      reservation.usedCount === 0 ? [] : [{ AllocationType: "used", Count: reservation.usedCount }],
    ReservationType: reservation.kind === "capacity-block" ? "capacity-block" : "default",
    ...(reservation.blockId === undefined ? {} : { CapacityBlockId: reservation.blockId }),
  };
}

export function reservationArn(reservation: ReservationRecord, context: RegionContext): string {
  const { partition } = regionNamed(context.region);
  return `arn:${partition}:ec2:${context.region}:${context.accountId}:capacity-reservation/${reservation.id}`;
}

/** Before a block begins it shows no capacity: how much will come stands in a tag of AWS. */
export function tagsWithGrowth(reservation: ReservationRecord, context: RegionContext): StoredTag[] {
  const tags = [...tagsOf(context, reservation.id)];
  const state = reservationState(reservation, context.clock.nowMs());
  if (reservation.kind !== "capacity-block" || state !== "scheduled") return tags;
  return [
    ...tags,
    { Key: "aws:ec2capacityreservation:incrementalRequestedQuantity", Value: String(reservation.totalCount) },
  ];
}

export function reservationListing(context: RegionContext): Listing<ReservationRecord> {
  const nowMs = context.clock.nowMs();
  return {
    kind: resourceKinds.capacityReservation,
    items: ec2State(context).reservations,
    idOf: (reservation) => reservation.id,
    tagsOf: (reservation) => tagsWithGrowth(reservation, context),
    leastResults: 1,
    fields: {
      "availability-zone": (reservation) => reservation.zoneName,
      "availability-zone-id": (reservation) => reservation.zoneId,
      "end-date": (reservation) =>
        reservation.endMs === undefined ? undefined : new Date(reservation.endMs).toISOString(),
      "end-date-type": (reservation) => (reservation.endMs === undefined ? "unlimited" : "limited"),
      "instance-match-criteria": (reservation) => reservation.matchCriteria,
      "instance-platform": (reservation) => reservation.platform,
      "instance-type": (reservation) => reservation.instanceType,
      "owner-id": () => context.accountId,
      "placement-group-arn": (reservation) => reservation.placementGroupArn,
      "start-date": (reservation) => new Date(reservation.startMs).toISOString(),
      state: (reservation) => reservationState(reservation, nowMs),
      tenancy: (reservation) => reservation.tenancy,
    },
  };
}
