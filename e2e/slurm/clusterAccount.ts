import type { RegionContext } from "../../packages/sandbox/src/kernel/CallContext.ts";
import type { JsonObject } from "../../packages/sandbox/src/kernel/json.ts";
import {
  createCluster,
  updateCluster,
} from "../../packages/sandbox/src/parallelcluster/provider/applyCluster.ts";
import { findClusterStack } from "../../packages/sandbox/src/parallelcluster/provider/clusterStack.ts";
import { versionFacts } from "../../packages/sandbox/src/parallelcluster/versions/versionFacts.ts";
import { checkUpdate } from "../../packages/sandbox/src/parallelcluster/provider/checkUpdate.ts";
import { BUCKET, REGION, type QueuesOf } from "./clusterUnderTest.ts";
import { until } from "../support/until.ts";

function subnetOf(context: RegionContext): string {
  return context.call("ec2", "DescribeSubnets", {}).Subnets?.[0]?.SubnetId ?? "";
}

/** A Lustre file system whose `/data` is linked to a bucket; answers its id. */
export async function makeStorage(context: RegionContext): Promise<string> {
  context.call("s3", "CreateBucket", {
    Bucket: BUCKET,
    CreateBucketConfiguration: { LocationConstraint: REGION },
  });
  const made = context.call("fsx", "CreateFileSystem", {
    FileSystemType: "LUSTRE",
    StorageCapacity: 1200,
    SubnetIds: [subnetOf(context)],
    LustreConfiguration: { DeploymentType: "PERSISTENT_2", PerUnitStorageThroughput: 250 },
  });
  const id = made.FileSystem?.FileSystemId ?? "";
  const describe = () => context.call("fsx", "DescribeFileSystems", { FileSystemIds: [id] }).FileSystems?.[0];
  await until("the file system is available", 20, () => describe()?.Lifecycle === "AVAILABLE");
  context.call("fsx", "CreateDataRepositoryAssociation", {
    FileSystemId: id,
    FileSystemPath: "/data",
    DataRepositoryPath: `s3://${BUCKET}`,
    S3: {
      AutoImportPolicy: { Events: ["NEW", "CHANGED", "DELETED"] },
      AutoExportPolicy: { Events: ["NEW", "CHANGED", "DELETED"] },
    },
  });
  const links = () => context.call("fsx", "DescribeDataRepositoryAssociations", {}).Associations ?? [];
  await until("the data link is available", 20, () => links()[0]?.Lifecycle === "AVAILABLE");
  return id;
}

export interface ClusterParts {
  readonly queuesOf: QueuesOf;
  readonly fileSystemId: string;
  readonly slurmSettings: JsonObject;
}

/** Creates the cluster and waits until it stands. */
export async function makeCluster(context: RegionContext, parts: ClusterParts): Promise<void> {
  createCluster(context, { ...clusterChange(context, parts), rollbackOnFailure: false });
  await settled(context, "CREATE");
}

/** Updates the cluster, if the update policies let it, and waits for the end. */
export async function changeCluster(
  context: RegionContext,
  before: ClusterParts,
  after: ClusterParts,
): Promise<void> {
  const stack = findClusterStack(context, "ml");
  if (stack === undefined) throw new Error("there is no cluster");
  const change = clusterChange(context, after);
  checkUpdate(context, { stack, current: clusterChange(context, before).configuration, change });
  updateCluster(context, change, stack);
  await settled(context, "UPDATE");
}

async function settled(context: RegionContext, what: "CREATE" | "UPDATE"): Promise<void> {
  const status = () => findClusterStack(context, "ml")?.status;
  await until(`${what} has ended`, 120, () => status()?.endsWith("_IN_PROGRESS") === false);
  if (status() !== `${what}_COMPLETE`) throw new Error(`the cluster is in the state ${status()}`);
}

function clusterChange(context: RegionContext, { queuesOf, fileSystemId, slurmSettings }: ClusterParts) {
  const subnetId = subnetOf(context);
  const version = versionFacts("3.13.1");
  if (version === undefined) throw new Error("the sandbox does not know the version");
  return {
    clusterName: "ml",
    version,
    validation: { suppress: [], failureLevel: "ERROR" as const },
    configuration: {
      Image: { Os: "ubuntu2204" },
      HeadNode: { InstanceType: "m5.large", Networking: { SubnetId: subnetId } },
      SharedStorage: [
        {
          Name: "fsx",
          MountDir: "/fsx",
          StorageType: "FsxLustre",
          FsxLustreSettings: { FileSystemId: fileSystemId },
        },
      ],
      Scheduling: {
        Scheduler: "slurm",
        SlurmSettings: { ScaledownIdletime: 1, ...slurmSettings },
        SlurmQueues: queuesOf(subnetId, context),
      },
    },
  };
}
