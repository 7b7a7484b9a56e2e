import { createFakeAccount, createFakeClock, type FakeAccount } from "@trainyard/testkit";
import { expect, test } from "vitest";
import { TrainyardError } from "../errors/TrainyardError.ts";
import type { DeploymentDesign } from "./DeploymentDesign.ts";
import { deploymentSteps } from "./deploymentSteps.ts";
import type { DeploymentEvent } from "./events.ts";
import { observeDeployment } from "./observeDeployment.ts";
import { isDone, type Plan } from "./Plan.ts";
import { planDeployment } from "./planDeployment.ts";
import { runSteps } from "./runSteps.ts";

const FACTS = { hasPrivateKey: false, privateKeyPath: "/keys/ml.pem", prices: [] };
const OUTPUTS = {
  "ml-prerequisites": { VPC: "vpc-1", FSxLustreFilesystemId: "fs-1" },
  provider: { ServiceToken: "arn:lambda" },
};

function stack(stackName: string, body = "{}") {
  return { stackName, template: { body }, parameters: {}, tags: { "trainyard:project": "ml" } };
}

function design(): DeploymentDesign {
  return {
    clusterName: "ml",
    region: "us-west-2",
    tags: { "trainyard:project": "ml" },
    keyPairName: "ml",
    dataBucket: stack("ml-data"),
    bucketName: "ml-data-123456789012",
    prerequisites: {
      request: stack("ml-prerequisites"),
      requiredOutputs: ["VPC"],
      removable: stack("ml-prerequisites", '{"removable":true}'),
    },
    existingLustreId: undefined,
    engineProvider: stack("provider"),
    cluster: ({ serviceToken }) => stack("ml-engine", JSON.stringify({ serviceToken })),
    clusterStackName: "ml-engine",
    dataLink: {
      path: "/data",
      repository: "s3://ml-data-123456789012",
      importEvents: ["NEW"],
      exportEvents: ["NEW"],
    },
    billed: [],
    capacityNeeds: [{ source: "cr-1", instanceType: "p5.48xlarge", wanted: 16, free: 4 }],
  };
}

async function plan(account: FakeAccount): Promise<Plan> {
  return planDeployment(design(), await observeDeployment(design(), account.gateways), FACTS);
}

async function carryOut(account: FakeAccount, events: DeploymentEvent[] = []) {
  const observed = await observeDeployment(design(), account.gateways);
  const saved: string[] = [];
  const steps = deploymentSteps(planDeployment(design(), observed, FACTS), design(), observed);
  await runSteps(steps, {
    gateways: account.gateways,
    keyFiles: {
      pathOf: (name) => name,
      exists: async () => false,
      save: async (name) => void saved.push(name),
    },
    clock: createFakeClock(),
    signal: new AbortController().signal,
    pollIntervalMs: 1_000,
    report: (event) => events.push(event),
  });
  return saved;
}

function lustreIn(account: FakeAccount): void {
  account.fileSystems.push({ id: "fs-1", kind: "lustre", lifecycle: "AVAILABLE", capacityGiB: 1200 });
}

function actions({ items }: Plan) {
  return Object.fromEntries(items.map((item) => [item.step, item.action]));
}

test("in an empty account everything is created, the data link beside the network", async () => {
  const account = createFakeAccount({ outputs: OUTPUTS });
  expect(actions(await plan(account))).toEqual({
    "data-bucket": "create",
    "key-pair": "create",
    prerequisites: "create",
    "engine-provider": "create",
    "scratch-file-system": "wait",
    "data-link": "create",
    cluster: "create",
  });
});

test("the plan of a new cluster warns when its nodes find no capacity; that of a standing one does not", async () => {
  const account = createFakeAccount({ outputs: OUTPUTS });
  lustreIn(account);
  expect((await plan(account)).warnings).toEqual([expect.stringContaining("cr-1 has 4 p5.48xlarge free")]);
  await carryOut(account);
  expect((await plan(account)).warnings).toEqual([]);
});

test("the time of a plan is that of its longest chain, not the sum", async () => {
  const { criticalPathMinutes, items } = await plan(createFakeAccount());
  expect(criticalPathMinutes).toBe(36);
  expect(items.reduce((sum, { minutes }) => sum + minutes, 0)).toBeGreaterThan(criticalPathMinutes);
});

test("after a run there is nothing to do, and nothing was made twice", async () => {
  const account = createFakeAccount({ outputs: OUTPUTS });
  lustreIn(account);
  const saved = await carryOut(account);
  expect(saved).toEqual(["ml"]);
  const second = planDeployment(design(), await observeDeployment(design(), account.gateways), FACTS);
  expect(isDone(second)).toBe(true);
  const changesBefore = account.changes.length;
  await carryOut(account);
  expect(account.changes.slice(changesBefore)).toEqual([]);
});

test("the cluster is made only when the stacks that it needs are ready", async () => {
  const account = createFakeAccount({ outputs: OUTPUTS, looks: 4 });
  lustreIn(account);
  const events: DeploymentEvent[] = [];
  await carryOut(account, events);
  const order = events.filter(({ type }) => type === "step-finished" || type === "step-started");
  const at = (type: string, step: string) =>
    order.findIndex((event) => event.type === type && event.step === step);
  expect(at("step-started", "cluster")).toBeGreaterThan(at("step-finished", "prerequisites"));
  expect(at("step-started", "data-link")).toBeLessThan(at("step-started", "cluster"));
});

test("a stack on its way is waited for, not made again", async () => {
  const account = createFakeAccount({ outputs: OUTPUTS });
  await account.gateways.stacks.create(stack("ml-prerequisites"));
  expect(actions(await plan(account))["prerequisites"]).toBe("wait");
});

test("a failed creation is removed and made anew", async () => {
  const account = createFakeAccount({ outputs: OUTPUTS, failures: { "ml-data": "no" } });
  await account.gateways.stacks.create(stack("ml-data"));
  await account.gateways.stacks.describe("ml-data");
  await account.gateways.stacks.describe("ml-data");
  expect(actions(await plan(account))["data-bucket"]).toBe("replace");
});

test("a stack made by hand with the needed outputs is adopted, without them refused", async () => {
  const account = createFakeAccount({ outputs: { "ml-prerequisites": { VPC: "vpc-1" } } });
  await account.gateways.stacks.create({ ...stack("ml-prerequisites"), tags: {} });
  while ((await account.gateways.stacks.list())[0]?.status !== "CREATE_COMPLETE")
    await account.gateways.stacks.describe("ml-prerequisites");
  expect(actions(await plan(account))["prerequisites"]).toBe("adopt");
  const bare = createFakeAccount();
  await bare.gateways.stacks.create({ ...stack("ml-prerequisites"), tags: {} });
  while ((await bare.gateways.stacks.list())[0]?.status !== "CREATE_COMPLETE")
    await bare.gateways.stacks.describe("ml-prerequisites");
  await expect(plan(bare)).rejects.toMatchObject({ code: "STACK_CONFLICT" });
});

test("a foreign stack with the cluster's name is a conflict", async () => {
  const account = createFakeAccount();
  await account.gateways.stacks.create(stack("ml"));
  await expect(plan(account)).rejects.toMatchObject({ code: "STACK_CONFLICT" });
});

test("a private key file without its key pair is a conflict, not an overwrite", async () => {
  const observed = await observeDeployment(design(), createFakeAccount().gateways);
  expect(() => planDeployment(design(), observed, { ...FACTS, hasPrivateKey: true })).toThrow(TrainyardError);
});

test("a failure names the resource and its reason, and the other steps stop waiting", async () => {
  const account = createFakeAccount({ outputs: OUTPUTS, failures: { "ml-prerequisites": "quota of VPCs" } });
  const events: DeploymentEvent[] = [];
  await expect(carryOut(account, events)).rejects.toMatchObject({
    code: "STACK_FAILED",
    message: expect.stringContaining("quota of VPCs"),
  });
  expect(events.some((event) => event.type === "step-started" && event.step === "cluster")).toBe(false);
});
