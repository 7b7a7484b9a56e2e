import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject } from "../../packages/sandbox/src/kernel/json.ts";
import { changeCluster, makeCluster, makeStorage } from "./clusterAccount.ts";
import { REGION, type QueuesOf, type RealCluster } from "./clusterUnderTest.ts";
import { createView, headNodeOf } from "./clusterView.ts";
import { startSandbox } from "./realSandbox.ts";

export interface RealClusterOptions {
  readonly slurmSettings?: JsonObject;
  /** Called with the directory of `/fsx` on this machine before the cluster is made; what it answers is called last. */
  readonly prepare?: (fsx: string) => () => void;
}

/** A sandbox with a cluster of real hosts, whose `/fsx/data` is linked to a bucket. */
export interface CreatedCluster {
  readonly cluster: RealCluster;
  /** Stops the sandbox; what it has on disk stays. */
  stop(): Promise<void>;
  /** Stops the sandbox and removes everything. */
  end(): Promise<void>;
}

/** @throws {Error} when the cluster cannot be made; nothing is left then. */
export async function createRealCluster(
  queuesOf: QueuesOf,
  { slurmSettings = {}, prepare }: RealClusterOptions = {},
): Promise<CreatedCluster> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "trainyard-slurm-")));
  const defects: string[] = [];
  let sandbox = await startSandbox(directory, defects);
  const contextNow = () => sandbox.running.session.kernel.context(REGION);
  let cleanUp: (() => void) | undefined;
  const stop = () => sandbox.stop();
  const end = async (): Promise<void> => {
    await stop();
    cleanUp?.();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    const fileSystemId = await makeStorage(contextNow());
    const fsx = join(contextNow().dataDirectory, "fsx", fileSystemId);
    cleanUp = prepare?.(fsx);
    let parts = { queuesOf, fileSystemId, slurmSettings };
    await makeCluster(contextNow(), parts);
    const cluster: RealCluster = {
      ...createView(contextNow),
      get context() {
        return contextNow();
      },
      defects,
      fsx,
      clusterDirectory: join(contextNow().dataDirectory, "parallelcluster", headNodeOf(contextNow())),
      async update(changed) {
        const after = { ...parts, queuesOf: changed };
        await changeCluster(contextNow(), parts, after);
        parts = after;
      },
      async restart() {
        await sandbox.stop();
        sandbox = await startSandbox(directory, defects);
      },
    };
    return { cluster, stop, end };
  } catch (error) {
    await end();
    throw error;
  }
}
