import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { whyNoSlurm } from "../slurm/realCluster.ts";
import { createProgram, type Program } from "../support/createProgram.ts";
import { createPcluster, type Pcluster } from "./createPcluster.ts";
import { prepareOfficialClis, type OfficialCli } from "./officialClis.ts";
import { listOf, objectOf, textOf } from "./readAnswer.ts";

const PROJECT = `name: ml-cluster
region: us-west-2
capacity: { reservation: cr-0123456789abcdef0, count: 2 }
`;
const NODE_NAMES = ["compute-gpu-st-distributed-ml-1", "compute-gpu-st-distributed-ml-2"];
const withoutHosts = (await whyNoSlurm()) !== undefined;

// In order: each test takes the account over from the one before it.
describe.skipIf(withoutHosts)("clusters of real hosts", { shuffle: false }, () => {
  describe.each(prepareOfficialClis(["3.13.1"]).clis)("with the official pcluster $title", (cli) => {
    testRealHosts(cli);
  });
});

function testRealHosts(cli: OfficialCli): void {
  let program: Program;
  let pcluster: Pcluster;
  let ownLogs: readonly string[];

  beforeAll(async () => {
    program = createProgram();
    program.write("trainyard.yaml", PROJECT);
    await program.run(["sandbox", "start", "--detach", "--speed", "max", "--hosts", "namespaces"]);
    const { endpoint } = JSON.parse(readFileSync(join(program.stateDirectory, "sandbox.json"), "utf8"));
    pcluster = createPcluster(cli, endpoint);
  });
  afterAll(async () => {
    pcluster.end();
    await program.end();
  });

  test("pcluster operates what `trainyard up` has made: nodes end, come back and work", async () => {
    await succeed(program, "up", "--yes");
    await expectJob(program);
    ownLogs = await logKinds(pcluster);
    const fleet = "update-compute-fleet -n ml-cluster --status";
    await pcluster.json(`${fleet} STOP_REQUESTED`);
    await reach(pcluster, "STOPPED");
    expect(await nodeTypes(pcluster)).toEqual(["HeadNode"]);
    await pcluster.json(`${fleet} START_REQUESTED`);
    await reach(pcluster, "RUNNING");
    expect(await nodeTypes(pcluster)).toEqual(["ComputeNode", "ComputeNode", "HeadNode"]);
    await expectJob(program);
  });

  test("pcluster updates it, and Slurm knows the node more; pcluster deletes it", async () => {
    const { clusterConfiguration } = await pcluster.json("describe-cluster -n ml-cluster");
    const { url } = objectOf(clusterConfiguration);
    const configuration = await (await fetch(textOf(url))).text();
    pcluster.write("grown.yaml", configuration.replace(/MaxCount: 2\b/, "MaxCount: 3"));
    const update = "update-cluster -n ml-cluster -c grown.yaml --suppress-validators ALL";
    expect(await pcluster.json(update)).toMatchObject({
      changeSet: [{ requestedValue: "3", currentValue: "2" }],
    });
    await end(pcluster, "UPDATE_COMPLETE");
    expect(await onHeadNode(program, "sinfo", "-h", "-o", "%D")).toBe("3");
    await pcluster.json("delete-cluster -n ml-cluster");
    await gone(pcluster);
    await succeed(program, "down", "--yes");
  });

  test("trainyard operates what pcluster has made: the same Slurm and logs, and nothing is left", async () => {
    const template = await program.run(["template", "cluster-config", "--sandbox"]);
    pcluster.write("cluster.yaml", template.stdout);
    await pcluster.json("create-cluster -n ml-cluster -c cluster.yaml --suppress-validators ALL");
    await end(pcluster, "CREATE_COMPLETE");
    const status = await succeed(program, "status");
    expect(status.events[0]).toMatchObject({ clusterStatus: "CREATE_COMPLETE", fleetStatus: "RUNNING" });
    expect(await onHeadNode(program, "sinfo", "-h", "-o", "'%P %D %t'")).toBe("compute-gpu* 2 idle");
    await expectJob(program);
    expect(await logKinds(pcluster)).toEqual(ownLogs);
    const down = await succeed(program, "down", "--yes");
    expect(down.events.at(-1)).toMatchObject({ clusterLeft: false, instancesLeft: [] });
    expect(await pcluster.json("list-clusters")).toEqual({ clusters: [] });
  });
}

async function succeed(program: Program, ...args: readonly string[]) {
  const result = await program.run([...args, "--sandbox", "--json"]);
  expect(result, `${result.stdout.slice(-2_000)}${result.stderr}`).toMatchObject({ code: 0 });
  return result;
}

/** A job on both nodes, sent and followed by `trainyard submit`. */
async function expectJob(program: Program): Promise<void> {
  const job = ["submit", "--sandbox", "--nodes", "2", "--gpus-per-node", "8", "--", "hostname"];
  const { code, stdout, stderr } = await program.run(job);
  expect([code, stdout.trim().split("\n").toSorted(undefined)], stderr).toEqual([0, NODE_NAMES]);
}

/** @param command - as the shell of the head node reads it. */
async function onHeadNode(program: Program, ...command: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await program.run(["ssh", "--sandbox", "--", ...command]);
  expect(code, stderr).toBe(0);
  return stdout.trim();
}

async function nodeTypes(pcluster: Pcluster): Promise<string[]> {
  const { instances } = await pcluster.json("describe-cluster-instances -n ml-cluster");
  return listOf(instances)
    .map(({ nodeType }) => textOf(nodeType))
    .toSorted(undefined);
}

/** Which logs there are, of whatever node. */
async function logKinds(pcluster: Pcluster): Promise<string[]> {
  const { logStreams } = await pcluster.json("list-cluster-log-streams -n ml-cluster");
  const kinds = listOf(logStreams).map(({ logStreamName }) => textOf(logStreamName).split(".").at(-1) ?? "");
  return [...new Set(kinds)].toSorted(undefined);
}

async function reach(pcluster: Pcluster, fleetStatus: string): Promise<void> {
  await poll(
    async () => (await pcluster.json("describe-compute-fleet -n ml-cluster"))["status"] === fleetStatus,
  );
}

async function end(pcluster: Pcluster, wanted: string): Promise<void> {
  const status = async () => (await pcluster.json("describe-cluster -n ml-cluster"))["clusterStatus"];
  await poll(async () => !String(await status()).endsWith("_IN_PROGRESS"));
  expect(await status()).toBe(wanted);
}

async function gone(pcluster: Pcluster): Promise<void> {
  await poll(async () => listOf((await pcluster.json("list-clusters"))["clusters"]).length === 0);
}

async function poll(condition: () => Promise<boolean>): Promise<void> {
  await vi.waitUntil(condition, { timeout: 90_000, interval: 200 });
}
