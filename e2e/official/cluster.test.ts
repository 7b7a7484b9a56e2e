import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testClusterLogs } from "./clusterLogs.ts";
import { createOfficialSession, type OfficialSession } from "./createOfficialSession.ts";
import { REGION, type JsonAnswer } from "./createPcluster.ts";
import { prepareOfficialClis, type OfficialCli } from "./officialClis.ts";
import { RESERVATION } from "./prepareAccount.ts";
import { listOf, objectOf, textOf } from "./readAnswer.ts";
import { withSecondQueue } from "./withSecondQueue.ts";

const { clis, missing } = prepareOfficialClis();
const NODES = 3;
const WOULD_SUCCEED = "Request would have succeeded, but DryRun flag is set.";

// oxlint-disable-next-line vitest/no-disabled-tests -- says which releases this machine cannot have
test.skip.each(missing)("the official pcluster $title: not here, $reason", () => undefined);

// In order: each test takes the cluster over from the one before it.
describe("the guide's cluster", { shuffle: false }, () => {
  describe.each(clis)("by the official pcluster $title", (cli) => {
    testCluster(cli);
  });
});

function testCluster(cli: OfficialCli): void {
  let session: OfficialSession;
  let rehearsed: JsonAnswer;
  let created: JsonAnswer;

  beforeAll(async () => {
    session = await createOfficialSession(cli);
    session.pcluster.write("cluster.yaml", session.account.configuration(NODES));
    rehearsed = await session.answer(
      "DryrunOperationExceptionResponseContent",
      "create-cluster -n ml-cluster -c cluster.yaml --dryrun true",
    );
    created = await session.answer(
      "CreateClusterResponseContent",
      "create-cluster -n ml-cluster -c cluster.yaml --rollback-on-failure false",
    );
  });
  afterAll(() => session.end());

  test("a dry run of create-cluster would succeed, and the creation then is in progress at once", () => {
    expect(rehearsed["message"]).toBe(WOULD_SUCCEED);
    expect(rehearsed["validationMessages"]).toEqual(created["validationMessages"]);
    expect(created).toMatchObject({
      cluster: { clusterName: "ml-cluster", clusterStatus: "CREATE_IN_PROGRESS", region: REGION },
    });
    const validators = new Set(listOf(created["validationMessages"]).map(({ type }) => type));
    expect(validators).toEqual(
      new Set(["DetailedMonitoringValidator", "EfaPlacementGroupValidator", "AsyncTimedUrlValidator"]),
    );
  });
  testReading(() => session);
  testClusterLogs(() => session);
  testChanging(() => session);
  test("version tells the release", async () => {
    const { version } = await session.pcluster.json("version");
    expect(textOf(version).startsWith(cli.title)).toBe(true);
  });
  testDeleting(() => session);
}

function testReading(session: () => OfficialSession): void {
  test("list-clusters and describe-cluster show it complete, with a running fleet and its configuration", async () => {
    const { answer, account } = session();
    const { clusters } = await answer(
      "ListClustersResponseContent",
      "list-clusters --cluster-status CREATE_COMPLETE",
    );
    expect(clusters).toMatchObject([{ clusterName: "ml-cluster", clusterStatus: "CREATE_COMPLETE" }]);
    const cluster = await answer("DescribeClusterResponseContent", "describe-cluster -n ml-cluster");
    expect(cluster).toMatchObject({
      clusterStatus: "CREATE_COMPLETE",
      computeFleetStatus: "RUNNING",
      scheduler: { type: "slurm" },
      headNode: { instanceType: "m5.8xlarge", state: "running" },
    });
    const { url } = objectOf(cluster["clusterConfiguration"]);
    const configuration = await fetch(textOf(url));
    expect(await configuration.text()).toBe(account.configuration(NODES));
  });

  test("describe-cluster-instances shows the nodes, and the reservation is used up by as many", async () => {
    const { instances, account } = session();
    expect(typesOf(await instances())).toEqual({
      "HeadNode m5.8xlarge": 1,
      "ComputeNode p5.48xlarge": NODES,
    });
    const { CapacityReservations } = account.context.call("ec2", "DescribeCapacityReservations", {
      CapacityReservationIds: [RESERVATION],
    });
    expect(CapacityReservations?.[0]?.AvailableInstanceCount).toBe(16 - NODES);
  });

  test("get-cluster-stack-events shows every resource of the stack as created", async () => {
    const { answer, account } = session();
    const { events } = await answer(
      "GetClusterStackEventsResponseContent",
      "get-cluster-stack-events -n ml-cluster",
    );
    const complete = listOf(events).filter(({ resourceStatus }) => resourceStatus === "CREATE_COMPLETE");
    const { StackResources = [] } = account.context.call("cloudformation", "DescribeStackResources", {
      StackName: "ml-cluster",
    });
    expect(new Set(complete.map(({ logicalResourceId }) => logicalResourceId))).toEqual(
      new Set(["ml-cluster", ...StackResources.map(({ LogicalResourceId }) => LogicalResourceId)]),
    );
  });

  test("list-official-images and ssh answer", async () => {
    const { answer, pcluster } = session();
    const { images } = await answer(
      "ListOfficialImagesResponseContent",
      "list-official-images --os ubuntu2204",
    );
    expect(listOf(images).map(({ architecture }) => architecture)).toEqual(["arm64", "x86_64"]);
    const { headNode } = await pcluster.json("describe-cluster -n ml-cluster");
    expect(await pcluster.json("ssh -n ml-cluster --dryrun true -i key.pem")).toEqual({
      command: `ssh ubuntu@${textOf(objectOf(headNode)["publicIpAddress"])} -i key.pem`,
    });
  });
}

function testChanging(session: () => OfficialSession): void {
  test("update-cluster refuses, in the official words, what needs a stopped fleet", async () => {
    const { answer, account, pcluster } = session();
    pcluster.write("shrunk.yaml", account.configuration(NODES - 1));
    const refused = await answer(
      "UpdateClusterBadRequestExceptionResponseContent",
      "update-cluster -n ml-cluster -c shrunk.yaml --suppress-validators ALL",
    );
    expect(refused["message"]).toBe("Update failure");
    expect(JSON.stringify(refused["updateValidationErrors"])).toContain("Stop the compute fleet");
  });

  test("update-cluster adds a queue of types to choose from, and its static node comes up", async () => {
    const { answer, account, pcluster, instances } = session();
    pcluster.write("wider.yaml", account.configuration(NODES, withSecondQueue));
    const update = "update-cluster -n ml-cluster -c wider.yaml --suppress-validators ALL";
    expect(await answer("DryrunOperationExceptionResponseContent", `${update} --dryrun true`)).toMatchObject({
      message: WOULD_SUCCEED,
      changeSet: [{ parameter: "Scheduling.SlurmQueues" }],
    });
    expect(await answer("UpdateClusterResponseContent", update)).toMatchObject({
      cluster: { clusterStatus: expect.stringContaining("UPDATE_") },
      changeSet: [{ parameter: "Scheduling.SlurmQueues", currentValue: "-" }],
    });
    const { clusterStatus } = await pcluster.json("describe-cluster -n ml-cluster");
    expect(clusterStatus).toBe("UPDATE_COMPLETE");
    expect(typesOf(await instances("--node-type ComputeNode --queue-name cpu"))).toEqual({
      "ComputeNode c5.xlarge": 1,
    });
    const again = await pcluster.json(update);
    expect(again["message"]).toBe("Bad Request: No changes found in your cluster configuration.");
  });

  test("update-compute-fleet stops the fleet and starts it again", async () => {
    const { answer, instances } = session();
    const change = "update-compute-fleet -n ml-cluster --status";
    const look = "describe-compute-fleet -n ml-cluster";
    await answer("UpdateComputeFleetResponseContent", `${change} STOP_REQUESTED`);
    const stopped = await answer("DescribeComputeFleetResponseContent", look);
    expect([stopped["status"], typesOf(await instances())]).toEqual([
      "STOPPED",
      { "HeadNode m5.8xlarge": 1 },
    ]);
    await answer("UpdateComputeFleetResponseContent", `${change} START_REQUESTED`);
    const running = await answer("DescribeComputeFleetResponseContent", look);
    expect([running["status"], (await instances()).length]).toEqual(["RUNNING", NODES + 2]);
  });

  test("delete-cluster-instances ends the nodes, which the running fleet replaces", async () => {
    const { pcluster, instances } = session();
    const before = await instances();
    const { code, stdout } = await pcluster.run("delete-cluster-instances -n ml-cluster");
    expect([code, stdout.trim()]).toEqual([0, ""]);
    const after = await instances();
    const known = new Set(before.map(({ instanceId }) => instanceId));
    const kept = after.filter(({ instanceId }) => known.has(instanceId));
    expect(after).toHaveLength(before.length);
    expect(kept.map(({ nodeType }) => nodeType)).toEqual(["HeadNode"]);
  });

  test("a cluster that exists is not created again, and one that does not is not found", async () => {
    const { answer } = session();
    expect(
      await answer(
        "CreateClusterBadRequestExceptionResponseContent",
        "create-cluster -n ml-cluster -c cluster.yaml",
      ),
    ).toEqual({ message: "Bad Request: Cluster ml-cluster already exists." });
    expect(await answer("NotFoundExceptionResponseContent", "describe-cluster -n other")).toEqual({
      message: "Cluster 'other' does not exist or belongs to an incompatible ParallelCluster major version.",
    });
  });
}

function testDeleting(session: () => OfficialSession): void {
  test("delete-cluster removes the cluster, its instances and its artifacts, and keeps the logs", async () => {
    const { answer, account, instances } = session();
    const deleted = await answer("DeleteClusterResponseContent", "delete-cluster -n ml-cluster");
    expect(deleted).toMatchObject({ cluster: { clusterStatus: "DELETE_IN_PROGRESS" } });
    expect(await answer("ListClustersResponseContent", "list-clusters")).toEqual({ clusters: [] });
    expect(await instances()).toEqual([]);
    const { logGroups } = account.context.call("logs", "DescribeLogGroups", {
      logGroupNamePrefix: "/aws/parallelcluster/ml-cluster",
    });
    expect(logGroups).toHaveLength(1);
    expect(account.context.call("dynamodb", "ListTables", {}).TableNames).toEqual([]);
  });
}

/** How many instances there are by kind and type. */
function typesOf(instances: readonly JsonAnswer[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { nodeType, instanceType } of instances) {
    const kind = `${textOf(nodeType)} ${textOf(instanceType)}`;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}
