/** Zones that offer an accelerated instance type, by region and type; from public price lists, not from an account. */
export interface AcceleratedOfferings {
  /** Regions with any accelerated type. */
  readonly regions: readonly string[];
  /** Zones of the region that offer the type; `[]` when none is known. */
  readonly zonesOffering: (region: string, instanceType: string) => readonly string[];
  /** Accelerated types of the region, by name. */
  readonly typesIn: (region: string) => readonly string[];
}

export async function loadAcceleratedOfferings(): Promise<AcceleratedOfferings> {
  const { default: rows } = await import("../../data/accelerated-offerings.json", { with: { type: "json" } });
  const byRegion: Readonly<Record<string, Readonly<Record<string, readonly string[] | undefined>>>> = rows;
  return {
    regions: Object.keys(byRegion),
    zonesOffering: (region, instanceType) => byRegion[region]?.[instanceType] ?? [],
    typesIn: (region) => Object.keys(byRegion[region] ?? {}),
  };
}
