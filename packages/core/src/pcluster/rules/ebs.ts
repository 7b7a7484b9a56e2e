import { error, findingsOf, warning, type Findings, type RuleAnswer } from "./finding.ts";
import type { ClusterConfigAws } from "../aws/ClusterConfigAws.ts";

interface Bounds {
  readonly min: number;
  readonly max: number;
}

const SIZE_GIB: Readonly<Record<string, Bounds>> = {
  standard: { min: 1, max: 1024 },
  io1: { min: 4, max: 16384 },
  io2: { min: 4, max: 65536 },
  gp2: { min: 1, max: 16384 },
  gp3: { min: 1, max: 16384 },
  st1: { min: 500, max: 16384 },
  sc1: { min: 500, max: 16384 },
};

const IOPS: Readonly<Record<string, Bounds & { readonly perGiB: number }>> = {
  io1: { min: 100, max: 64000, perGiB: 50 },
  io2: { min: 100, max: 256000, perGiB: 1000 },
  gp3: { min: 3000, max: 16000, perGiB: 500 },
};

const GP3_THROUGHPUT_MBPS: Bounds = { min: 125, max: 1000 };
const GP3_THROUGHPUT_PER_IOPS = 0.25;

export interface VolumeTypeInput {
  readonly volumeType: string;
}

export function ebsVolumeTypeSizeValidator({
  volumeType,
  sizeGiB,
}: VolumeTypeInput & { readonly sizeGiB: number | undefined }): Findings {
  const bounds = SIZE_GIB[volumeType];
  if (bounds === undefined || sizeGiB === undefined) return [];
  return findingsOf(
    sizeGiB > bounds.max &&
      error(`A ${volumeType} volume of ${sizeGiB} GiB is too large, at most ${bounds.max} GiB.`),
    sizeGiB < bounds.min &&
      error(`A ${volumeType} volume of ${sizeGiB} GiB is too small, at least ${bounds.min} GiB.`),
  );
}

export function ebsVolumeThroughputValidator({
  volumeType,
  throughputMBps,
}: VolumeTypeInput & { readonly throughputMBps: number | undefined }): Findings {
  if (volumeType !== "gp3" || throughputMBps === undefined) return [];
  const { min, max } = GP3_THROUGHPUT_MBPS;
  return findingsOf(
    (throughputMBps < min || throughputMBps > max) &&
      error(`The throughput of a gp3 volume is ${min} to ${max} MB/s, not ${throughputMBps}.`),
  );
}

export interface ThroughputIopsInput extends VolumeTypeInput {
  readonly iops: number | undefined;
  readonly throughputMBps: number | undefined;
}

export function ebsVolumeThroughputIopsValidator({
  volumeType,
  iops,
  throughputMBps,
}: ThroughputIopsInput): Findings {
  if (volumeType !== "gp3" || throughputMBps === undefined || iops === undefined) return [];
  return findingsOf(
    throughputMBps !== 0 &&
      throughputMBps > iops * GP3_THROUGHPUT_PER_IOPS &&
      error(
        `A gp3 volume of ${iops} IOPS gives at most ${iops * GP3_THROUGHPUT_PER_IOPS} MB/s, not ${throughputMBps} (a quarter of the IOPS).`,
      ),
  );
}

export interface VolumeIopsInput extends VolumeTypeInput {
  readonly sizeGiB: number;
  readonly iops: number | undefined;
}

export function ebsVolumeIopsValidator({ volumeType, sizeGiB, iops }: VolumeIopsInput): Findings {
  if (iops === undefined || iops === 0) return [];
  const bounds = IOPS[volumeType];
  if (bounds === undefined) return [error(`Iops cannot be set for ${volumeType} volumes.`)];
  if (iops < bounds.min || iops > bounds.max)
    return [error(`The IOPS of a ${volumeType} volume are ${bounds.min} to ${bounds.max}, not ${iops}.`)];
  return findingsOf(
    iops > sizeGiB * bounds.perGiB &&
      error(
        `A ${volumeType} volume of ${sizeGiB} GiB takes at most ${sizeGiB * bounds.perGiB} IOPS (${bounds.perGiB} per GiB), not ${iops}.`,
      ),
  );
}

export interface RootVolumeSizeInput {
  readonly sizeGiB: number;
  readonly imageSizeGiB: number;
}

export function rootVolumeSizeValidator({ sizeGiB, imageSizeGiB }: RootVolumeSizeInput): Findings {
  return findingsOf(
    sizeGiB !== 0 &&
      sizeGiB < imageSizeGiB &&
      error(`The root volume of ${sizeGiB} GiB is smaller than its image, which has ${imageSizeGiB} GiB.`),
  );
}

export interface QueueEncryption {
  readonly queueName: string;
  readonly encrypted: boolean;
}

export function rootVolumeEncryptionConsistencyValidator({
  queues,
}: {
  readonly queues: readonly QueueEncryption[];
}): Findings {
  const [first, ...others] = queues;
  if (first === undefined) return [];
  return others
    .filter((queue) => queue.encrypted !== first.encrypted)
    .map((queue) =>
      warning(
        `The root volume of queue ${queue.queueName} is ${encryptionWord(queue)}, that of queue ${first.queueName} is ${encryptionWord(first)}; policies that demand encryption may refuse one of them.`,
      ),
    );
}

function encryptionWord(queue: QueueEncryption): string {
  return queue.encrypted ? "encrypted" : "not encrypted";
}

export interface SnapshotInput {
  readonly snapshotId: string | undefined;
  readonly sizeGiB: number;
}

export function ebsVolumeSizeSnapshotValidator(
  input: SnapshotInput,
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  const { snapshotId, sizeGiB } = input;
  return snapshotId === undefined || aws === undefined ? [] : checkSnapshot(snapshotId, sizeGiB, aws);
}

async function checkSnapshot(snapshotId: string, sizeGiB: number, aws: ClusterConfigAws): Promise<Findings> {
  const answer = await aws.volumes.snapshot(snapshotId);
  if (answer.kind === "refused") {
    const missing = answer.code === "InvalidSnapshot.NotFound" || answer.code === "InvalidSnapshot.Malformed";
    return [
      error(`The snapshot ${snapshotId} ${missing ? "does not exist" : "cannot be read"}: ${answer.message}`),
    ];
  }
  const snapshot = answer.value;
  const snapshotGiB = snapshot.sizeGiB;
  return findingsOf(
    snapshotGiB === undefined && error(`EC2 does not say how large the snapshot ${snapshotId} is.`),
    snapshotGiB !== undefined &&
      sizeGiB < snapshotGiB &&
      error(
        `The volume of ${sizeGiB} GiB is smaller than its snapshot ${snapshotId}, which has ${snapshotGiB} GiB.`,
      ),
    snapshotGiB !== undefined &&
      sizeGiB > snapshotGiB &&
      warning(
        `The volume of ${sizeGiB} GiB is larger than its snapshot (${snapshotGiB} GiB): the file system must be grown by hand.`,
      ),
    snapshot.state !== "completed" &&
      warning(`The snapshot ${snapshotId} is ${snapshot.state}, not completed.`),
  );
}

export interface SharedVolumeInput {
  readonly volumeId: string | undefined;
  /** Instances that the volume may be attached to; empty when a cluster is created. */
  readonly attachedToHeadNode: boolean;
}

export function sharedEbsVolumeIdValidator(
  input: SharedVolumeInput,
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  const { volumeId, attachedToHeadNode } = input;
  return volumeId === undefined || aws === undefined ? [] : checkVolume(volumeId, attachedToHeadNode, aws);
}

async function checkVolume(volumeId: string, attached: boolean, aws: ClusterConfigAws): Promise<Findings> {
  const answer = await aws.volumes.volume(volumeId);
  if (answer.kind === "refused") return [error(`The volume ${volumeId} cannot be used: ${answer.message}`)];
  return findingsOf(
    answer.value.state !== "available" &&
      !attached &&
      error(`The volume ${volumeId} is ${answer.value.state}, not available.`),
  );
}

export interface KmsKeyEncryptedInput {
  readonly kmsKeyId: string | undefined;
  readonly encrypted: boolean | undefined;
}

export function kmsKeyIdEncryptedValidator({ kmsKeyId, encrypted }: KmsKeyEncryptedInput): Findings {
  return findingsOf(
    kmsKeyId !== undefined &&
      kmsKeyId !== "" &&
      encrypted !== true &&
      error(`The KMS key ${kmsKeyId} has no use while Encrypted is false.`),
  );
}
