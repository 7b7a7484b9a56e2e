import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { startTestSandbox } from "../../packages/sandbox/src/testing/startTestSandbox.ts";
import { createOfficialSession, type OfficialSession } from "./createOfficialSession.ts";
import { createPcluster, type Pcluster } from "./createPcluster.ts";
import { prepareOfficialClis } from "./officialClis.ts";
import { listOf } from "./readAnswer.ts";

const { clis } = prepareOfficialClis();
const [guideCli, newestCli] = clis;
const CREATE = "create-cluster -n ml-cluster -c cluster.yaml --suppress-validators ALL";

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

// The releases are missing where no Python index answers; cluster.test.ts says so.
describe.runIf(guideCli !== undefined && newestCli !== undefined)("bad days", () => {
  test("a pcluster that is killed before it creates the stack is run again", async () => {
    const { sandbox, pcluster } = await openSession();
    const calls = (name: string) => sandbox.kernel.callCounts.get(name) ?? 0;
    const controller = new AbortController();
    const killed = pcluster.run(CREATE, { signal: controller.signal });
    await vi.waitUntil(() => calls("s3:PutObject") > 2, { timeout: 60_000, interval: 5 });
    controller.abort();
    await killed;
    expect([calls("cloudformation:CreateStack"), await clusterStatuses(pcluster)]).toEqual([2, []]);
    expect(await pcluster.json(CREATE)).toMatchObject({ cluster: { clusterStatus: "CREATE_IN_PROGRESS" } });
    expect(await clusterStatuses(pcluster)).toEqual(["ml-cluster CREATE_COMPLETE"]);
  });

  test("a pcluster that is killed after it has created the stack finds the cluster there", async () => {
    const { sandbox, pcluster, answer } = await openSession();
    const controller = new AbortController();
    const creations = () => sandbox.kernel.callCounts.get("cloudformation:CreateStack") ?? 0;
    const before = creations();
    const killed = pcluster.run(CREATE, { signal: controller.signal });
    await vi.waitUntil(() => creations() > before, { timeout: 60_000, interval: 5 });
    controller.abort();
    await killed;
    expect(await answer("CreateClusterBadRequestExceptionResponseContent", CREATE)).toEqual({
      message: "Bad Request: Cluster ml-cluster already exists.",
    });
    expect(await clusterStatuses(pcluster)).toEqual(["ml-cluster CREATE_COMPLETE"]);
  });

  test("a cluster is deleted while it is created, and one that is being created is not updated", async () => {
    const { sandbox, pcluster, account } = await openSession();
    const release = sandbox.kernel.clock.hold();
    await pcluster.json(CREATE);
    expect(await clusterStatuses(pcluster)).toEqual(["ml-cluster CREATE_IN_PROGRESS"]);
    pcluster.write("other.yaml", account.smallConfiguration().replace("MaxCount: 2", "MaxCount: 3"));
    const { message } = await pcluster.json("update-cluster -n ml-cluster -c other.yaml");
    expect(message).toContain("CREATE_IN_PROGRESS");
    expect(await pcluster.json("delete-cluster -n ml-cluster")).toMatchObject({
      cluster: { clusterStatus: "DELETE_IN_PROGRESS" },
    });
    release();
    expect(await clusterStatuses(pcluster)).toEqual([]);
    const { Reservations } = account.context.call("ec2", "DescribeInstances", {
      Filters: [{ Name: "instance-state-name", Values: ["pending", "running"] }],
    });
    expect(Reservations).toEqual([]);
  });

  test("a sandbox that is stopped in the middle of a creation goes on with it", async () => {
    const stateDirectory = mkdtempSync(join(tmpdir(), "trainyard-official-"));
    ends.push(() => rmSync(stateDirectory, { recursive: true, force: true }));
    const first = await openSession(stateDirectory);
    first.sandbox.kernel.clock.hold();
    await first.pcluster.json(CREATE);
    expect(await clusterStatuses(first.pcluster)).toEqual(["ml-cluster CREATE_IN_PROGRESS"]);
    await first.sandbox.stop();
    const second = await startTestSandbox({ stateDirectory });
    ends.push(() => second.stop());
    const pcluster = createPcluster(guideCli ?? never(), second.endpoint);
    ends.push(() => pcluster.end());
    expect(await clusterStatuses(pcluster)).toEqual(["ml-cluster CREATE_COMPLETE"]);
    const fleet = await pcluster.json("describe-compute-fleet -n ml-cluster");
    expect([fleet["status"], second.defects]).toEqual(["RUNNING", []]);
  });

  test("two releases create at once, see each other's cluster, and the older leaves the newer's alone", async () => {
    const { sandbox, pcluster, account } = await openSession();
    const newer = createPcluster(newestCli ?? never(), sandbox.endpoint);
    ends.push(() => newer.end());
    newer.write("cluster.yaml", account.smallConfiguration().replace("ubuntu2204", "ubuntu2404"));
    await Promise.all([pcluster.json(CREATE), newer.json(CREATE.replace("ml-cluster", "newer"))]);
    const both = ["ml-cluster CREATE_COMPLETE", "newer CREATE_COMPLETE"];
    expect((await clusterStatuses(pcluster)).toSorted(undefined)).toEqual(both);
    const { message } = await newer.json("update-cluster -n ml-cluster -c cluster.yaml");
    expect(message).toContain("version");
    expect(await pcluster.json("delete-cluster -n newer")).toEqual({
      message: "Bad Request: Cluster 'newer' belongs to an incompatible ParallelCluster major version.",
    });
    await newer.json("delete-cluster -n ml-cluster");
    expect(await clusterStatuses(pcluster)).toEqual(["newer CREATE_COMPLETE"]);
  });

  test("more static nodes than there is capacity: the cluster fails, says why, and is rolled back", async () => {
    const { pcluster, account, answer } = await openSession();
    pcluster.write("cluster.yaml", account.configuration(28));
    await pcluster.json(`${CREATE} --rollback-on-failure false`);
    const failed = await answer("DescribeClusterResponseContent", "describe-cluster -n ml-cluster");
    expect(failed).toMatchObject({
      clusterStatus: "CREATE_FAILED",
      failures: [{ failureCode: "StaticNodeBootstrapFailure" }],
    });
    await pcluster.json("delete-cluster -n ml-cluster");
    // Another name: the log group of a deleted cluster stays, and its name has the minute of its creation.
    await pcluster.json(`${CREATE.replace("ml-cluster", "again")} --rollback-on-failure true`);
    expect(await answer("DescribeClusterResponseContent", "describe-cluster -n again")).toMatchObject({
      cloudFormationStackStatus: "ROLLBACK_COMPLETE",
      clusterStatus: "CREATE_FAILED",
      failures: [{ failureCode: "StaticNodeBootstrapFailure" }],
    });
  });
});

async function openSession(stateDirectory?: string): Promise<OfficialSession> {
  const session = await createOfficialSession(
    guideCli ?? never(),
    stateDirectory === undefined ? {} : { stateDirectory },
  );
  ends.push(() => session.end());
  session.pcluster.write("cluster.yaml", session.account.smallConfiguration());
  return session;
}

async function clusterStatuses(pcluster: Pcluster): Promise<string[]> {
  const { clusters } = await pcluster.json("list-clusters");
  return listOf(clusters).map(
    ({ clusterName, clusterStatus }) => `${String(clusterName)} ${String(clusterStatus)}`,
  );
}

function never(): never {
  throw new Error("no release");
}
