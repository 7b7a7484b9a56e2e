import { TrainyardError, type ReservationDescription } from "@trainyard/core";
import type { CommandContext } from "../../command/CommandContext.ts";
import { durationText } from "../../render/duration.ts";
import { table } from "../../render/table.ts";
import { openSession } from "../../session/openSession.ts";

export async function handleCapacityList(_invocation: unknown, context: CommandContext): Promise<void> {
  const { globals, environment, output } = context;
  const region = globals.region ?? environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"];
  if (region === undefined)
    throw new TrainyardError("USAGE", "no region is given", { hint: "Add --region, or set AWS_REGION." });
  const { gateways, clock } = await openSession(context, region);
  const reservations = await gateways.capacity.reservations(context.signal);
  for (const reservation of reservations) output.event({ type: "reservation", region, ...reservation });
  output.result(
    reservations.length === 0
      ? `No reservation that is or will be usable in ${region}.`
      : table(
          reservations.map((reservation) => rowOf(reservation, clock.nowMs())),
          "",
        ),
  );
}

function rowOf(reservation: ReservationDescription, nowMs: number): string[] {
  const { id, kind, instanceType, zone, state, totalInstances, availableInstances } = reservation;
  const name = kind === "capacity-block" ? "Capacity Block" : "on demand";
  return [
    id,
    name,
    `${totalInstances} × ${instanceType}`,
    zone,
    state,
    `${availableInstances} free`,
    timeOf(reservation, nowMs),
  ];
}

function timeOf({ startsAtMs, endsAtMs, state }: ReservationDescription, nowMs: number): string {
  if (state === "scheduled" && startsAtMs !== undefined)
    return `begins in ${durationText(startsAtMs - nowMs)}`;
  return endsAtMs === undefined ? "" : `ends in ${durationText(endsAtMs - nowMs)}`;
}
