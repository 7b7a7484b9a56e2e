import type { RegionContext } from "../../../kernel/CallContext.ts";
import { addVcpus } from "../account/vcpuQuota.ts";
import { ec2Durations } from "../durations.ts";
import { lookUp } from "../requests/resourceKinds.ts";
import type { ReservationRecord } from "../reservations/ReservationRecord.ts";
import { ec2State } from "../state/ec2Store.ts";
import { capacityKey } from "./claimCapacity.ts";
import type { InstanceRecord } from "./InstanceRecord.ts";

/** Books the place that an instance holds from its launch or start. */
export function holdCapacity(context: RegionContext, instance: InstanceRecord): void {
  book(context, instance, 1);
  const reservation = lookUp(ec2State(context).reservations, instance.reservationId ?? "");
  if (reservation?.kind === "capacity-block") setEndTimer(context, reservation);
}

/** Gives the place back when an instance is stopped or terminated. */
export function releaseCapacity(context: RegionContext, instance: InstanceRecord): void {
  book(context, instance, -1);
}

function book(context: RegionContext, instance: InstanceRecord, change: 1 | -1): void {
  const state = ec2State(context);
  const reservation = lookUp(state.reservations, instance.reservationId ?? "");
  if (reservation !== undefined) {
    reservation.usedCount = Math.max(0, reservation.usedCount + change);
    return;
  }
  const { instanceType, zoneName, market } = instance;
  addVcpus(context, { instanceType, market: market === "spot" ? "spot" : "on-demand" }, change);
  const key = capacityKey(instanceType, zoneName);
  state.zoneUse[key] = Math.max(0, (state.zoneUse[key] ?? 0) + change);
}

/** A Capacity Block ends its instances half an hour before it ends itself. */
function setEndTimer(context: RegionContext, block: ReservationRecord): void {
  if (block.endTimerSet === true || block.endMs === undefined) return;
  block.endTimerSet = true;
  context.clock.schedule({
    kind: "ec2.block-ending",
    region: context.region,
    payload: block.id,
    afterMs: block.endMs - ec2Durations.blockTerminationLeadMs - context.clock.nowMs(),
    background: true,
  });
}
