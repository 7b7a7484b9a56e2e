import type { InstanceTypes } from "../instances/instanceTypes.ts";
import type { ReservationDescription } from "../ports/CapacityGateway.ts";

/** What was read from the account before a project is resolved. */
export interface ObservedAccount {
  readonly accountId: string;
  /** By id; an id that the project names and that is not in the account is `absent`. */
  readonly reservations: Readonly<Record<string, ReservationDescription | "absent">>;
  /** Reservations of each resource group that the project names, by ARN. */
  readonly groups: Readonly<Record<string, readonly ReservationDescription[] | "absent">>;
  /** Zones of the region that the account may use. */
  readonly zones: readonly string[];
  /** Zones that offer a type, for those that were asked for; types that are not here are not checked. */
  readonly zonesOffering: Readonly<Record<string, readonly string[]>>;
  readonly instanceTypes: InstanceTypes;
}
