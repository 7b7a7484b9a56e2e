import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { ec2State } from "../state/ec2Store.ts";
import { instanceTypeRow } from "../types/instanceTypeTable.ts";
import { quotaValue } from "./quota.ts";

export interface VcpuUse {
  readonly instanceType: string;
  readonly market: "on-demand" | "spot";
}

interface FamilyQuota {
  readonly pattern: RegExp;
  readonly onDemand: string;
  /** Families without spot offers have none. */
  readonly spot?: string;
}

/** Quotas count vCPUs of running instances by family. */
const FAMILIES: readonly FamilyQuota[] = [
  { pattern: /^trn/, onDemand: "L-2C3B7624", spot: "L-6B0D517C" },
  { pattern: /^inf/, onDemand: "L-1945791B", spot: "L-B5D1601B" },
  { pattern: /^hpc/, onDemand: "L-F7808C92" },
  { pattern: /^u-|^u\d/, onDemand: "L-43DA4232" },
  { pattern: /^dl/, onDemand: "L-6E869C2A", spot: "L-85EED4F7" },
  { pattern: /^p\d/, onDemand: "L-417A185B", spot: "L-7212CCBC" },
  { pattern: /^(g\d|gr\d|vt)/, onDemand: "L-DB2E81BA", spot: "L-3819A6DF" },
  { pattern: /^f\d/, onDemand: "L-74FC7D96", spot: "L-88CF9481" },
  { pattern: /^x\d/, onDemand: "L-7295265B", spot: "L-E3A00192" },
  { pattern: /^(a|c|d|h|i|im|is|m|r|t|z)\d/, onDemand: "L-1216C47A", spot: "L-34B43A08" },
];

/** @throws {AwsError} `VcpuLimitExceeded` or `MaxSpotInstanceCountExceeded` when `count` more instances would pass the quota */
export function refuseOverQuota(context: RegionContext, use: VcpuUse, count: number): void {
  if (fittingCount(context, use, count) >= count) return;
  throw overQuota(context, use);
}

/** How many of `count` more instances the quota allows. */
export function fittingCount(context: RegionContext, use: VcpuUse, count: number): number {
  const code = quotaCodeOf(use);
  if (code === undefined) return count;
  const value = quotaValue(context, { serviceCode: "ec2", code, fallback: Number.POSITIVE_INFINITY });
  const left = value - (ec2State(context).vcpusInUse[code] ?? 0);
  return Math.max(0, Math.min(count, Math.floor(left / vcpusOf(use))));
}

export function overQuota(context: RegionContext, use: VcpuUse): AwsError {
  if (use.market === "spot")
    return new AwsError("MaxSpotInstanceCountExceeded", "Max spot instance count exceeded");
  const code = quotaCodeOf(use) ?? "";
  const value = quotaValue(context, { serviceCode: "ec2", code, fallback: Number.POSITIVE_INFINITY });
  return new AwsError(
    "VcpuLimitExceeded",
    `You have requested more vCPU capacity than your current vCPU limit of ${value} allows for the instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.`,
  );
}

/** Notes instances that began (or, with a negative count, ceased) to count. */
export function addVcpus(context: RegionContext, use: VcpuUse, count: number): void {
  const code = quotaCodeOf(use);
  if (code === undefined || count === 0) return;
  const { vcpusInUse } = ec2State(context);
  vcpusInUse[code] = Math.max(0, (vcpusInUse[code] ?? 0) + count * vcpusOf(use));
}

function quotaCodeOf({ instanceType, market }: VcpuUse): string | undefined {
  const family = FAMILIES.find(({ pattern }) => pattern.test(instanceType));
  return market === "spot" ? family?.spot : family?.onDemand;
}

function vcpusOf({ instanceType }: VcpuUse): number {
  return instanceTypeRow(instanceType)?.vcpus ?? 1;
}
