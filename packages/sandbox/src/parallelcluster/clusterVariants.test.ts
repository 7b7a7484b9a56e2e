import { expect, test } from "vitest";
import type { RegionContext } from "../kernel/CallContext.ts";
import type { JsonObject } from "../kernel/json.ts";
import { SANDBOX_MODULES } from "../modules.ts";
import { createTestKernel } from "../testing/createTestKernel.ts";
import { createCluster } from "./provider/applyCluster.ts";
import { describeCluster } from "./provider/describeCluster.ts";
import { versionFacts } from "./versions/versionFacts.ts";

interface Variant {
  readonly when: string;
  readonly version?: string;
  readonly headNode?: JsonObject;
  readonly networking?: JsonObject;
  readonly queue?: JsonObject;
  readonly resource?: JsonObject;
  readonly rest?: JsonObject;
}

const VARIANTS: readonly Variant[] = [
  { when: "of version 3.16.1", version: "3.16.1" },
  { when: "with an elastic IP", networking: { ElasticIp: true } },
  {
    when: "without monitoring",
    rest: {
      Monitoring: {
        Logs: { CloudWatch: { Enabled: false } },
        Dashboards: { CloudWatch: { Enabled: false } },
        Alarms: { Enabled: false },
      },
    },
  },
  {
    when: "with a RAID array and a volume",
    rest: {
      SharedStorage: [
        {
          Name: "raid",
          MountDir: "/raid",
          StorageType: "Ebs",
          EbsSettings: { Raid: { Type: 0, NumberOfVolumes: 2 } },
        },
        { Name: "disk", MountDir: "/disk", StorageType: "Ebs", EbsSettings: { Size: 50 } },
      ],
    },
  },
  {
    when: "with a Lustre file system of its own",
    rest: {
      SharedStorage: [
        {
          Name: "scratch",
          MountDir: "/fsx",
          StorageType: "FsxLustre",
          FsxLustreSettings: { StorageCapacity: 1200, DeploymentType: "SCRATCH_2" },
        },
      ],
    },
  },
  {
    when: "with managed placement groups and S3 access",
    resource: { InstanceType: "c5.2xlarge", Networking: { PlacementGroup: { Enabled: true } } },
    queue: { Iam: { S3Access: [{ BucketName: "data", EnableWriteAccess: true }] } },
  },
  { when: "on spot instances", queue: { CapacityType: "SPOT" }, resource: { SpotPrice: 1 } },
  {
    when: "with DCV and v1 metadata",
    headNode: { Dcv: { Enabled: true } },
    rest: { Imds: { ImdsSupport: "v1.0" } },
  },
];

test.each(VARIANTS)("a cluster $when comes up and is deleted without a rest", (variant) => {
  const kernel = createTestKernel({ modules: SANDBOX_MODULES });
  const context = kernel.context("us-west-2");
  const version = versionFacts(variant.version ?? "3.13.1");
  if (version === undefined) throw new Error("no such version");
  createCluster(context, {
    clusterName: "ml",
    configuration: configuration(context, variant),
    version,
    validation: { suppress: [], failureLevel: "ERROR" },
    rollbackOnFailure: false,
  });
  kernel.clock.runUntilIdle();
  expect(failures(context)).toEqual([]);
  expect(describeCluster(context, "ml")).toMatchObject({
    clusterStatus: "CREATE_COMPLETE",
    computeFleetStatus: "RUNNING",
  });
  context.call("cloudformation", "DeleteStack", { StackName: "ml" });
  kernel.clock.runUntilIdle();
  expect(failures(context)).toEqual([]);
  expect(describeCluster(context, "ml")).toBeUndefined();
  expect(context.call("ec2", "DescribeVolumes", {}).Volumes).toEqual([]);
});

function configuration(context: RegionContext, variant: Variant): JsonObject {
  const subnetId = context.call("ec2", "DescribeSubnets", {}).Subnets?.[0]?.SubnetId ?? "";
  return {
    Image: { Os: "ubuntu2204" },
    HeadNode: {
      InstanceType: "m5.large",
      Networking: { SubnetId: subnetId, ...variant.networking },
      ...variant.headNode,
    },
    Scheduling: {
      Scheduler: "slurm",
      SlurmQueues: [
        {
          Name: "q",
          Networking: { SubnetIds: [subnetId] },
          ComputeResources: [
            { Name: "r", InstanceType: "c5.large", MinCount: 1, MaxCount: 2, ...variant.resource },
          ],
          ...variant.queue,
        },
      ],
    },
    ...variant.rest,
  };
}

function failures(context: RegionContext): readonly string[] {
  const { Stacks } = context.call("cloudformation", "DescribeStacks", {});
  return (Stacks ?? []).flatMap(({ StackId }) =>
    (context.call("cloudformation", "DescribeStackEvents", { StackName: StackId ?? "" }).StackEvents ?? [])
      .filter(({ ResourceStatus }) => ResourceStatus?.endsWith("FAILED"))
      .map((event) => `${event.LogicalResourceId}: ${event.ResourceStatusReason}`),
  );
}
