import type { RegionContext } from "../../packages/sandbox/src/kernel/CallContext.ts";
import { findCluster } from "../../packages/sandbox/src/parallelcluster/cluster/ClusterRecord.ts";
import { describeCluster } from "../../packages/sandbox/src/parallelcluster/provider/describeCluster.ts";
import { BUCKET, type RealCluster } from "./clusterUnderTest.ts";

/** What is seen of a cluster from outside, and done on its hosts. */
export function createView(
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
    submit: (script, ...options) =>
      run("sh", "-c", 'cd /fsx && printf "%s" "$0" | sbatch --parsable "$@"', script, ...options),
    async jobState(jobId) {
      const jobs = (await run("squeue", "-h", "-o", "%A %t")).split("\n").map((line) => line.split(" "));
      return jobs.find(([id]) => id === jobId)?.[1] ?? "";
    },
    computeInstances: () => instances(contextNow(), "Compute"),
    instanceOf: (nodeName) =>
      findCluster(contextNow(), headNodeOf(contextNow()))?.nodes[nodeName]?.instanceId,
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

export function headNodeOf(context: RegionContext): string {
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
