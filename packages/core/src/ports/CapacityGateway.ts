/** A capacity reservation as EC2 describes it. */
export interface ReservationDescription {
  readonly id: string;
  readonly arn: string;
  readonly kind: "on-demand" | "capacity-block";
  readonly instanceType: string;
  readonly zone: string;
  /** `active`, `scheduled`, `pending`, `payment-pending`, `expired`, `cancelled`, `failed`, ... */
  readonly state: string;
  /** Instances that the reservation holds; for a block that has not begun, the number that was bought. */
  readonly totalInstances: number;
  readonly availableInstances: number;
  readonly match: "open" | "targeted";
  readonly platform: string;
  readonly tenancy: string;
  readonly ownerId: string;
  readonly placementGroupArn: string | undefined;
  readonly startsAtMs: number | undefined;
  readonly endsAtMs: number | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** Reservations, instance types and zones of one account and region. */
export interface CapacityGateway {
  /** Answers `absent` for an id that is not in this account and region. */
  reservation(id: string, signal?: AbortSignal): Promise<ReservationDescription | "absent">;
  /** Reservations that are or will be usable: those with most free instances first, then the newest. */
  reservations(signal?: AbortSignal): Promise<readonly ReservationDescription[]>;
  /** ids of the reservations of a resource group; `absent` for a missing group. */
  groupMembers(groupNameOrArn: string, signal?: AbortSignal): Promise<readonly string[] | "absent">;
  /** Names of the zones of the region that are available to the account. */
  zones(signal?: AbortSignal): Promise<readonly string[]>;
  /** Zones that offer the type; `[]` when the region does not. */
  zonesOffering(instanceType: string, signal?: AbortSignal): Promise<readonly string[]>;
}
