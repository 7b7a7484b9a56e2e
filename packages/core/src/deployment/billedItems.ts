import type {
  ResolvedHome,
  ResolvedProject,
  ResolvedQueue,
  ResolvedScratch,
} from "../project/ResolvedProject.ts";
import type { BilledItem } from "./DeploymentDesign.ts";

const HOURS_PER_MONTH = 730;
const LIST_PRICE = "list price of us-east-1";

/** US dollars per GB and month of FSx for Lustre on SSD, by throughput per TiB; aws.amazon.com/fsx/lustre/pricing, us-east-1. */
const LUSTRE_USD_PER_GB_MONTH: Readonly<Record<number, number>> = {
  50: 0.14,
  100: 0.19,
  200: 0.29,
  125: 0.145,
  250: 0.21,
  500: 0.34,
  1000: 0.6,
};

/** US dollars per GB and month of SSD, and per MB/s and month, of FSx for OpenZFS; aws.amazon.com/fsx/openzfs/pricing, us-east-1. */
const OPENZFS_USD = {
  singleZone: { perGbMonth: 0.09, perMBpsMonth: 0.26 },
  multiZone: { perGbMonth: 0.18, perMBpsMonth: 0.87 },
} as const;

/** US dollars per hour of a NAT gateway; aws.amazon.com/vpc/pricing, us-east-1. */
const NAT_USD_PER_HOUR = 0.045;

/** What is billed by the hour while a project's cluster stands; traffic, requests and backups are not in it. */
export function billedItems(resolved: ResolvedProject): BilledItem[] {
  const { project, queues, scratch, home } = resolved;
  const headNode = { what: `${project.headNode.instanceType} (head node)`, count: 1, note: "on demand" };
  return [
    ...queues.map(queueItem),
    { ...headNode, instanceType: project.headNode.instanceType, usdPerHour: undefined },
    ...scratchItems(scratch),
    ...homeItems(home),
    ...(project.network.vpc === undefined
      ? [
          {
            what: "NAT gateway",
            count: 1,
            instanceType: undefined,
            usdPerHour: NAT_USD_PER_HOUR,
            note: LIST_PRICE,
          },
        ]
      : []),
  ];
}

function queueItem({ instanceType, count, staticCount, source, name }: ResolvedQueue): BilledItem {
  return {
    what: `${instanceType} (${name})`,
    count,
    instanceType,
    usdPerHour: undefined,
    note: noteOf(source.kind, count, staticCount),
  };
}

function noteOf(kind: ResolvedQueue["source"]["kind"], count: number, staticCount: number): string {
  if (kind === "capacity-block")
    return "on-demand price for comparison: a Capacity Block is paid when it is bought";
  if (kind === "reservation" || kind === "reservation-group") return "reserved: billed whether used or not";
  return staticCount === count ? "always up" : `at most; ${staticCount} always up`;
}

function scratchItems(scratch: ResolvedScratch): BilledItem[] {
  if (scratch.kind === "existing") return [];
  const perMonth = LUSTRE_USD_PER_GB_MONTH[scratch.throughputMBpsPerTiB];
  const usdPerHour = perMonth === undefined ? undefined : (perMonth * scratch.capacityGiB) / HOURS_PER_MONTH;
  const what = `FSx for Lustre, ${scratch.capacityGiB} GiB at ${scratch.throughputMBpsPerTiB} MB/s per TiB`;
  return [{ what, count: 1, instanceType: undefined, usdPerHour, note: LIST_PRICE }];
}

function homeItems(home: ResolvedHome): BilledItem[] {
  if (home.kind === "existing") return [];
  const prices = home.deployment === "MULTI_AZ_1" ? OPENZFS_USD.multiZone : OPENZFS_USD.singleZone;
  const usdPerMonth = prices.perGbMonth * home.capacityGiB + prices.perMBpsMonth * home.throughputMBps;
  const what = `FSx for OpenZFS, ${home.capacityGiB} GiB at ${home.throughputMBps} MB/s`;
  return [
    { what, count: 1, instanceType: undefined, usdPerHour: usdPerMonth / HOURS_PER_MONTH, note: LIST_PRICE },
  ];
}
