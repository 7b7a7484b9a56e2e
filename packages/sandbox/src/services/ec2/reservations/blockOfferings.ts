import { createHash } from "node:crypto";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { invalidValue } from "../requests/parameters.ts";
import { instanceTypeRow, zonesOffering } from "../types/instanceTypeTable.ts";
import { blockEndAfter, blockStartAfter, isBlockDuration } from "./blockCalendar.ts";

export interface BlockOffering {
  readonly id: string;
  readonly instanceType: string;
  readonly zoneName: string;
  readonly instanceCount: number;
  readonly durationHours: number;
  readonly startMs: number;
  readonly endMs: number;
  /** `31464.0` */
  readonly feeUsd: string;
}

export interface BlockQuestion {
  readonly instanceType: string;
  readonly instanceCount: number;
  readonly durationHours: number;
  readonly earliestMs?: number | undefined;
  readonly latestMs?: number | undefined;
}

const MOST_INSTANCES = 64;
const DAY_MS = 86_400_000;
/** Blocks can be bought up to eight weeks ahead. */
const HORIZON_DAYS = 56;
const OFFERED_DAYS_AHEAD = [1, 3, 7];

/** US dollars per accelerator and hour; the page lists prices per accelerator. */
const PRICE_PER_ACCELERATOR: readonly (readonly [family: RegExp, usdPerHour: number])[] = [
  [/^p6/, 6.97],
  [/^p5en/, 5.2],
  [/^p5e/, 4.97],
  [/^p5/, 3.93],
  [/^p4de/, 1.845],
  [/^p4d/, 1.475],
  [/^trn2/, 2.235],
  [/^trn1/, 0.596],
];

/**
 * What can be bought: one start in each zone that offers the type, one, three and seven days ahead. The id
 * says all of it, so that an offering needs no storage and holds for one day.
 */
export function blockOfferings(context: RegionContext, question: BlockQuestion): BlockOffering[] {
  checkQuestion(question);
  const nowMs = context.clock.nowMs();
  const earliestMs = Math.max(nowMs, question.earliestMs ?? nowMs);
  const latestMs = Math.min(
    question.latestMs ?? Number.POSITIVE_INFINITY,
    nowMs + HORIZON_DAYS * DAY_MS + question.durationHours * 3_600_000,
  );
  return OFFERED_DAYS_AHEAD.flatMap((days) =>
    zonesOffering(context.region, question.instanceType).map((zoneName) => {
      const startMs = blockStartAfter(earliestMs + (days - 1) * DAY_MS);
      return offeringOf(question, zoneName, startMs);
    }),
  ).filter((offering) => offering.endMs <= latestMs);
}

/** @throws {AwsError} when no such offering exists now */
export function offeringNamed(context: RegionContext, id: string): BlockOffering {
  const [, type, count, hours, zone, start] =
    /^cb-[0-9a-f]{17}\/(.+)\/(\d+)\/(\d+)\/(.+)\/(\d+)$/.exec(decode(id)) ?? [];
  const startMs = Number(start);
  const question = { instanceType: type ?? "", instanceCount: Number(count), durationHours: Number(hours) };
  const isOffered =
    zone !== undefined &&
    zonesOffering(context.region, question.instanceType).includes(zone) &&
    startMs > context.clock.nowMs();
  const offering = isOffered ? offeringOf(question, zone, startMs) : undefined;
  if (offering?.id === id) return offering;
  throw new AwsError(
    "InvalidCapacityBlockOfferingId.NotFound",
    `The Capacity Block offering ID '${id}' does not exist.`,
  );
}

function checkQuestion({ instanceType, instanceCount, durationHours }: BlockQuestion): void {
  const row = instanceTypeRow(instanceType);
  if (row === undefined) throw invalidValue(`Invalid value '${instanceType}' for InstanceType.`);
  if (priceOf(instanceType) === undefined || !row.usageClasses.includes("capacity-block"))
    throw invalidValue(`The instance type '${instanceType}' is not supported for Capacity Blocks.`);
  if (instanceCount < 1 || instanceCount > MOST_INSTANCES)
    throw invalidValue(
      `Invalid value '${instanceCount}' for InstanceCount. Expecting a value between 1 and ${MOST_INSTANCES}.`,
    );
  if (!isBlockDuration(durationHours))
    throw invalidValue(
      `Invalid value '${durationHours}' for CapacityDurationHours. Capacity Blocks can be reserved for 1 to 14 days in 1-day increments and up to 182 days in 7-day increments.`,
    );
}

function offeringOf(question: BlockQuestion, zoneName: string, startMs: number): BlockOffering {
  const { instanceType, instanceCount, durationHours } = question;
  const text = `${instanceType}/${instanceCount}/${durationHours}/${zoneName}/${startMs}`;
  const digest = createHash("sha256").update(text).digest("hex").slice(0, 16);
  const fee = (priceOf(instanceType) ?? 0) * instanceCount * durationHours;
  return {
    id: Buffer.from(`cb-0${digest}/${text}`).toString("base64url"),
    instanceType,
    zoneName,
    instanceCount,
    durationHours,
    startMs,
    endMs: blockEndAfter(startMs, durationHours),
    feeUsd: fee.toFixed(2),
  };
}

function decode(id: string): string {
  return Buffer.from(id, "base64url").toString();
}

/** US dollars per instance and hour; undefined for what is not sold in blocks. */
function priceOf(instanceType: string): number | undefined {
  const row = instanceTypeRow(instanceType);
  const price = PRICE_PER_ACCELERATOR.find(([family]) => family.test(instanceType))?.[1];
  const count = row?.gpus?.count ?? row?.neuronDevices?.count;
  return price === undefined || count === undefined ? undefined : price * count;
}
