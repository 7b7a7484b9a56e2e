import typeRows from "@trainyard/core/data/instance-types.json" with { type: "json" };
import offeringRows from "@trainyard/core/data/accelerated-offerings.json" with { type: "json" };
import type { InstanceType } from "@trainyard/core";
import { regionNamed } from "../regions/regionTable.ts";

const ROWS: readonly InstanceType[] = typeRows;
const TYPES: ReadonlyMap<string, InstanceType> = new Map(ROWS.map((row) => [row.instanceType, row]));
const ACCELERATED: Readonly<Record<string, Readonly<Record<string, readonly string[] | undefined>>>> =
  offeringRows;

/** Types that the offerings file knows: what it does not say of these is not offered. */
const PLACED_TYPES: ReadonlySet<string> = new Set(
  Object.values(ACCELERATED).flatMap((types) => Object.keys(types)),
);

export function instanceTypeRow(name: string): InstanceType | undefined {
  return TYPES.get(name);
}

/** Zones of the region that offer the type: accelerated types by the offerings file, all others everywhere. */
export function zonesOffering(region: string, instanceType: string): readonly string[] {
  if (!TYPES.has(instanceType)) return [];
  const zones = regionNamed(region).zones.map((zone) => zone.name);
  if (!PLACED_TYPES.has(instanceType)) return zones;
  const offering = ACCELERATED[region]?.[instanceType] ?? [];
  return zones.filter((zone) => offering.includes(zone));
}

/** Types offered in the region, by name. */
export function typesOffered(region: string): readonly InstanceType[] {
  return ROWS.filter((row) => zonesOffering(region, row.instanceType).length > 0);
}

/** Accelerated types whose zones in the region are known, by name. */
export function acceleratedTypesIn(region: string): readonly InstanceType[] {
  return Object.keys(ACCELERATED[region] ?? {})
    .sort()
    .flatMap((name) => TYPES.get(name) ?? []);
}
