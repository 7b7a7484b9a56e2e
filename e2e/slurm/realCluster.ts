import { cpSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { examineMachine } from "../../packages/sandbox/src/hosts/machine/examineMachine.ts";
import type { RegionContext } from "../../packages/sandbox/src/kernel/CallContext.ts";
import { putText } from "../../packages/sandbox/src/parallelcluster/provider/clusterObjects.ts";
import { BUCKET, type QueuesOf, type RealCluster } from "./clusterUnderTest.ts";
import { createRealCluster, type RealClusterOptions } from "./createRealCluster.ts";

export { gpuQueue, type QueuesOf, type RealCluster } from "./clusterUnderTest.ts";

const EXAMPLES = join(import.meta.dirname, "../../examples");

/** The reason why this machine cannot run real hosts, printed once; undefined when it can. */
export async function whyNoSlurm(): Promise<string | undefined> {
  const { driver, reason } = await examineMachine();
  if (driver === "namespaces") return undefined;
  process.stderr.write(`tests of real Slurm are left out: ${reason}\n`);
  return reason;
}

/** Puts a text into the data bucket and answers its address. */
export function putObject(context: RegionContext, key: string, text: string): string {
  putText(context, { bucket: BUCKET, key }, text);
  return `s3://${BUCKET}/${key}`;
}

/** A sandbox with a cluster of real hosts and the examples in `/fsx`; removed when the test ends. */
export async function startRealCluster(
  queuesOf: QueuesOf,
  options: RealClusterOptions = {},
): Promise<RealCluster> {
  const created = await createRealCluster(queuesOf, options);
  const { cluster } = created;
  onTestFinished(() => created.end());
  for (const name of ["allreduce", "train"])
    cpSync(join(EXAMPLES, name), join(cluster.fsx, name), { recursive: true, dereference: true });
  return cluster;
}
