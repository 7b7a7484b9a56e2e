import { expect, test } from "vitest";
import { gpuQueue, startRealCluster, until, whyNoSlurm } from "./realCluster.ts";

const skip = (await whyNoSlurm()) !== undefined;

test.skipIf(skip)("with a database sacct knows a finished job with its steps and GPUs", async () => {
  const cluster = await startRealCluster(gpuQueue(1, 1), {
    slurmSettings: {
      Database: {
        Uri: "accounting.example.com:3306",
        UserName: "slurm",
        PasswordSecretArn: "arn:aws:secretsmanager:us-west-2:123456789012:secret:slurm-abcdef",
      },
    },
  });
  await cluster.run("srun", "--gpus-per-node=8", "-J", "counted", "true");
  await until("the job is recorded", 60, async () =>
    (await cluster.run("sacct", "-n", "-P", "-o", "jobname,state,alloctres")).includes("counted|COMPLETED|"),
  );
  expect(await cluster.run("sacct", "-n", "-P", "-o", "alloctres")).toContain("gres/gpu=8");
  expect(cluster.defects).toEqual([]);
});
