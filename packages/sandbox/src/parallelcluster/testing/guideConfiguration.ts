import type { Json, JsonObject } from "../../kernel/json.ts";

export interface GuideValues {
  readonly headNodeSubnetId: string;
  readonly computeSubnetId: string;
  readonly securityGroupId: string;
  readonly keyName: string;
  readonly reservationId: string;
  readonly instanceCount: number;
  readonly lustreFileSystemId: string;
  readonly openZfsVolumeId: string;
}

/** The cluster of the distributed training guide: one queue of static p5.48xlarge with EFA on a reservation. */
export function guideConfiguration(values: GuideValues): JsonObject {
  return {
    Imds: { ImdsSupport: "v2.0" },
    Image: { Os: "ubuntu2204" },
    HeadNode: {
      InstanceType: "m5.8xlarge",
      Networking: { SubnetId: values.headNodeSubnetId, AdditionalSecurityGroups: [values.securityGroupId] },
      Ssh: { KeyName: values.keyName },
      LocalStorage: { RootVolume: { Size: 500, DeleteOnTermination: true } },
      Iam: {
        AdditionalIamPolicies: [policy("AmazonSSMManagedInstanceCore"), policy("AmazonS3ReadOnlyAccess")],
      },
      CustomActions: {
        OnNodeConfigured: scripts("https://example.com/docker.sh", "https://example.com/nccl.sh"),
      },
      Imds: { Secured: false },
    },
    Scheduling: {
      Scheduler: "slurm",
      SlurmSettings: {
        ScaledownIdletime: 60,
        CustomSlurmSettings: [
          { JobCompType: "jobcomp/filetxt" },
          { JobCompLoc: "/home/slurm/slurm-job-completions.txt" },
        ],
      },
      SlurmQueues: [queue(values)],
    },
    SharedStorage: [
      {
        Name: "HomeDirs",
        MountDir: "/home",
        StorageType: "FsxOpenZfs",
        FsxOpenZfsSettings: { VolumeId: values.openZfsVolumeId },
      },
      {
        Name: "fsx",
        MountDir: "/fsx",
        StorageType: "FsxLustre",
        FsxLustreSettings: { FileSystemId: values.lustreFileSystemId },
      },
    ],
    Monitoring: {
      DetailedMonitoring: true,
      Logs: { CloudWatch: { Enabled: true } },
      Dashboards: { CloudWatch: { Enabled: true } },
    },
  };
}

function queue(values: GuideValues): JsonObject {
  return {
    Name: "compute-gpu",
    CapacityType: "ONDEMAND",
    Networking: {
      SubnetIds: [values.computeSubnetId],
      PlacementGroup: { Enabled: false },
      AdditionalSecurityGroups: [values.securityGroupId],
    },
    ComputeSettings: {
      LocalStorage: { EphemeralVolume: { MountDir: "/scratch" }, RootVolume: { Size: 512 } },
    },
    JobExclusiveAllocation: true,
    ComputeResources: [
      {
        Name: "distributed-ml",
        InstanceType: "p5.48xlarge",
        MinCount: values.instanceCount,
        MaxCount: values.instanceCount,
        Efa: { Enabled: true },
        CapacityReservationTarget: { CapacityReservationId: values.reservationId },
      },
    ],
    Iam: { AdditionalIamPolicies: [policy("AmazonSSMManagedInstanceCore")] },
    CustomActions: {
      OnNodeConfigured: scripts("https://example.com/docker.sh", "https://example.com/nccl.sh"),
    },
  };
}

function policy(name: string): JsonObject {
  return { Policy: `arn:aws:iam::aws:policy/${name}` };
}

function scripts(...urls: readonly string[]): Json {
  return { Sequence: urls.map((url) => ({ Script: url })) };
}
