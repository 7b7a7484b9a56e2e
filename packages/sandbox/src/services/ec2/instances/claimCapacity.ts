import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { fittingCount, overQuota } from "../account/vcpuQuota.ts";
import { invalidValue } from "../requests/parameters.ts";
import { find, lookUp, resourceKinds } from "../requests/resourceKinds.ts";
import type { ReservationRecord } from "../reservations/ReservationRecord.ts";
import { freeCount } from "../reservations/reservationState.ts";
import { ec2State } from "../state/ec2Store.ts";
import { zonesOffering } from "../types/instanceTypeTable.ts";
import type { CapacityRequest } from "./LaunchPlan.ts";

/** Places for instances: in a reservation, or outside of all. */
export interface CapacityClaim {
  readonly reservationId: string | undefined;
  readonly count: number;
}

/**
 * Finds places for `mostCount` instances, at least for `leastCount`; takes none yet.
 * @throws {AwsError} `ReservationCapacityExceeded`, `VcpuLimitExceeded`, `InsufficientInstanceCapacity`, or a market
 *   type that does not go with the reservation
 */
export function claimCapacity(
  context: RegionContext,
  request: CapacityRequest,
  counts: { readonly leastCount: number; readonly mostCount: number },
): CapacityClaim[] {
  if (request.targetId !== undefined) return claimTarget(context, request, counts);
  checkTarget(context, request);
  const claims = claimOpen(context, request, counts.mostCount);
  const reserved = claims.reduce((sum, claim) => sum + claim.count, 0);
  if (request.preference === "capacity-reservations-only") {
    if (reserved < counts.leastCount) throw reservationExceeded();
    return claims;
  }
  const outside = claimOutside(context, request, {
    leastCount: counts.leastCount - reserved,
    mostCount: counts.mostCount - reserved,
  });
  return outside === 0 ? claims : [...claims, { reservationId: undefined, count: outside }];
}

/**
 * What a dry run can say: whether the reservation exists and the market type goes with it.
 * @throws {AwsError} as `claimCapacity`, capacity left out
 */
export function checkTarget(context: RegionContext, request: CapacityRequest): void {
  const { targetId, market } = request;
  if (targetId === undefined) {
    if (market === "capacity-block")
      throw new AwsError(
        "InvalidParameterCombination",
        "You must specify a Capacity Reservation target when the market type is capacity-block.",
      );
    return;
  }
  const reservation = find(ec2State(context).reservations, targetId, resourceKinds.capacityReservation);
  if ((reservation.kind === "capacity-block") !== (market === "capacity-block"))
    throw invalidValue(
      "The market type (purchasing) option is not valid. Choose a different market type and try again",
    );
}

function claimTarget(
  context: RegionContext,
  request: CapacityRequest,
  counts: { readonly leastCount: number; readonly mostCount: number },
): CapacityClaim[] {
  checkTarget(context, request);
  const reservation = find(
    ec2State(context).reservations,
    request.targetId ?? "",
    resourceKinds.capacityReservation,
  );
  const free = isCompatible(reservation, request) ? freeCount(reservation, context.clock.nowMs()) : 0;
  if (free < counts.leastCount) throw reservationExceeded();
  return [{ reservationId: reservation.id, count: Math.min(free, counts.mostCount) }];
}

/** Open reservations that match are used before anything else; so are those of a targeted group. */
function claimOpen(context: RegionContext, request: CapacityRequest, mostCount: number): CapacityClaim[] {
  if (request.market !== "on-demand" || request.preference === "none") return [];
  const nowMs = context.clock.nowMs();
  const group = request.targetGroupArn === undefined ? undefined : membersOf(context, request.targetGroupArn);
  const claims: CapacityClaim[] = [];
  let wanted = mostCount;
  for (const reservation of Object.values(ec2State(context).reservations)) {
    const isReachable = group?.has(reservation.id) ?? reservation.matchCriteria === "open";
    if (!isReachable || reservation.kind !== "on-demand" || !isCompatible(reservation, request)) continue;
    const count = Math.min(wanted, freeCount(reservation, nowMs));
    if (count > 0) claims.push({ reservationId: reservation.id, count });
    wanted -= count;
  }
  return claims;
}

/** Ids of the reservations in a resource group. */
function membersOf(context: RegionContext, groupArn: string): Set<string> {
  const answer = context.call("resource-groups", "ListGroupResources", { Group: groupArn });
  const arns = (answer.Resources ?? []).map((each) => each.Identifier?.ResourceArn ?? "");
  return new Set(arns.map((arn) => arn.split("/").at(-1) ?? ""));
}

function claimOutside(
  context: RegionContext,
  request: CapacityRequest,
  counts: { readonly leastCount: number; readonly mostCount: number },
): number {
  if (counts.mostCount <= 0) return 0;
  const { instanceType, zoneName } = request;
  const use = { instanceType, market: request.market === "spot" ? "spot" : "on-demand" } as const;
  const allowed = fittingCount(context, use, counts.mostCount);
  if (allowed < counts.leastCount) throw overQuota(context, use);
  const state = ec2State(context);
  const key = capacityKey(instanceType, zoneName);
  const limit = lookUp(state.zoneCapacity, key);
  if (limit === undefined) return allowed;
  const there = Math.max(0, limit - (lookUp(state.zoneUse, key) ?? 0));
  if (there < counts.leastCount) throw insufficientCapacity(context, instanceType, zoneName);
  return Math.min(allowed, there);
}

export function capacityKey(instanceType: string, zoneName: string): string {
  return `${instanceType}@${zoneName}`;
}

function isCompatible(reservation: ReservationRecord, request: CapacityRequest): boolean {
  return (
    reservation.instanceType === request.instanceType &&
    reservation.zoneName === request.zoneName &&
    reservation.tenancy === request.tenancy &&
    reservation.platform === request.platform
  );
}

function reservationExceeded(): AwsError {
  return new AwsError(
    "ReservationCapacityExceeded",
    "The requested reservation does not have sufficient compatible and available capacity for this request.",
  );
}

function insufficientCapacity(context: RegionContext, instanceType: string, zoneName: string): AwsError {
  const others = zonesOffering(context.region, instanceType).filter((zone) => zone !== zoneName);
  const advice =
    others.length === 0
      ? ""
      : ` You can currently get ${instanceType} capacity by not specifying an Availability Zone in your request or choosing ${others.join(", ")}.`;
  return new AwsError(
    "InsufficientInstanceCapacity",
    `We currently do not have sufficient ${instanceType} capacity in the Availability Zone you requested (${zoneName}). Our system will be working on provisioning additional capacity.${advice}`,
    { httpStatus: 500 },
  );
}
