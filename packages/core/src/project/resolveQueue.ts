import { TrainyardError } from "../errors/TrainyardError.ts";
import type { InstanceType } from "../instances/instanceTypes.ts";
import type { ReservationDescription } from "../ports/CapacityGateway.ts";
import type { QueueCapacity } from "./capacity.ts";
import { placementGroupOf } from "./placementGroupOf.ts";
import type { CapacitySource, ResolvedQueue } from "./ResolvedProject.ts";
import type { QueueContext } from "./QueueContext.ts";
import { findGroup, findReservation } from "./findReservation.ts";

type Capacity = QueueCapacity & { readonly subnet?: string | undefined };

/** What the source of the instances says about them. */
interface Supply {
  readonly source: CapacitySource;
  readonly instanceType: string;
  readonly zone: string;
  readonly instances: number;
  readonly reservations: readonly ReservationDescription[];
}

/** Fills in a queue from its reservation, group or market. */
export function resolveQueue(capacity: Capacity, context: QueueContext): ResolvedQueue {
  const supply = supplyOf(capacity, context);
  const count = capacity.count ?? supply.instances;
  const staticCount = capacity.static ?? count;
  checkCount(count, supply, context);
  checkStatic({ count, staticCount }, supply, context);
  const type = context.observed.instanceTypes.get(supply.instanceType);
  const efa = capacity.efa === "auto" ? type?.efaSupported === true : capacity.efa === "on";
  return {
    name: context.name,
    resourceName: context.resourceName,
    source: supply.source,
    instanceType: supply.instanceType,
    zone: supply.zone,
    count,
    staticCount,
    freeInstances: freeInstancesOf(supply.reservations),
    placementGroup: placementGroupOf(capacity.placementGroup, {
      source: supply.source,
      reservations: supply.reservations,
      accountId: context.observed.accountId,
      efa,
    }),
    efa,
    accelerator: acceleratorOf(type),
    rootVolumeGiB: capacity.rootVolumeGiB,
    subnetId: capacity.subnet,
  };
}

function freeInstancesOf(reservations: readonly ReservationDescription[]): number | undefined {
  const active = reservations.filter(({ state }) => state === "active");
  if (active.length === 0) return undefined;
  return active.reduce((sum, { availableInstances }) => sum + availableInstances, 0);
}

function acceleratorOf(type: InstanceType | undefined): ResolvedQueue["accelerator"] {
  if (type === undefined) return "unknown";
  if (type.neuronDevices !== undefined) return "neuron";
  if (type.gpus === undefined) return "none";
  return type.gpus.manufacturer === "NVIDIA" ? "nvidia" : "other";
}

function supplyOf(capacity: Capacity, context: QueueContext): Supply {
  if (capacity.reservation !== undefined) {
    const found = findReservation(capacity.reservation, context);
    return supplyFrom([found], sourceOf(found), { capacity, context });
  }
  if (capacity.reservationGroup !== undefined) {
    const members = findGroup(capacity.reservationGroup, context);
    const source: CapacitySource = { kind: "reservation-group", arn: capacity.reservationGroup };
    return supplyFrom(members, source, { capacity, context });
  }
  return marketSupply(capacity, context);
}

function sourceOf(reservation: ReservationDescription): CapacitySource {
  const { id, ownerId, startsAtMs, endsAtMs } = reservation;
  return reservation.kind === "capacity-block"
    ? { kind: "capacity-block", id, ownerId, startsAtMs, endsAtMs }
    : { kind: "reservation", id, ownerId };
}

function supplyFrom(
  reservations: readonly [ReservationDescription, ...ReservationDescription[]],
  source: CapacitySource,
  { capacity, context }: { readonly capacity: Capacity; readonly context: QueueContext },
): Supply {
  const [first] = reservations;
  const instanceType = capacity.instanceType ?? first.instanceType;
  const zone = capacity.zone ?? first.zone;
  for (const reservation of reservations) {
    if (reservation.instanceType !== instanceType)
      throw otherThan(reservation, {
        what: "instance type",
        has: reservation.instanceType,
        wanted: instanceType,
        context,
      });
    if (reservation.zone !== zone)
      throw otherThan(reservation, { what: "zone", has: reservation.zone, wanted: zone, context });
  }
  const instances = reservations.reduce((sum, { totalInstances }) => sum + totalInstances, 0);
  return { source, instanceType, zone, instances, reservations };
}

function marketSupply(capacity: Capacity, { observed, path }: QueueContext): Supply {
  const { instanceType, zone, count, market, maxSpotUsdPerHour } = capacity;
  if (instanceType === undefined || zone === undefined || count === undefined || market === undefined)
    throw new Error(`${path}: the project schema demands type, zone and count without a reservation`);
  const zones = observed.zonesOffering[instanceType];
  if (zones !== undefined && !zones.includes(zone))
    throw new TrainyardError("INSTANCE_TYPE_NOT_OFFERED", `${zone} does not offer ${instanceType}`, {
      hint:
        zones.length === 0
          ? "No zone of the region offers it: give another type or region."
          : `Give one of the zones that do in \`${path}.zone\`: ${zones.join(", ")}.`,
      details: { instanceType, zone, zonesOffering: zones },
    });
  const source: CapacitySource =
    market === "spot" ? { kind: "spot", maxUsdPerHour: maxSpotUsdPerHour } : { kind: "on-demand" };
  return { source, instanceType, zone, instances: count, reservations: [] };
}

function otherThan(
  reservation: ReservationDescription,
  facts: {
    readonly what: string;
    readonly has: string;
    readonly wanted: string;
    readonly context: QueueContext;
  },
): TrainyardError {
  const { what, has, wanted, context } = facts;
  const key = what === "zone" ? "zone" : "instanceType";
  return new TrainyardError(
    "RESERVATION_NOT_USABLE",
    `reservation ${reservation.id} is of ${what} ${has}, not ${wanted}`,
    {
      hint: `Remove \`${context.path}.${key}\`: it is read from the reservation. Or name another reservation.`,
      details: { reservation: reservation.id, [key]: has, wanted },
    },
  );
}

function checkCount(count: number, supply: Supply, { path }: QueueContext): void {
  if (supply.reservations.length === 0 || count <= supply.instances) return;
  const ids = supply.reservations.map(({ id }) => id).join(", ");
  throw new TrainyardError(
    "RESERVATION_TOO_SMALL",
    `${path} asks for ${count} instances, ${ids} ${supply.reservations.length === 1 ? "holds" : "hold"} ${supply.instances}`,
    {
      hint: `Set \`${path}.count\` to at most ${supply.instances}, or leave it out to take all.`,
      details: { count, instances: supply.instances, reservations: supply.reservations.map(({ id }) => id) },
    },
  );
}

/** ParallelCluster manages the nodes of a block as a fixed set. */
function checkStatic(
  { count, staticCount }: { readonly count: number; readonly staticCount: number },
  supply: Supply,
  { path }: QueueContext,
): void {
  if (staticCount > count)
    throw new TrainyardError(
      "RESERVATION_TOO_SMALL",
      `${path} asks for ${staticCount} static nodes of ${count}`,
      {
        hint: `Set \`${path}.static\` to at most ${count}.`,
        details: { count, static: staticCount },
      },
    );
  if (supply.source.kind !== "capacity-block" || staticCount === count) return;
  throw new TrainyardError(
    "RESERVATION_NOT_USABLE",
    `${supply.source.id} is a Capacity Block: all its ${count} nodes are static, ${path} asks for ${staticCount}`,
    {
      hint: `Remove \`${path}.static\`, or set \`${path}.count\` to ${Math.max(1, staticCount)}.`,
      details: { reservation: supply.source.id, count, static: staticCount },
    },
  );
}
