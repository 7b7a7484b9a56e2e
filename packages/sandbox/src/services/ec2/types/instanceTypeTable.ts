import typeRows from "../../../../../core/data/instance-types.json" with { type: "json" };
import offeringRows from "../../../../../core/data/accelerated-offerings.json" with { type: "json" };
import { regionNamed } from "../regions/regionTable.ts";

/** One row of the data file of instance types. */
export interface InstanceTypeRow {
  readonly instanceType: string;
  readonly vcpus: number;
  readonly cores: number;
  readonly threadsPerCore: number;
  readonly memoryMiB: number;
  readonly architectures: readonly string[];
  readonly currentGeneration: boolean;
  readonly bareMetal: boolean;
  readonly efaSupported: boolean;
  readonly maxEfaInterfaces: number;
  readonly networkCards: number;
  readonly networkPerformance: string;
  readonly usageClasses: readonly string[];
  readonly placementStrategies: readonly string[];
  readonly instanceStorageGB?: number | undefined;
  readonly gpus?:
    | {
        readonly count: number;
        readonly name: string;
        readonly manufacturer: string;
        readonly memoryMiBEach: number;
      }
    | undefined;
  readonly neuronDevices?:
    | { readonly count: number; readonly name: string; readonly coresEach: number }
    | undefined;
}

const ROWS: readonly InstanceTypeRow[] = typeRows;
const TYPES: ReadonlyMap<string, InstanceTypeRow> = new Map(ROWS.map((row) => [row.instanceType, row]));
const ACCELERATED: Readonly<Record<string, Readonly<Record<string, readonly string[] | undefined>>>> =
  offeringRows;

/** Types that the offerings file knows: what it does not say of these is not offered. */
const PLACED_TYPES: ReadonlySet<string> = new Set(
  Object.values(ACCELERATED).flatMap((types) => Object.keys(types)),
);

export function instanceTypeRow(name: string): InstanceTypeRow | undefined {
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
export function typesOffered(region: string): readonly InstanceTypeRow[] {
  return ROWS.filter((row) => zonesOffering(region, row.instanceType).length > 0);
}

/** Accelerated types whose zones in the region are known, by name. */
export function acceleratedTypesIn(region: string): readonly InstanceTypeRow[] {
  return Object.keys(ACCELERATED[region] ?? {})
    .sort()
    .flatMap((name) => TYPES.get(name) ?? []);
}
