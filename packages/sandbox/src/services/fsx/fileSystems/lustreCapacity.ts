import { badRequest } from "../errors.ts";

export const LUSTRE_DEPLOYMENTS = ["SCRATCH_1", "SCRATCH_2", "PERSISTENT_1", "PERSISTENT_2"] as const;
export type LustreDeployment = (typeof LUSTRE_DEPLOYMENTS)[number];

const THROUGHPUTS_MBPS_PER_TIB = {
  SSD: { PERSISTENT_1: [50, 100, 200], PERSISTENT_2: [125, 250, 500, 1000] },
  HDD: { PERSISTENT_1: [12, 40], PERSISTENT_2: [] },
} as const;
const HDD_STEP_GIB: Readonly<Record<number, number>> = { 12: 6000, 40: 1800 };

/** @throws {AwsError} BadRequest for what is no step of this deployment type. */
export function checkLustreCapacity(
  capacityGiB: number,
  of: { deployment: LustreDeployment; storageType: "SSD" | "HDD"; throughput: number | undefined },
): void {
  const hddStepGiB = of.storageType === "HDD" ? (HDD_STEP_GIB[of.throughput ?? 0] ?? 6000) : undefined;
  if (hddStepGiB !== undefined) {
    if (capacityGiB > 0 && capacityGiB % hddStepGiB === 0) return;
    throw badRequest(
      `Invalid Lustre FS storage capacity: ${capacityGiB}. Must be a multiple of ${hddStepGiB}. `,
    );
  }
  const stepGiB = of.deployment === "SCRATCH_1" ? 3600 : 2400;
  if (capacityGiB === 1200 || capacityGiB === 2400 || (capacityGiB > 0 && capacityGiB % stepGiB === 0))
    return;
  throw badRequest(
    of.deployment === "SCRATCH_1"
      ? `Invalid Lustre FS storage capacity: ${capacityGiB}. Must be 1200, 2400, or a multiple of 3600. `
      : `Invalid Lustre FS storage capacity: ${capacityGiB}. Must be 1200 or a multiple of 2400. `,
  );
}

/** @throws {AwsError} for a throughput that this type does not have; scratch types have none to choose. */
export function checkedThroughput(
  throughput: number | undefined,
  deployment: LustreDeployment,
  storageType: "SSD" | "HDD",
): number | undefined {
  if (deployment === "SCRATCH_1" || deployment === "SCRATCH_2") {
    if (throughput !== undefined)
      throw badRequest("PerUnitStorageThroughput is not supported for scratch file systems.");
    return undefined;
  }
  const offered: readonly number[] = THROUGHPUTS_MBPS_PER_TIB[storageType][deployment];
  if (throughput !== undefined && offered.includes(throughput)) return throughput;
  throw badRequest(
    throughput === undefined
      ? "PerUnitStorageThroughput must be specified for persistent file systems."
      : "Invalid Lustre deployment configuration: the provided throughput is invalid or does not meet the storage capacity requirement",
  );
}

/** Metadata IOPS of AUTOMATIC mode by capacity. */
export function automaticMetadataIops(capacityGiB: number): number {
  if (capacityGiB <= 1200) return 1500;
  if (capacityGiB <= 2400) return 3000;
  if (capacityGiB <= 9600) return 6000;
  return Math.min(192_000, Math.ceil(capacityGiB / 24_000) * 12_000);
}

export function checkMetadataIops(iops: number | undefined): number {
  const isStep = iops === 1500 || iops === 3000 || iops === 6000;
  if (iops !== undefined && (isStep || (iops > 0 && iops % 12_000 === 0 && iops <= 192_000))) return iops;
  throw badRequest(
    "Invalid Metadata IOPS. Valid values are 1500, 3000, 6000, 12000, and multiples of 12000 up to a maximum of 192000.",
  );
}
