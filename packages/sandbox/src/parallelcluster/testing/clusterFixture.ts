import type { RegionContext } from "../../kernel/CallContext.ts";
import type { JsonObject } from "../../kernel/json.ts";
import { definePart } from "../../kernel/ServiceModule.ts";
import type { SandboxKernel } from "../../kernel/SandboxKernel.ts";
import type { SandboxState } from "../../kernel/SandboxState.ts";
import { dynamodb } from "../../services/dynamodb/dynamodb.ts";
import { logs } from "../../services/logs/logs.ts";
import { s3 } from "../../services/s3/s3.ts";
import { createTestKernel } from "../../testing/createTestKernel.ts";
import { parallelcluster } from "../parallelcluster.ts";
import { putText } from "../provider/clusterObjects.ts";
import { FAKE_CLOUD, fakeCloud, startInstance } from "./fakeCloud.ts";

export const FLEET_TABLE = "parallelcluster-ml";
const BUCKET = "cluster-artifacts";

/** A cluster whose stack is a fake: its bucket, tables and log group are real ones of the sandbox. */
export interface ClusterFixture {
  readonly kernel: SandboxKernel;
  readonly context: RegionContext;
  readonly signals: { readonly handle: string; readonly status: string; readonly reason: string }[];
}

export function createClusterFixture(state?: SandboxState): ClusterFixture {
  const signals: ClusterFixture["signals"] = [];
  const watcher = definePart("signal-watcher", {
    listeners: {
      "cloudformation.signal": ({ handle, body }) => {
        const { Status: status, Reason: reason }: { Status: string; Reason: string } = JSON.parse(body);
        signals.push({ handle, status, reason });
      },
    },
  });
  const modules = [...FAKE_CLOUD, s3, dynamodb, logs, parallelcluster, watcher];
  const kernel = createTestKernel({ modules, ...(state === undefined ? {} : { state }) });
  return { kernel, context: kernel.context("us-west-2"), signals };
}

/** Makes what the cluster's stack would have made, and starts its head node. */
export function startCluster(fixture: ClusterFixture, queues: readonly JsonObject[]): string {
  const { context } = fixture;
  context.call("s3", "CreateBucket", {
    Bucket: BUCKET,
    CreateBucketConfiguration: { LocationConstraint: "us-west-2" },
  });
  context.call("s3", "PutBucketVersioning", {
    Bucket: BUCKET,
    VersioningConfiguration: { Status: "Enabled" },
  });
  createTable(context, FLEET_TABLE);
  createTable(context, "parallelcluster-slurm-ml");
  fixture.kernel.clock.runUntilIdle();
  configure(context, { queues, generation: 1 });
  return startInstance(context, {
    "parallelcluster:node-type": "HeadNode",
    "parallelcluster:cluster-name": "ml",
    "parallelcluster:version": "3.13.1",
  });
}

/** Puts a configuration into the bucket and into the metadata, as a creation or an update of the stack does. */
export function configure(
  context: RegionContext,
  change: { readonly queues: readonly JsonObject[]; readonly generation: number; readonly strategy?: string },
): void {
  const configuration = {
    HeadNode: { CustomActions: { OnNodeConfigured: { Script: "https://example.com/a.sh" } } },
    Scheduling: {
      SlurmQueues: change.queues,
      SlurmSettings: { QueueUpdateStrategy: change.strategy ?? "COMPUTE_FLEET_STOP" },
    },
  };
  const key = "cluster/configs/cluster-config-with-implied-values.yaml";
  const version = putText(context, { bucket: BUCKET, key }, JSON.stringify(configuration));
  fakeCloud(context).metadata = metadata(key, version, change.generation);
}

export function queue(name: string, resource: JsonObject, changes: JsonObject = {}): JsonObject {
  return { Name: name, ComputeResources: [{ Name: "r", ...resource }], ...changes };
}

export function fleetStatus(context: RegionContext): string | undefined {
  const { Item } = context.call("dynamodb", "GetItem", {
    TableName: FLEET_TABLE,
    Key: { Id: { S: "COMPUTE_FLEET" } },
  });
  return Item?.["Data"]?.M?.["status"]?.S;
}

/** What `update-compute-fleet` writes. */
export function requestFleetStatus(context: RegionContext, status: string): void {
  context.call("dynamodb", "UpdateItem", {
    TableName: FLEET_TABLE,
    Key: { Id: { S: "COMPUTE_FLEET" } },
    UpdateExpression: "set #dt.#st=:s",
    ExpressionAttributeNames: { "#dt": "Data", "#st": "status" },
    ExpressionAttributeValues: { ":s": { S: status } },
  });
}

function createTable(context: RegionContext, name: string): void {
  context.call("dynamodb", "CreateTable", {
    TableName: name,
    AttributeDefinitions: [{ AttributeName: "Id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "Id", KeyType: "HASH" }],
    BillingMode: "PAY_PER_REQUEST",
  });
}

function metadata(configKey: string, configVersion: string, generation: number): JsonObject {
  const cluster = {
    stack_arn: "arn:aws:cloudformation:us-west-2:123456789012:stack/ml/1",
    ddb_table: FLEET_TABLE,
    slurm_ddb_table: "parallelcluster-slurm-ml",
    dns_domain: "ml.pcluster.",
    hosted_zone: "Z1",
    log_group_name: "/aws/parallelcluster/ml-202601050800",
    cluster_s3_bucket: BUCKET,
    cluster_config_s3_key: configKey,
    cluster_config_version: configVersion,
    fsx_fs_ids: "fs-1",
    volume: "NONE",
    raid_vol_ids: "",
  };
  const files = {
    "/tmp/dna.json": { content: JSON.stringify({ cluster }) },
    "/tmp/wait_condition_handle.txt": { content: `https://handle/${generation}` },
  };
  return { "AWS::CloudFormation::Init": { deployConfigFiles: { files } } };
}
