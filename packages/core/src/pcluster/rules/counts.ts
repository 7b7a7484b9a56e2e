import { error, findingsOf, warning, type Findings } from "./finding.ts";
import type { CapacityType } from "./capacityType.ts";

export interface MaxCountInput {
  readonly count: number;
  readonly maxCount: number;
  readonly resourceName: string;
}

export function maxCountValidator({ count, maxCount, resourceName }: MaxCountInput): Findings {
  return findingsOf(
    count > maxCount && error(`There are ${count} ${resourceName}, at most ${maxCount} are supported.`),
  );
}

export interface ComputeResourceSizeInput {
  readonly minCount: number;
  readonly maxCount: number;
  readonly capacityType: CapacityType | undefined;
}

export function computeResourceSizeValidator({
  minCount,
  maxCount,
  capacityType,
}: ComputeResourceSizeInput): Findings {
  const isBlock = capacityType === "CAPACITY_BLOCK";
  return findingsOf(
    maxCount < minCount && error(`MaxCount ${maxCount} is below MinCount ${minCount}.`),
    isBlock &&
      maxCount !== minCount &&
      error(`With CAPACITY_BLOCK, MaxCount ${maxCount} and MinCount ${minCount} must be equal.`),
    isBlock && minCount === 0 && error("With CAPACITY_BLOCK, MinCount must be above 0."),
  );
}

export interface NumberOfStorageInput {
  readonly storageType: string;
  readonly maxNumber: number;
  readonly storageCount: number;
}

export function numberOfStorageValidator({
  storageType,
  maxNumber,
  storageCount,
}: NumberOfStorageInput): Findings {
  return findingsOf(
    storageCount > maxNumber &&
      error(`There are ${storageCount} ${storageType} shared storages, at most ${maxNumber} are supported.`),
  );
}

export interface HeadNodeMemorySizeInput {
  readonly instanceType: string;
  readonly memoryMiB: number;
  readonly totalMaxCount: number;
}

/** The operating system takes 0.6 GiB; beyond 16 GiB no more is asked for. */
export function headNodeMemorySizeValidator(input: HeadNodeMemorySizeInput): Findings {
  const memoryGiB = input.memoryMiB / 1024;
  const neededGiB = Math.min(input.totalMaxCount / 25 + 0.6, 16);
  return findingsOf(
    memoryGiB < neededGiB &&
      error(
        `The head node type ${input.instanceType} has ${memoryGiB} GiB of memory; ${input.totalMaxCount} compute nodes need ${neededGiB.toFixed(2)} GiB.`,
      ),
  );
}

export function sharedEbsPerformanceBottleNeckValidator({
  totalMaxCount,
}: {
  readonly totalMaxCount: number;
}): Findings {
  return findingsOf(
    totalMaxCount > 100 &&
      warning(
        `The EBS storage is shared by the head node: with up to ${totalMaxCount} compute nodes its network is the bottleneck. FSx and EFS scale better.`,
      ),
  );
}

export interface AwsBatchComputeResourceSizeInput {
  readonly minVcpus: number;
  readonly desiredVcpus: number;
  readonly maxVcpus: number;
}

export function awsBatchComputeResourceSizeValidator(input: AwsBatchComputeResourceSizeInput): Findings {
  const { minVcpus, desiredVcpus, maxVcpus } = input;
  return findingsOf(
    desiredVcpus < minVcpus && error(`DesiredvCpus ${desiredVcpus} is below MinvCpus ${minVcpus}.`),
    desiredVcpus > maxVcpus && error(`DesiredvCpus ${desiredVcpus} is above MaxvCpus ${maxVcpus}.`),
    maxVcpus < minVcpus && error(`MaxvCpus ${maxVcpus} is below MinvCpus ${minVcpus}.`),
  );
}
