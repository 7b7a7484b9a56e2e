import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gpuQueue, startRealCluster, whyNoSlurm, type QueuesOf, type RealCluster } from "./realCluster.ts";
import { until } from "../support/until.ts";

const skip = (await whyNoSlurm()) !== undefined;
const LICENSE = join(import.meta.dirname, "../../LICENSE");

test.skipIf(skip)("a training goes on from its checkpoint when a node is lost", async () => {
  const cluster = await startRealCluster(gpuQueue(2, 2));
  mkdirSync(join(cluster.fsx, "data/text"), { recursive: true });
  cpSync(LICENSE, join(cluster.fsx, "data/text/license"));
  await cluster.run("sh", "-c", "cd /fsx/train && sbatch train.sbatch --epochs 12 --epoch-ms 400");
  await until("there is a checkpoint", 60, () => epochsOf(cluster).length >= 3);
  const [lost = ""] = cluster.computeInstances();
  cluster.context.call("ec2", "TerminateInstances", { InstanceIds: [lost] });
  await until("the training is done", 120, () => outputOf(cluster).includes("training is done"));
  expect(outputOf(cluster)).toMatch(/start 1 on gpu-st-ml-\[1-2]\n.*starting after epoch [1-9]/);
  const losses = [...outputOf(cluster).matchAll(/loss ([\d.]+)/g)].map((match) => Number(match[1]));
  expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) * 0.7);
  expect(cluster.computeInstances()).not.toContain(lost);
  await until("the checkpoint is in the bucket", 30, () =>
    cluster.objectKeys().includes("checkpoints/latest.json"),
  );
  expect(cluster.defects).toEqual([]);
});

test.skipIf(skip)(
  "without capacity a job goes back into the queue and runs on another resource",
  async () => {
    const cluster = await startRealCluster(blockAndOpen);
    await cluster.run("sh", "-c", "cd /fsx && sbatch -N2 -o elsewhere.out --wrap 'srun hostname'");
    await until("the job is done", 90, () => cluster.isQueueEmpty());
    const hosts = readFileSync(join(cluster.fsx, "elsewhere.out"), "utf8").trim().split("\n").sort();
    expect(hosts).toEqual(["cpu-dy-open-1", "cpu-dy-open-2"]);
    expect(cluster.logMessages("slurm_resume").join("\n")).toContain("ReservationCapacityExceeded");
    expect(cluster.defects).toEqual([]);
  },
);

test.skipIf(skip)(
  "the fleet stops with its nodes and starts again; a job that ran is run again",
  async () => {
    const cluster = await startRealCluster(gpuQueue(2, 4));
    await cluster.run(
      "sh",
      "-c",
      "cd /fsx && sbatch -N2 --requeue -o again.out --wrap 'srun sleep 3; echo done'",
    );
    await until("the job runs", 30, async () => (await cluster.run("squeue", "-h", "-o", "%t")) === "R");
    cluster.requestFleet("STOP_REQUESTED");
    await until("the fleet is stopped", 30, () => cluster.fleetStatus() === "STOPPED");
    await until("all nodes are powered down", 60, async () => (await cluster.countNodes("idle~")) === 4);
    expect(cluster.computeInstances()).toEqual([]);
    expect(await cluster.run("sinfo", "-a", "-h", "-o", "%a")).toBe("inactive");
    cluster.requestFleet("START_REQUESTED");
    await until("the job is done", 90, () => cluster.isQueueEmpty());
    expect(readFileSync(join(cluster.fsx, "again.out"), "utf8")).toContain("done");
    await until("static nodes are back", 30, async () => (await cluster.countNodes("idle")) === 2);
    expect(cluster.defects).toEqual([]);
  },
);

const blockAndOpen: QueuesOf = (subnetId, context) => {
  const zone = context.call("ec2", "DescribeSubnets", { SubnetIds: [subnetId] }).Subnets?.[0]
    ?.AvailabilityZone;
  const made = context.call("ec2", "CreateCapacityReservation", {
    InstanceType: "c5.large",
    InstancePlatform: "Linux/UNIX",
    AvailabilityZone: zone,
    InstanceCount: 1,
    InstanceMatchCriteria: "targeted",
  });
  const id = made.CapacityReservation?.CapacityReservationId ?? "";
  const target = { CapacityReservationTarget: { CapacityReservationId: id } };
  return [
    {
      Name: "cpu",
      Networking: { SubnetIds: [subnetId] },
      ComputeResources: [
        { Name: "block", InstanceType: "c5.large", MaxCount: 2, ...target },
        { Name: "open", InstanceType: "c5.large", MaxCount: 2 },
      ],
    },
  ];
};

function outputOf(cluster: RealCluster): string {
  return readFileSync(join(cluster.fsx, "train-1.out"), "utf8");
}

function epochsOf(cluster: RealCluster): readonly string[] {
  return outputOf(cluster).match(/^epoch \d+/gm) ?? [];
}
