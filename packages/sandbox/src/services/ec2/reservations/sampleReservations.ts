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
const MADE_DAYS_AGO = 7;
const DAY_MS = 86_400_000;

/** The reservations of a fresh account: in every region with an accelerated type, one of each kind. */
export function sampleReservations(context: RegionContext): Record<string, ReservationRecord> {
  const instanceType = sampleType(context.region);
  const zoneName = zonesOffering(context.region, instanceType ?? "")[0];
  const zone = regionNamed(context.region).zones.find((each) => each.name === zoneName);
  if (instanceType === undefined || zone === undefined) return {};
  // the day, not the moment: whoever looks first into the region on a day finds the same
  const todayMs = Math.floor(context.clock.nowMs() / DAY_MS) * DAY_MS;
  const madeMs = todayMs - MADE_DAYS_AGO * DAY_MS;
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
  const startMs = blockStartAfter(todayMs + BLOCK_STARTS_IN_DAYS * DAY_MS);
  return {
    [ON_DEMAND_ID]: {
      ...shared,
      id: ON_DEMAND_ID,
      kind: "on-demand",
      createdMs: madeMs,
      startMs: madeMs,
    },
    [BLOCK_ID]: {
      ...shared,
      id: BLOCK_ID,
      kind: "capacity-block",
      blockId: BLOCK_ID.replace("cr-", "cb-"),
      createdMs: madeMs,
      paidMs: madeMs,
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
