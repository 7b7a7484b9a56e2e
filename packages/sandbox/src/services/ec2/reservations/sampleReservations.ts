import type { RegionContext } from "../../../kernel/CallContext.ts";
import { regionNamed } from "../regions/regionTable.ts";
import { acceleratedTypesIn, zonesOffering } from "../types/instanceTypeTable.ts";
import { blockEndAfter, blockStartAfter } from "./blockCalendar.ts";
import type { ReservationRecord } from "./ReservationRecord.ts";

/** The identifier that the guide uses throughout. */
const ON_DEMAND_ID = "cr-0123456789abcdef0";
const BLOCK_ID = "cr-0fedcba9876543210";
const SAMPLE_COUNT = 16;
const PREFERRED_TYPE = "p5.48xlarge";
const BLOCK_DAYS = 3;
const BLOCK_STARTS_IN_DAYS = 2;

/** The reservations of a fresh account: in every region with an accelerated type, one of each kind. */
export function sampleReservations(context: RegionContext): Record<string, ReservationRecord> {
  const instanceType = sampleType(context.region);
  const zoneName = zonesOffering(context.region, instanceType ?? "")[0];
  const zone = regionNamed(context.region).zones.find((each) => each.name === zoneName);
  if (instanceType === undefined || zone === undefined) return {};
  const startedMs = context.clock.nowMs();
  const shared = {
    instanceType,
    platform: "Linux/UNIX",
    zoneName: zone.name,
    zoneId: zone.id,
    tenancy: "default",
    ebsOptimized: true,
    totalCount: SAMPLE_COUNT,
    usedCount: 0,
    matchCriteria: "targeted",
    countsAgainstQuota: false,
  } as const;
  const startMs = blockStartAfter(startedMs + (BLOCK_STARTS_IN_DAYS - 1) * 86_400_000);
  return {
    [ON_DEMAND_ID]: {
      ...shared,
      id: ON_DEMAND_ID,
      kind: "on-demand",
      createdMs: startedMs,
      startMs: startedMs,
    },
    [BLOCK_ID]: {
      ...shared,
      id: BLOCK_ID,
      kind: "capacity-block",
      blockId: BLOCK_ID.replace("cr-", "cb-"),
      createdMs: startedMs,
      paidMs: startedMs,
      startMs,
      endMs: blockEndAfter(startMs, BLOCK_DAYS * 24),
    },
  };
}

/** p5.48xlarge where the region has it, else the largest accelerated type that can be bought as a block or at all. */
function sampleType(region: string): string | undefined {
  if (zonesOffering(region, PREFERRED_TYPE).length > 0) return PREFERRED_TYPE;
  const types = acceleratedTypesIn(region);
  const inBlocks = types.filter((type) => type.usageClasses.includes("capacity-block"));
  const choices = inBlocks.length > 0 ? inBlocks : types;
  return [...choices].sort((a, b) => b.memoryMiB - a.memoryMiB)[0]?.instanceType;
}
