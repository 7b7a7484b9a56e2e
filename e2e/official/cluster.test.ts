import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../packages/sandbox/src/kernel/json.ts";
import { startTestSandbox, type TestSandbox } from "../../packages/sandbox/src/testing/startTestSandbox.ts";
import { createPcluster, REGION, type Pcluster } from "./createPcluster.ts";
import { prepareOfficialClis } from "./officialClis.ts";
import { prepareAccount, RESERVATION, type PreparedAccount } from "./prepareAccount.ts";
import { readOpenApi, type OpenApi } from "./readOpenApi.ts";

const { clis, missing } = prepareOfficialClis();
const NODES = 3;

// oxlint-disable-next-line vitest/no-disabled-tests -- says which releases this machine cannot have
test.skip.each(missing)("the official pcluster $title: not here, $reason", () => undefined);

// In order: each test takes the cluster over from the one before it.
describe.each(clis)("the official pcluster $title and the guide's cluster", { shuffle: false }, (cli) => {
  let sandbox: TestSandbox;
  let pcluster: Pcluster;
  let account: PreparedAccount;
  let openApi: OpenApi;
  let created: Answer;

  beforeAll(async () => {
    sandbox = await startTestSandbox();
    pcluster = createPcluster(cli, sandbox.endpoint);
    account = prepareAccount(sandbox.kernel);
    openApi = readOpenApi(cli.openApiPath);
    pcluster.write("cluster.yaml", account.configuration(NODES));
    created = await pcluster.json([
      "create-cluster",
      "-n",
      "ml-cluster",
      "-c",
      "cluster.yaml",
      "--rollback-on-failure",
      "false",
    ]);
  });
  afterAll(async () => {
    pcluster.end();
    await sandbox.stop();
    if (sandbox.defects.length > 0) throw new AggregateError(sandbox.defects, "the sandbox had defects");
  });

  /** The answer of a command, compared with its official description. */
  async function answer(schemaName: string, ...args: readonly string[]): Promise<Answer> {
    const found = await pcluster.json(args);
    expect(openApi.differences(found, schemaName), args.join(" ")).toEqual([]);
    return found;
  }

  async function instanceTypes(): Promise<string[]> {
    const { instances } = await answer(
      "DescribeClusterInstancesResponseContent",
      "describe-cluster-instances",
      "-n",
      "ml-cluster",
    );
    return listOf(instances).map(
      ({ nodeType, instanceType }) => `${String(nodeType)} ${String(instanceType)}`,
    );
  }

  test("create-cluster answers at once that the creation is in progress", () => {
    expect(openApi.differences(created, "CreateClusterResponseContent")).toEqual([]);
    expect(created).toMatchObject({
      cluster: { clusterName: "ml-cluster", clusterStatus: "CREATE_IN_PROGRESS", region: REGION },
    });
    const validators = new Set(listOf(created["validationMessages"]).map(({ type }) => type));
    expect(validators).toEqual(
      new Set(["DetailedMonitoringValidator", "EfaPlacementGroupValidator", "AsyncTimedUrlValidator"]),
    );
  });

  test("list-clusters and describe-cluster show it complete, its fleet running and its configuration", async () => {
    const { clusters } = await answer("ListClustersResponseContent", "list-clusters");
    expect(clusters).toMatchObject([{ clusterName: "ml-cluster", clusterStatus: "CREATE_COMPLETE" }]);
    const cluster = await answer("DescribeClusterResponseContent", "describe-cluster", "-n", "ml-cluster");
    expect(cluster).toMatchObject({
      clusterStatus: "CREATE_COMPLETE",
      computeFleetStatus: "RUNNING",
      scheduler: { type: "slurm" },
      headNode: { instanceType: "m5.8xlarge", state: "running" },
    });
    const { url } = objectOf(cluster["clusterConfiguration"]);
    expect(await (await fetch(String(url))).text()).toBe(account.configuration(NODES));
  });

  test("describe-cluster-instances shows the nodes, and the reservation is used up by as many", async () => {
    expect(await instanceTypes()).toEqual([
      "HeadNode m5.8xlarge",
      ...Array(NODES).fill("ComputeNode p5.48xlarge"),
    ]);
    const { CapacityReservations } = account.context.call("ec2", "DescribeCapacityReservations", {
      CapacityReservationIds: [RESERVATION],
    });
    expect(CapacityReservations?.[0]).toMatchObject({
      TotalInstanceCount: 16,
      AvailableInstanceCount: 16 - NODES,
    });
  });

  test("get-cluster-stack-events shows every resource of the stack as created", async () => {
    const { events } = await answer(
      "GetClusterStackEventsResponseContent",
      "get-cluster-stack-events",
      "-n",
      "ml-cluster",
    );
    const complete = listOf(events).filter(({ resourceStatus }) => resourceStatus === "CREATE_COMPLETE");
    const { StackResources } = account.context.call("cloudformation", "DescribeStackResources", {
      StackName: "ml-cluster",
    });
    expect(complete.map(({ logicalResourceId }) => logicalResourceId).toSorted()).toEqual(
      ["ml-cluster", ...(StackResources ?? []).map(({ LogicalResourceId }) => LogicalResourceId)].toSorted(),
    );
  });

  test("list-cluster-log-streams and get-cluster-log-events read the head node's log", async () => {
    const { logStreams } = await answer(
      "ListClusterLogStreamsResponseContent",
      ...["list-cluster-log-streams", "-n", "ml-cluster", "--filters", "Name=node-type,Values=HeadNode"],
    );
    const names = listOf(logStreams).map(({ logStreamName }) => String(logStreamName));
    const ends = names.map((name) => name.split(".").at(-1));
    expect(ends).toEqual(expect.arrayContaining(["cfn-init", "chef-client", "clustermgtd", "slurmctld"]));
    const { events } = await answer(
      "GetClusterLogEventsResponseContent",
      ...[
        "get-cluster-log-events",
        "-n",
        "ml-cluster",
        "--log-stream-name",
        names.find((name) => name.endsWith("cfn-init")) ?? "",
      ],
    );
    expect(JSON.stringify(events)).toContain("OnNodeConfigured");
  });

  test("export-cluster-logs writes an archive", async () => {
    const bucket = account.context
      .call("s3", "ListBuckets", {})
      .Buckets?.find(({ Name }) => Name?.startsWith("parallelcluster-"));
    const exported = await pcluster.json([
      ...[
        "export-cluster-logs",
        "-n",
        "ml-cluster",
        "--bucket",
        bucket?.Name ?? "",
        "--output-file",
        "logs.tar.gz",
      ],
    ]);
    expect(exported).toEqual({ path: join(pcluster.directory, "logs.tar.gz") });
    expect(statSync(join(pcluster.directory, "logs.tar.gz")).size).toBeGreaterThan(1_000);
  });

  test("list-official-images, ssh and version answer", async () => {
    const { images } = await answer(
      "ListOfficialImagesResponseContent",
      "list-official-images",
      "--os",
      "ubuntu2204",
    );
    expect(listOf(images).map(({ architecture }) => architecture)).toEqual(["arm64", "x86_64"]);
    const cluster = await pcluster.json(["describe-cluster", "-n", "ml-cluster"]);
    expect(await pcluster.json(["ssh", "-n", "ml-cluster", "--dryrun", "true"])).toEqual({
      command: `ssh ubuntu@${String(objectOf(cluster["headNode"])["publicIpAddress"])} `,
    });
    expect(await pcluster.json(["version"])).toMatchObject({ version: expect.stringContaining(cli.title) });
  });

  test("update-cluster refuses, in the official words, what needs a stopped fleet", async () => {
    pcluster.write("shrunk.yaml", account.configuration(NODES - 1));
    const refused = await answer(
      "UpdateClusterBadRequestExceptionResponseContent",
      ...["update-cluster", "-n", "ml-cluster", "-c", "shrunk.yaml", "--suppress-validators", "ALL"],
    );
    expect(refused).toMatchObject({ message: "Update failure" });
    expect(JSON.stringify(refused["updateValidationErrors"])).toContain("Stop the compute fleet");
  });

  test("update-cluster adds a queue of types to choose from, and its static node comes up", async () => {
    pcluster.write("wider.yaml", account.configuration(NODES, withSecondQueue));
    const update = ["update-cluster", "-n", "ml-cluster", "-c", "wider.yaml", "--suppress-validators", "ALL"];
    expect(await answer("UpdateClusterResponseContent", ...update)).toMatchObject({
      cluster: { clusterStatus: "UPDATE_IN_PROGRESS" },
      changeSet: [{ parameter: "Scheduling.SlurmQueues", currentValue: "-" }],
    });
    const { clusterStatus } = await pcluster.json(["describe-cluster", "-n", "ml-cluster"]);
    expect(clusterStatus).toBe("UPDATE_COMPLETE");
    expect(await instanceTypes()).toContain("ComputeNode c5.xlarge");
    expect(await pcluster.json(update)).toMatchObject({
      message: "Bad Request: No changes found in your cluster configuration.",
    });
  });

  test("update-compute-fleet stops the fleet and starts it again", async () => {
    const set = (status: string) =>
      answer(
        "UpdateComputeFleetResponseContent",
        "update-compute-fleet",
        "-n",
        "ml-cluster",
        "--status",
        status,
      );
    const get = () =>
      answer("DescribeComputeFleetResponseContent", "describe-compute-fleet", "-n", "ml-cluster");
    expect(await set("STOP_REQUESTED")).toMatchObject({ status: "STOP_REQUESTED" });
    expect(await get()).toMatchObject({ status: "STOPPED" });
    expect(await instanceTypes()).toEqual(["HeadNode m5.8xlarge"]);
    expect(await set("START_REQUESTED")).toMatchObject({ status: "START_REQUESTED" });
    expect(await get()).toMatchObject({ status: "RUNNING" });
    expect(await instanceTypes()).toHaveLength(NODES + 2);
  });

  test("delete-cluster-instances ends the nodes, which the running fleet replaces", async () => {
    const before = await instanceIds();
    expect(await pcluster.run(["delete-cluster-instances", "-n", "ml-cluster"])).toMatchObject({ code: 0 });
    const after = await instanceIds();
    expect(after).toHaveLength(before.length);
    expect(after.filter((id) => before.includes(id))).toHaveLength(1);
  });

  async function instanceIds(): Promise<unknown[]> {
    const { instances } = await pcluster.json(["describe-cluster-instances", "-n", "ml-cluster"]);
    return listOf(instances).map(({ instanceId }) => instanceId);
  }

  test("a cluster that exists is not created again, and one that does not is not found", async () => {
    expect(
      await answer(
        "CreateClusterBadRequestExceptionResponseContent",
        "create-cluster",
        "-n",
        "ml-cluster",
        "-c",
        "cluster.yaml",
      ),
    ).toEqual({ message: "Bad Request: Cluster ml-cluster already exists." });
    expect(await answer("NotFoundExceptionResponseContent", "describe-cluster", "-n", "other")).toEqual({
      message: "Cluster 'other' does not exist or belongs to an incompatible ParallelCluster major version.",
    });
  });

  test("delete-cluster removes the cluster, its instances and its artifacts, and keeps the logs", async () => {
    const deleted = await answer("DeleteClusterResponseContent", "delete-cluster", "-n", "ml-cluster");
    expect(deleted).toMatchObject({ cluster: { clusterStatus: "DELETE_IN_PROGRESS" } });
    expect(await answer("ListClustersResponseContent", "list-clusters")).toEqual({ clusters: [] });
    expect(await instanceTypes()).toEqual([]);
    const { logGroups } = account.context.call("logs", "DescribeLogGroups", {
      logGroupNamePrefix: "/aws/parallelcluster/ml-cluster",
    });
    expect(logGroups).toHaveLength(1);
    expect(account.context.call("dynamodb", "ListTables", {}).TableNames).toEqual([]);
  });
});

type Answer = Readonly<Record<string, unknown>>;

function listOf(value: unknown): Answer[] {
  if (!Array.isArray(value)) throw new Error(`${JSON.stringify(value)} is no list`);
  return value.map(objectOf);
}

function objectOf(value: unknown): Answer {
  if (typeof value !== "object" || value === null) throw new Error(`${JSON.stringify(value)} is no object`);
  return Object.fromEntries(Object.entries(value));
}

function withSecondQueue(configuration: JsonObject): JsonObject {
  const { Scheduling } = configuration;
  if (!isObject(Scheduling) || !Array.isArray(Scheduling["SlurmQueues"])) throw new Error("no queues");
  const [first] = Scheduling["SlurmQueues"];
  if (!isObject(first) || !isObject(first["Networking"])) throw new Error("no first queue");
  const second = {
    Name: "cpu",
    Networking: { SubnetIds: first["Networking"]["SubnetIds"] ?? [] },
    ComputeResources: [
      {
        Name: "small",
        Instances: [{ InstanceType: "c5.xlarge" }, { InstanceType: "c5a.xlarge" }],
        MinCount: 1,
        MaxCount: 4,
      },
    ],
  };
  return {
    ...configuration,
    Scheduling: { ...Scheduling, SlurmQueues: [...Scheduling["SlurmQueues"], second] },
  };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
