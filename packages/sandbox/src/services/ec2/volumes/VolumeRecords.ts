export type VolumeType = "gp2" | "gp3" | "io1" | "io2" | "st1" | "sc1" | "standard";

export interface VolumeRecord {
  readonly id: string;
  readonly zoneName: string;
  readonly zoneId: string;
  readonly createdMs: number;
  readonly encrypted: boolean;
  readonly kmsKeyId?: string;
  readonly snapshotId?: string;
  sizeGiB: number;
  type: VolumeType;
  iops?: number;
  throughputMiBps?: number;
  state: "creating" | "available" | "in-use" | "deleting";
  attachment?: VolumeAttachment;
}

export interface VolumeAttachment {
  readonly instanceId: string;
  readonly device: string;
  readonly attachedMs: number;
  deleteOnTermination: boolean;
}

export interface SnapshotRecord {
  readonly id: string;
  readonly volumeId: string;
  readonly sizeGiB: number;
  readonly startedMs: number;
  readonly encrypted: boolean;
  readonly kmsKeyId?: string;
  readonly description: string;
  state: "pending" | "completed";
}
