import { ec2Durations } from "../durations.ts";
import type { ReservationRecord } from "./ReservationRecord.ts";

export type ReservationState = "active" | "expired" | "cancelled" | "scheduled" | "payment-pending";

/** The state follows from the dates, so that it is right at any modelled time. */
export function reservationState(reservation: ReservationRecord, nowMs: number): ReservationState {
  if (reservation.cancelledMs !== undefined) return "cancelled";
  if (reservation.endMs !== undefined && nowMs >= reservation.endMs) return "expired";
  if (reservation.paidMs !== undefined && nowMs < reservation.paidMs) return "payment-pending";
  return nowMs < reservation.startMs ? "scheduled" : "active";
}

/** Places that a launch can take now; a block that has not begun, or is about to end, gives none. */
export function freeCount(reservation: ReservationRecord, nowMs: number): number {
  if (reservationState(reservation, nowMs) !== "active") return 0;
  if (isWindingDown(reservation, nowMs)) return 0;
  return Math.max(0, reservation.totalCount - reservation.usedCount);
}

/** In its last half hour a Capacity Block ends its instances and takes no new ones. */
export function isWindingDown(reservation: ReservationRecord, nowMs: number): boolean {
  return (
    reservation.kind === "capacity-block" &&
    reservation.endMs !== undefined &&
    nowMs >= reservation.endMs - ec2Durations.blockTerminationLeadMs
  );
}
