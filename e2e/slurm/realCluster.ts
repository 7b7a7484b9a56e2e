import { cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { examineMachine } from "../../packages/sandbox/src/hosts/machine/examineMachine.ts";
import type { RegionContext } from "../../packages/sandbox/src/kernel/CallContext.ts";
import type { JsonObject } from "../../packages/sandbox/src/kernel/json.ts";
import {
  createCluster,
  updateCluster,
} from "../../packages/sandbox/src/parallelcluster/provider/applyCluster.ts";
import { findClusterStack } from "../../packages/sandbox/src/parallelcluster/provider/clusterStack.ts";
import { putText } from "../../packages/sandbox/src/parallelcluster/provider/clusterObjects.ts";
import { describeCluster } from "../../packages/sandbox/src/parallelcluster/provider/describeCluster.ts";
import { versionFacts } from "../../packages/sandbox/src/parallelcluster/versions/versionFacts.ts";
import { runSandbox, type RunningSandbox } from "../../packages/sandbox/src/server/runSandbox.ts";

const REGION = "us-west-2";
const BUCKET = "cluster-data";
const EXAMPLES = join(import.meta.dirname, "../../examples");

/** The reason why this machine cannot run real hosts, printed once; undefined when it can. */
export async function whyNoSlurm(): Promise<string | undefined> {
  const { driver, reason } = await examineMachine();
  if (driver === "namespaces") return undefined;
  process.stderr.write(`tests of real Slurm are left out: ${reason}\n`);
  return reason;
}

export interface RealCluster {
  readonly context: RegionContext;
  /** Errors of the sandbox itself, to be expected empty. */
  readonly defects: readonly string[];
  /** `/fsx` on this machine. */
  readonly fsx: string;
  /** `/opt/parallelcluster` on this machine. */
  readonly clusterDirectory: string;
  /** Runs as `ubuntu` on the head node and answers what was printed; throws when the program fails. */
  run(...argv: string[]): Promise<string>;
  /** The same as root. */
  runAsRoot(...argv: string[]): Promise<string>;
  runOn(instanceId: string, ...argv: string[]): Promise<string>;
  /** Instances of compute nodes that have not ended. */
  computeInstances(): readonly string[];
  /** How many nodes `sinfo` shows in a state. */
  countNodes(state: string): Promise<number>;
  /** True when no job is left in the queue. */
  isQueueEmpty(): Promise<boolean>;
  objectKeys(): readonly string[];
  logMessages(streamEnd: string): readonly string[];
  requestFleet(status: "START_REQUESTED" | "STOP_REQUESTED"): void;
  fleetStatus(): string | undefined;
  /** Updates the cluster to other queues and waits for the end. */
  update(queuesOf: QueuesOf): Promise<void>;
  /** Stops the sandbox and starts it again with its state. */
  restart(): Promise<void>;
}

export type QueuesOf = (subnetId: string, context: RegionContext) => readonly JsonObject[];

/** A queue of nodes with 8 GPUs. */
export function gpuQueue(minCount: number, maxCount: number): QueuesOf {
  return (subnetId) => [
    {
      Name: "gpu",
      Networking: { SubnetIds: [subnetId] },
      ComputeResources: [{ Name: "ml", InstanceType: "p5.48xlarge", MinCount: minCount, MaxCount: maxCount }],
    },
  ];
}

/** Puts a text into the data bucket and answers its address. */
export function putObject(context: RegionContext, key: string, text: string): string {
  putText(context, { bucket: BUCKET, key }, text);
  return `s3://${BUCKET}/${key}`;
}

/** A sandbox with a cluster of real hosts, whose `/fsx/data` is linked to a bucket; removed when the test ends. */
export async function startRealCluster(
  queuesOf: QueuesOf,
  slurmSettings: JsonObject = {},
): Promise<RealCluster> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "trainyard-slurm-")));
  const defects: string[] = [];
  let sandbox = await start(directory, defects);
  onTestFinished(async () => {
    await sandbox.stop();
    rmSync(directory, { recursive: true, force: true });
  });
  const contextNow = () => sandbox.running.session.kernel.context(REGION);
  const fileSystemId = await makeStorage(contextNow());
  await makeCluster(contextNow(), { queuesOf, fileSystemId, slurmSettings });
  const fsx = join(contextNow().dataDirectory, "fsx", fileSystemId);
  for (const name of ["allreduce", "train"])
    cpSync(join(EXAMPLES, name), join(fsx, name), { recursive: true, dereference: true });
  return {
    ...createView(contextNow),
    get context() {
      return contextNow();
    },
    defects,
    fsx,
    clusterDirectory: join(contextNow().dataDirectory, "parallelcluster", headNodeOf(contextNow())),
    update: (changed) => updateTo(contextNow(), { queuesOf: changed, fileSystemId, slurmSettings }),
    async restart() {
      await sandbox.stop();
      sandbox = await start(directory, defects);
    },
  };
}

/** Waits on a condition; throws with the last failure, or with `what`, when it does not hold in time. */
export async function until(
  what: string,
  seconds: number,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadlineMs = Date.now() + seconds * 1000;
  let failure: unknown;
  while (Date.now() < deadlineMs) {
    try {
      if (await condition()) return;
      failure = undefined;
    } catch (error) {
      // The host may not be there yet.
      failure = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`not within ${seconds} seconds: ${what}`, { cause: failure });
}

interface Sandbox {
  readonly running: RunningSandbox;
  stop(): Promise<void>;
}

async function start(directory: string, defects: string[]): Promise<Sandbox> {
  const controller = new AbortController();
  let ended: Promise<void> = Promise.resolve();
  const running = await new Promise<RunningSandbox>((resolve, reject) => {
    ended = runSandbox({
      stateDirectory: join(directory, "state"),
      seed: "test",
      speed: "max",
      hosts: "namespaces",
      accountId: "123456789012",
      version: "0.0.0-test",
      onReady: resolve,
      onDefect: (error, what) => void defects.push(`${what}: ${String(error)}`),
      signal: controller.signal,
    });
    ended.catch(reject);
  });
  return {
    running,
    async stop() {
      controller.abort();
      await ended;
    },
  };
}

function subnetOf(context: RegionContext): string {
  return context.call("ec2", "DescribeSubnets", {}).Subnets?.[0]?.SubnetId ?? "";
}

async function makeStorage(context: RegionContext): Promise<string> {
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

interface ClusterParts {
  readonly queuesOf: QueuesOf;
  readonly fileSystemId: string;
  readonly slurmSettings: JsonObject;
}

async function makeCluster(context: RegionContext, parts: ClusterParts): Promise<void> {
  createCluster(context, { ...clusterChange(context, parts), rollbackOnFailure: false });
  await settled(context, "CREATE");
}

async function updateTo(context: RegionContext, parts: ClusterParts): Promise<void> {
  const stack = findClusterStack(context, "ml");
  if (stack === undefined) throw new Error("there is no cluster");
  updateCluster(context, clusterChange(context, parts), stack);
  await settled(context, "UPDATE");
}

async function settled(context: RegionContext, what: "CREATE" | "UPDATE"): Promise<void> {
  const status = () => textOf(describeCluster(context, "ml")?.["clusterStatus"]);
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

function createView(
  contextNow: () => RegionContext,
): Omit<RealCluster, "context" | "defects" | "fsx" | "clusterDirectory" | "update" | "restart"> {
  const runOn = async (instanceId: string, user: string, argv: readonly string[]) => {
    const answer = await contextNow().hosts.execute(instanceId, { argv, user, timeoutMs: 30_000 });
    if (answer.exitCode === 0) return answer.stdout.trim();
    throw new Error(`${argv.join(" ")} ended with ${answer.exitCode}: ${answer.stderr}`);
  };
  const run = (...argv: string[]) => runOn(headNodeOf(contextNow()), "ubuntu", argv);
  return {
    run,
    runAsRoot: (...argv) => runOn(headNodeOf(contextNow()), "root", argv),
    runOn: (instanceId, ...argv) => runOn(instanceId, "root", argv),
    computeInstances: () => instances(contextNow(), "Compute"),
    async countNodes(state) {
      const shown = await run("sinfo", "-a", "-h", "-N", "-o", "%t");
      return shown.split("\n").filter((line) => line === state).length;
    },
    isQueueEmpty: async () => (await run("squeue", "-h")) === "",
    objectKeys() {
      const { Contents } = contextNow().call("s3", "ListObjectsV2", { Bucket: BUCKET });
      return (Contents ?? []).flatMap(({ Key }) => Key ?? []);
    },
    logMessages: (streamEnd) => logMessages(contextNow(), streamEnd),
    requestFleet: (status) => requestFleet(contextNow(), status),
    fleetStatus: () => textOf(describeCluster(contextNow(), "ml")?.["computeFleetStatus"]),
  };
}

function headNodeOf(context: RegionContext): string {
  return instances(context, "HeadNode")[0] ?? "";
}

function instances(context: RegionContext, nodeType: string): readonly string[] {
  const { Reservations } = context.call("ec2", "DescribeInstances", {
    Filters: [
      { Name: "tag:parallelcluster:node-type", Values: [nodeType] },
      { Name: "instance-state-name", Values: ["pending", "running"] },
    ],
  });
  return (Reservations ?? []).flatMap(({ Instances }) =>
    (Instances ?? []).flatMap(({ InstanceId }) => InstanceId ?? []),
  );
}

function logMessages(context: RegionContext, streamEnd: string): readonly string[] {
  const { logGroups } = context.call("logs", "DescribeLogGroups", {
    logGroupNamePrefix: "/aws/parallelcluster/ml-",
  });
  const logGroupName = logGroups?.[0]?.logGroupName ?? "";
  const { logStreams } = context.call("logs", "DescribeLogStreams", { logGroupName });
  return (logStreams ?? [])
    .filter(({ logStreamName }) => logStreamName?.endsWith(`.${streamEnd}`) === true)
    .flatMap(({ logStreamName }) => {
      const { events } = context.call("logs", "GetLogEvents", { logGroupName, logStreamName });
      return (events ?? []).map(({ message }) => message ?? "");
    });
}

function requestFleet(context: RegionContext, status: string): void {
  context.call("dynamodb", "UpdateItem", {
    TableName: "parallelcluster-ml",
    Key: { Id: { S: "COMPUTE_FLEET" } },
    UpdateExpression: "set #dt.#st=:s",
    ExpressionAttributeNames: { "#dt": "Data", "#st": "status" },
    ExpressionAttributeValues: { ":s": { S: status } },
  });
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
