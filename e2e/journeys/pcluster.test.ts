import { afterAll, beforeAll, expect, test } from "vitest";
import { createProgram, type Program } from "../support/createProgram.ts";

const PROJECT = "name: ml-cluster\nregion: us-west-2\ncapacity: { reservation: cr-0123456789abcdef0 }\n";
/** Tags that the CloudFormation provider adds to the configuration which it stores. */
const PROVIDER_TAGS = `  - Key: trainyard:provider
    Value: trainyard-parallelcluster-3-13-1
  - Key: parallelcluster:custom_resource
    Value: cluster
`;

let program: Program;
/** What `template cluster-config` prints after `up`. */
let deployed: string;

beforeAll(async () => {
  program = createProgram();
  program.write("trainyard.yaml", PROJECT);
  await program.run(["sandbox", "start", "--detach", "--speed", "max"]);
  await program.run(["up", "--sandbox", "--yes"]);
  deployed = (await program.run(["template", "cluster-config", "--sandbox"])).stdout;
  program.write("deployed.yaml", deployed);
});

afterAll(async () => program.end());

async function answer(...args: readonly string[]) {
  const { code, stdout } = await program.run(["pcluster", ...args, "--sandbox", "--region", "us-west-2"]);
  return { code, stdout, body: JSON.parse(stdout) };
}

function dryRun(command: string, name: string, file: string): readonly string[] {
  return [command, "-n", name, "-c", file, "--dryrun", "true"];
}

test("create-cluster --dryrun true says that it would succeed, and ends with 1 as the official command", async () => {
  const { code, body, stdout } = await answer(
    "create-cluster",
    "--cluster-name=other",
    "--cluster-configuration=deployed.yaml",
    "--dryrun=true",
    "--rollback-on-failure=false",
    "--suppress-validators",
    "type:AsyncTimedUrlValidator",
    "type:EfaPlacementGroupValidator",
  );
  expect(code).toBe(1);
  expect(body).toEqual({
    validationMessages: [
      { level: "WARNING", type: "DetailedMonitoringValidator", message: expect.any(String) },
    ],
    message: "Request would have succeeded, but DryRun flag is set.",
  });
  expect(stdout).toBe(`${JSON.stringify(body, undefined, 2)}\n`);
});

test("create-cluster --dryrun true tells every result of an invalid configuration", async () => {
  program.write("key.yaml", deployed.replace(/KeyName: .*/, "KeyName: nobodys-key"));
  const { code, body } = await answer(...dryRun("create-cluster", "other", "key.yaml"));
  expect(code).toBe(1);
  expect(body.message).toBe("Invalid cluster configuration.");
  const types = body.configurationValidationErrors.map(({ type }: { type: string }) => type);
  expect(types).toEqual(expect.arrayContaining(["KeyPairValidator", "DetailedMonitoringValidator"]));
});

test.each([
  { name: "ml-cluster", message: "Bad Request: Cluster ml-cluster already exists." },
  { name: "1st", message: "Bad Request: '1st' does not match '^[a-zA-Z][a-zA-Z0-9-]+$'" },
])("create-cluster refuses the name $name", async ({ name, message }) => {
  const { code, body } = await answer(...dryRun("create-cluster", name, "deployed.yaml"));
  expect({ code, body }).toEqual({ code: 1, body: { message } });
});

test("without --dryrun true it names the commands that make clusters, and makes none", async () => {
  const { code, stdout, stderr } = await program.run([
    "pcluster",
    "create-cluster",
    "-n",
    "a",
    "-c",
    "good.yaml",
  ]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain("trainyard up");
  expect(stderr).toContain("official pcluster");
});

test("update-cluster --dryrun true compares with the configuration that the cluster was made with", async () => {
  const stored = `${deployed.trimEnd()}\n${PROVIDER_TAGS}`;
  program.write("same.yaml", stored);
  program.write("smaller.yaml", stored.replaceAll(/(M..Count): 16/g, "$1: 8"));
  const same = await answer(...dryRun("update-cluster", "ml-cluster", "same.yaml"));
  expect(same.body).toEqual({ message: "Bad Request: No changes found in your cluster configuration." });
  const smaller = await answer(...dryRun("update-cluster", "ml-cluster", "smaller.yaml"));
  expect(smaller.code).toBe(1);
  expect(smaller.body.message).toBe("Update failure");
  expect(smaller.body.updateValidationErrors[0]).toMatchObject({ currentValue: "16", requestedValue: "8" });
  expect(smaller.body.changeSet.length).toBeGreaterThan(0);
});

test("list-clusters, describe-compute-fleet and describe-cluster-instances have the official shapes", async () => {
  expect(await answer("list-clusters")).toMatchObject({
    code: 0,
    body: {
      clusters: [{ clusterName: "ml-cluster", clusterStatus: "CREATE_COMPLETE", version: "3.13.1" }],
    },
  });
  expect((await answer("list-clusters", "--cluster-status", "CREATE_FAILED", "DELETE_FAILED")).body).toEqual({
    clusters: [],
  });
  const fleet = await answer("describe-compute-fleet", "-n", "ml-cluster");
  expect(fleet).toMatchObject({ code: 0, body: { status: "RUNNING" } });
  const { body } = await answer("describe-cluster-instances", "-n", "ml-cluster", "--node-type", "HeadNode");
  expect(body.instances).toMatchObject([
    { nodeType: "HeadNode", instanceType: "m5.8xlarge", state: "running" },
  ]);
});

test.each(["describe-compute-fleet", "describe-cluster-instances"])(
  "%s does not know other clusters",
  async (command) => {
    const { code, body } = await answer(command, "-n", "nothing");
    expect(code).toBe(1);
    expect(body.message).toMatch(/^Cluster 'nothing' does not exist/);
  },
);
