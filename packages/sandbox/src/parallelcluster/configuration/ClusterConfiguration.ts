import type { Json, JsonObject } from "../../kernel/json.ts";

/** A ParallelCluster configuration with every default filled in: what the template and the head node work from. */
export interface ClusterConfiguration {
  readonly os: OsName;
  readonly customAmi: string | undefined;
  readonly headNode: HeadNode;
  readonly queues: readonly Queue[];
  readonly slurm: SlurmSettings;
  readonly scalingStrategy: ScalingStrategy;
  readonly sharedStorage: readonly SharedStorage[];
  readonly monitoring: Monitoring;
  readonly tags: readonly Tag[];
  readonly lambdaRoleArn: string | undefined;
  readonly permissionsBoundaryArn: string | undefined;
  readonly imdsSupport: "v1.0" | "v2.0";
  readonly sudoDisabledForDefaultUser: boolean;
  readonly bootstrapTimeouts: { readonly headNodeSeconds: number; readonly computeNodeSeconds: number };
  readonly directoryService: JsonObject | undefined;
}

export type OsName = (typeof OS_NAMES)[number];

export const OS_NAMES = [
  "alinux2",
  "alinux2023",
  "ubuntu2004",
  "ubuntu2204",
  "ubuntu2404",
  "rhel8",
  "rhel9",
  "rocky8",
  "rocky9",
] as const;

export interface HeadNode {
  readonly instanceType: string;
  readonly subnetId: string;
  /** `new`, an allocation id, or undefined for none. */
  readonly elasticIp: string | undefined;
  readonly securityGroups: SecurityGroupChoice;
  readonly keyName: string | undefined;
  readonly allowedIps: string;
  readonly multithreadingDisabled: boolean;
  readonly rootVolume: RootVolume;
  readonly ephemeralMountDirectory: string;
  readonly customActions: CustomActions;
  readonly iam: NodeIam;
  readonly imdsSecured: boolean;
  readonly customAmi: string | undefined;
  readonly dcv: { readonly port: number; readonly allowedIps: string } | undefined;
}

export interface SecurityGroupChoice {
  /** Groups that stand in place of the managed one; empty: the managed one is made. */
  readonly own: readonly string[];
  readonly additional: readonly string[];
}

export interface RootVolume {
  readonly volumeType: string;
  readonly sizeGiB: number | undefined;
  readonly iops: number | undefined;
  readonly throughputMBps: number | undefined;
  readonly encrypted: boolean;
  readonly deleteOnTermination: boolean;
}

export interface CustomAction {
  readonly script: string;
  readonly args: readonly string[];
}

export interface CustomActions {
  readonly onNodeStart: readonly CustomAction[];
  readonly onNodeConfigured: readonly CustomAction[];
  readonly onNodeUpdated: readonly CustomAction[];
}

export interface S3Access {
  readonly bucketName: string;
  readonly keyName: string | undefined;
  readonly writeAccess: boolean;
}

export interface NodeIam {
  readonly instanceRoleArn: string | undefined;
  readonly instanceProfileArn: string | undefined;
  readonly additionalPolicyArns: readonly string[];
  readonly s3Access: readonly S3Access[];
}

export type CapacityType = "ONDEMAND" | "SPOT" | "CAPACITY_BLOCK";
export type ScalingStrategy = "all-or-nothing" | "greedy-all-or-nothing" | "best-effort";

export interface Queue {
  readonly name: string;
  readonly capacityType: CapacityType;
  readonly subnetIds: readonly string[];
  readonly assignPublicIp: boolean | undefined;
  readonly securityGroups: SecurityGroupChoice;
  readonly rootVolume: RootVolume;
  readonly ephemeralMountDirectory: string;
  readonly customActions: CustomActions;
  readonly iam: NodeIam;
  readonly customAmi: string | undefined;
  readonly computeResources: readonly ComputeResource[];
  readonly tags: readonly Tag[];
  readonly allocationStrategy: string | undefined;
  readonly customSlurmSettings: JsonObject;
  readonly jobExclusiveAllocation: boolean;
}

export interface ComputeResource {
  readonly name: string;
  /** One type, or several to choose from; empty when the reservation tells it. */
  readonly instanceTypes: readonly string[];
  /** True when the configuration lists types under `Instances`. */
  readonly flexible: boolean;
  readonly minCount: number;
  readonly maxCount: number;
  readonly spotPrice: number | undefined;
  readonly efaEnabled: boolean;
  readonly efaGdrSupport: boolean;
  readonly multithreadingDisabled: boolean;
  readonly reservation: ReservationTarget | undefined;
  readonly placementGroup: PlacementGroupChoice;
  readonly gpuHealthCheck: boolean;
  readonly tags: readonly Tag[];
  readonly schedulableMemoryMiB: number | undefined;
  readonly customSlurmSettings: JsonObject;
  readonly staticNodePriority: number;
  readonly dynamicNodePriority: number;
}

export type ReservationTarget =
  | { readonly kind: "reservation"; readonly id: string }
  | { readonly kind: "group"; readonly arn: string };

export type PlacementGroupChoice =
  | { readonly kind: "none" }
  | { readonly kind: "managed" }
  | { readonly kind: "named"; readonly name: string };

export interface SlurmSettings {
  readonly scaledownIdleMinutes: number;
  readonly queueUpdateStrategy: "COMPUTE_FLEET_STOP" | "DRAIN" | "TERMINATE";
  readonly managedDns: boolean;
  readonly hostedZoneId: string | undefined;
  readonly ec2Hostnames: boolean;
  readonly memoryBasedScheduling: boolean;
  readonly database: JsonObject | undefined;
  readonly customSlurmSettings: readonly Json[];
}

export type SharedStorage =
  | {
      readonly kind: "ebs";
      readonly name: string;
      readonly mountDirectory: string;
      readonly volume: EbsVolume;
    }
  | {
      readonly kind: "raid";
      readonly name: string;
      readonly mountDirectory: string;
      readonly volume: EbsVolume;
      readonly raidType: 0 | 1;
      readonly volumeCount: number;
    }
  | {
      readonly kind: "existing-lustre" | "existing-openzfs";
      readonly name: string;
      readonly mountDirectory: string;
      /** A file system for Lustre, a volume for OpenZFS. */
      readonly resourceId: string;
    }
  | {
      readonly kind: "managed-lustre";
      readonly name: string;
      readonly mountDirectory: string;
      readonly lustre: ManagedLustre;
    };

export interface EbsVolume {
  readonly existingVolumeId: string | undefined;
  readonly snapshotId: string | undefined;
  readonly volumeType: string;
  readonly sizeGiB: number;
  readonly iops: number | undefined;
  readonly throughputMBps: number | undefined;
  readonly encrypted: boolean;
  readonly kmsKeyId: string | undefined;
  readonly deletionPolicy: "Delete" | "Retain" | "Snapshot";
}

export interface ManagedLustre {
  readonly storageCapacityGiB: number | undefined;
  readonly deploymentType: string;
  readonly throughputMBpsPerTiB: number | undefined;
  readonly compression: string | undefined;
  readonly fileSystemTypeVersion: string | undefined;
  readonly kmsKeyId: string | undefined;
  readonly weeklyMaintenanceStartTime: string | undefined;
  readonly automaticBackupRetentionDays: number | undefined;
  readonly dailyAutomaticBackupStartTime: string | undefined;
  readonly copyTagsToBackups: boolean | undefined;
  readonly deletionPolicy: "Delete" | "Retain";
  readonly dataLinks: readonly DataLink[];
}

export interface DataLink {
  readonly name: string;
  readonly dataRepositoryPath: string;
  readonly fileSystemPath: string;
  readonly batchImportOnCreate: boolean | undefined;
  readonly importedFileChunkSizeMiB: number | undefined;
  readonly autoImportEvents: readonly string[];
  readonly autoExportEvents: readonly string[];
}

export interface Monitoring {
  readonly detailed: boolean;
  readonly logs: {
    readonly enabled: boolean;
    /** 0: events never expire. */
    readonly retentionDays: number;
    readonly deletionPolicy: "Delete" | "Retain";
  };
  readonly logRotation: boolean;
  readonly dashboard: boolean;
  readonly alarms: boolean;
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}
