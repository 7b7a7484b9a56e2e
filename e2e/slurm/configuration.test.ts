import { expect, test } from "vitest";
import type { JsonObject } from "../../packages/sandbox/src/kernel/json.ts";
import { gpuQueue, putObject, startRealCluster, until, whyNoSlurm, type QueuesOf } from "./realCluster.ts";

const skip = (await whyNoSlurm()) !== undefined;

test.skipIf(skip)("scripts in the bucket run on nodes with their arguments before they join", async () => {
  const cluster = await startRealCluster(
    withScript('#!/bin/sh\necho "$cfn_node_type $1" > /etc/from-script\n'),
  );
  expect(await cluster.run("srun", "cat", "/etc/from-script")).toBe("ComputeFleet with space");
  expect(cluster.defects).toEqual([]);
});

test.skipIf(skip)("nodes whose script fails are replaced until the queue is disabled", async () => {
  const creation = startRealCluster(withScript("#!/bin/sh\necho broken; exit 3\n", 10));
  await expect(creation).rejects.toThrow("the cluster is in the state CREATE_FAILED");
});

test.skipIf(skip)("an update adds nodes while a job runs on the others", async () => {
  const cluster = await startRealCluster(gpuQueue(1, 2));
  await cluster.run("sh", "-c", "cd /fsx && sbatch -o long.out --wrap 'sleep 15; hostname'");
  await until("the job runs", 30, async () => (await cluster.run("squeue", "-h", "-o", "%t")) === "R");
  await cluster.update(gpuQueue(2, 3));
  expect(await cluster.run("sinfo", "-h", "-o", "%D", "-N", "-n", "gpu-st-ml-2")).toBe("1");
  await until("the added node is idle", 60, async () => (await cluster.countNodes("idle")) >= 1);
  await until("the job is done", 60, () => cluster.isQueueEmpty());
  expect(await cluster.run("cat", "/fsx/long.out")).toBe("gpu-st-ml-1");
  expect(cluster.defects).toEqual([]);
});

function withScript(text: string, nodeCount = 1): QueuesOf {
  return (subnetId, context) => {
    const script = putObject(context, "scripts/setup.sh", text);
    const resource: JsonObject = {
      Name: "r",
      InstanceType: "c5.large",
      MinCount: nodeCount,
      MaxCount: nodeCount,
    };
    return [
      {
        Name: "cpu",
        Networking: { SubnetIds: [subnetId] },
        ComputeResources: [resource],
        CustomActions: { OnNodeConfigured: { Script: script, Args: ["with space"] } },
      },
    ];
  };
}
