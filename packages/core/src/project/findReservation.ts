import { TrainyardError } from "../errors/TrainyardError.ts";
import type { ReservationDescription } from "../ports/CapacityGateway.ts";
import type { QueueContext } from "./QueueContext.ts";

/** A block may be used before it begins: its nodes wait for it. */
const USABLE_STATES: Readonly<Record<ReservationDescription["kind"], readonly string[]>> = {
  "on-demand": ["active"],
  "capacity-block": ["active", "scheduled"],
};

/** The reservation that a queue names, when it can be used. */
export function findReservation(id: string, context: QueueContext): ReservationDescription {
  const { observed, path, region } = context;
  const found = observed.reservations[id];
  if (found === undefined || found === "absent")
    throw new TrainyardError(
      "RESERVATION_NOT_FOUND",
      `there is no capacity reservation ${id} in ${region} for account ${observed.accountId}`,
      {
        hint: `See what there is with \`trainyard capacity list --region ${region}\`, and correct \`${path}.reservation\` or \`region\`.`,
        details: { reservation: id, region, accountId: observed.accountId },
      },
    );
  checkState(found);
  return found;
}

/** The usable reservations of a group; at least one. */
export function findGroup(
  arn: string,
  context: QueueContext,
): readonly [ReservationDescription, ...ReservationDescription[]] {
  const members = context.observed.groups[arn];
  if (members === undefined || members === "absent")
    throw new TrainyardError("RESERVATION_NOT_FOUND", `there is no resource group ${arn}`, {
      hint: `Correct \`${context.path}.reservationGroup\`, or make the group, of type AWS::EC2::CapacityReservationPool, with \`aws resource-groups create-group\`.`,
      details: { group: arn },
    });
  const block = members.find(({ kind }) => kind === "capacity-block");
  if (block !== undefined)
    throw new TrainyardError(
      "RESERVATION_NOT_USABLE",
      `the group ${arn} holds the Capacity Block ${block.id}`,
      {
        hint: `ParallelCluster launches into a block only by its id: use \`reservation: ${block.id}\`.`,
        details: { group: arn, reservation: block.id },
      },
    );
  const [first, ...others] = members.filter(({ state }) => state === "active");
  if (first === undefined)
    throw new TrainyardError("RESERVATION_NOT_USABLE", `the group ${arn} has no active reservation`, {
      hint: "Add a reservation to it that is active.",
      details: { group: arn, members: members.map(({ id, state }) => ({ id, state })) },
    });
  return [first, ...others];
}

function checkState({ id, kind, state }: ReservationDescription): void {
  const usable = USABLE_STATES[kind];
  if (usable.includes(state)) return;
  const waiting =
    state.endsWith("pending") || state === "assessing" || state === "delayed" || state === "scheduled";
  throw new TrainyardError(
    "RESERVATION_NOT_USABLE",
    `reservation ${id} is ${state}, not ${usable.join(" or ")}`,
    {
      hint: waiting ? "Wait until it is, then run the command again." : "Name another reservation.",
      details: { reservation: id, state, kind },
    },
  );
}
