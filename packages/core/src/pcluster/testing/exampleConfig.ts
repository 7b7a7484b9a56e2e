/** A small valid configuration that the tests change. */
export const EXAMPLE_CONFIG = `Region: us-west-2
Image:
  Os: alinux2023
HeadNode:
  InstanceType: m5.8xlarge
  Networking:
    SubnetId: subnet-0123456789abcdef0
  Ssh:
    KeyName: ml-key
Scheduling:
  Scheduler: slurm
  SlurmSettings:
    QueueUpdateStrategy: DRAIN
  SlurmQueues:
    - Name: compute
      CapacityType: ONDEMAND
      Networking:
        SubnetIds:
          - subnet-0123456789abcdef1
        PlacementGroup:
          Enabled: true
      ComputeResources:
        - Name: nodes
          InstanceType: c5.4xlarge
          MinCount: 0
          MaxCount: 4
SharedStorage:
  - Name: scratch
    MountDir: /scratch
    StorageType: FsxLustre
    FsxLustreSettings:
      StorageCapacity: 1200
      DeploymentType: SCRATCH_2
`;

/** The example with one piece of its text replaced; throws when the piece is not there. */
export function exampleWith(piece: string, replacement: string): string {
  if (!EXAMPLE_CONFIG.includes(piece)) throw new Error(`the example has no ${piece}`);
  return EXAMPLE_CONFIG.replace(piece, replacement);
}
