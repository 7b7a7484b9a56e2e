import type { ReservationDescription } from "../ports/CapacityGateway.ts";
import type { CapacitySource, PlacementGroup } from "./ResolvedProject.ts";

export interface PlacementFacts {
  readonly source: CapacitySource;
  /** Reservations that the instances come from; `[]` without one. */
  readonly reservations: readonly ReservationDescription[];
  readonly accountId: string;
  readonly efa: boolean;
}

/**
 * The guide's rule: a block, or a reservation that AWS made, has a place of its own, and a placement group on top
 * ends in insufficient capacity; a reservation that was made in a group of the account must be used with that group.
 */
export function placementGroupOf(wish: string, facts: PlacementFacts): PlacementGroup {
  switch (wish) {
    case "auto":
      return automatic(facts);
    case "off":
      return { kind: "off", because: "the project says `placementGroup: off`" };
    case "managed":
      return { kind: "managed", because: "the project says `placementGroup: managed`" };
    default:
      return { kind: "named", name: wish, because: "the project names this group" };
  }
}

function automatic({ source, reservations, accountId, efa }: PlacementFacts): PlacementGroup {
  switch (source.kind) {
    case "capacity-block":
      return { kind: "off", because: "a Capacity Block places its instances itself" };
    case "on-demand":
    case "spot":
      return efa
        ? { kind: "managed", because: "instances with EFA that are not reserved should stand close together" }
        : { kind: "off", because: "the instances have no EFA" };
    case "reservation":
    case "reservation-group": {
      const name = commonGroupName(reservations, accountId);
      return name === undefined
        ? { kind: "off", because: "the reservation is in no placement group of this account" }
        : { kind: "named", name, because: "the reservation was made in this placement group" };
    }
  }
}

/** Name of the account's own placement group that all reservations were made in. */
function commonGroupName(
  reservations: readonly ReservationDescription[],
  accountId: string,
): string | undefined {
  const [first, ...others] = new Set(reservations.map(({ placementGroupArn }) => placementGroupArn));
  if (first === undefined || others.length > 0) return undefined;
  const [, account, name] = /^arn:[^:]+:ec2:[^:]*:(\d{12}):placement-group\/(.+)$/.exec(first) ?? [];
  return account === accountId ? name : undefined;
}
