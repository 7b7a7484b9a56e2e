import { stringify } from "yaml";
import { GUIDE_OUTPUTS, resolvedProject } from "../../packages/core/src/project/testing/resolvedProject.ts";
import { clusterConfig } from "../../packages/core/src/templates/cluster/clusterConfig.ts";

/** The reference architecture's configuration. */
export function guideConfiguration(): string {
  return stringify(clusterConfig(resolvedProject(), GUIDE_OUTPUTS).value);
}

const MAX_QUEUES = 50;

/** The largest number of queues that ParallelCluster takes, each with scripts, tags and settings of its own. */
export function largestConfiguration(): string {
  return stringify({
    Region: "us-west-2",
    Image: { Os: "alinux2023" },
    HeadNode: {
      InstanceType: "m5.24xlarge",
      Networking: { SubnetId: "subnet-0123456789abcdef0" },
      Ssh: { KeyName: "ml-key" },
    },
    Scheduling: {
      Scheduler: "slurm",
      SlurmSettings: { QueueUpdateStrategy: "DRAIN" },
      SlurmQueues: Array.from({ length: MAX_QUEUES }, (_, index) => queue(index)),
    },
  });
}

function queue(index: number) {
  return {
    Name: `queue-${index}`,
    CapacityType: "ONDEMAND",
    Networking: {
      SubnetIds: ["subnet-0123456789abcdef1"],
      SecurityGroups: ["sg-0123456789abcdef0"],
      PlacementGroup: { Enabled: true },
    },
    ComputeSettings: { LocalStorage: { RootVolume: { Size: 200, VolumeType: "gp3" } } },
    CustomActions: { OnNodeConfigured: { Script: "s3://bucket/setup.sh", Args: ["--queue", `${index}`] } },
    Tags: [{ Key: "queue", Value: `queue-${index}` }],
    CustomSlurmSettings: { DefaultTime: "01:00:00" },
    ComputeResources: [
      {
        Name: "nodes",
        InstanceType: "c5.18xlarge",
        MinCount: 0,
        MaxCount: 10,
        CustomSlurmSettings: { Weight2: "1" },
      },
    ],
  };
}
