import { AwsError } from "../../../kernel/AwsError.ts";
import { invalidValue, oneOf } from "../requests/parameters.ts";
import type { VolumeRecord, VolumeType } from "./VolumeRecords.ts";

interface TypeLimits {
  readonly sizeGiB: readonly [least: number, most: number];
  readonly iops?: readonly [least: number, most: number];
}

/** Sizes and IOPS that a volume type allows. */
const LIMITS: Readonly<Record<VolumeType, TypeLimits>> = {
  gp2: { sizeGiB: [1, 16_384] },
  gp3: { sizeGiB: [1, 65_536], iops: [3000, 80_000] },
  io1: { sizeGiB: [4, 16_384], iops: [100, 64_000] },
  io2: { sizeGiB: [4, 65_536], iops: [100, 256_000] },
  st1: { sizeGiB: [125, 16_384] },
  sc1: { sizeGiB: [125, 16_384] },
  standard: { sizeGiB: [1, 1024] },
};

const TYPES = ["gp2", "gp3", "io1", "io2", "st1", "sc1", "standard"] as const;

export type VolumeShape = Pick<VolumeRecord, "type" | "sizeGiB" | "iops" | "throughputMiBps">;

/** @throws {AwsError} for what the volume type does not allow */
export function volumeShape(request: {
  readonly type: string | undefined;
  readonly sizeGiB: number;
  readonly iops: number | undefined;
  readonly throughputMiBps: number | undefined;
}): VolumeShape {
  const type = oneOf(request.type ?? "gp2", TYPES, "volumeType");
  const { sizeGiB, iops } = request;
  checkSize(type, sizeGiB);
  if (iops !== undefined) checkIops(type, iops);
  if ((type === "io1" || type === "io2") && iops === undefined)
    throw new AwsError("MissingParameter", "The request must contain the parameter iops");
  if (request.throughputMiBps !== undefined && type !== "gp3")
    throw new AwsError(
      "InvalidParameterCombination",
      `The parameter throughput is not supported for ${type} volumes.`,
    );
  const shown = iops ?? defaultIops(type, sizeGiB);
  const throughputMiBps = request.throughputMiBps ?? (type === "gp3" ? 125 : undefined);
  return {
    type,
    sizeGiB,
    ...(shown === undefined ? {} : { iops: shown }),
    ...(throughputMiBps === undefined ? {} : { throughputMiBps }),
  };
}

function checkSize(type: VolumeType, sizeGiB: number): void {
  const [least, most] = LIMITS[type].sizeGiB;
  if (sizeGiB < least)
    throw invalidValue(
      `Volume of ${sizeGiB}GiB is too small for volume type ${type}; minimum is ${least}GiB.`,
    );
  if (sizeGiB > most)
    throw invalidValue(
      `Volume of ${sizeGiB}GiB is too large for volume type ${type}; maximum is ${most}GiB.`,
    );
}

function checkIops(type: VolumeType, iops: number): void {
  const range = LIMITS[type].iops;
  if (range === undefined)
    throw new AwsError(
      "InvalidParameterCombination",
      `The parameter iops is not supported for ${type} volumes.`,
    );
  const [least, most] = range;
  if (iops < least || iops > most)
    throw invalidValue(
      `Volume iops of ${iops} is ${iops < least ? "too low; minimum" : "too high; maximum"} is ${iops < least ? least : most}.`,
    );
}

function defaultIops(type: VolumeType, sizeGiB: number): number | undefined {
  if (type === "gp3") return 3000;
  return type === "gp2" ? Math.min(16_000, Math.max(100, sizeGiB * 3)) : undefined;
}
