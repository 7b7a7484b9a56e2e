import type { RegionContext } from "../../packages/sandbox/src/kernel/CallContext.ts";
import type { JsonObject } from "../../packages/sandbox/src/kernel/json.ts";

export const REGION = "us-west-2";
/** The bucket that `/fsx/data` is linked to. */
export const BUCKET = "cluster-data";

export type QueuesOf = (subnetId: string, context: RegionContext) => readonly JsonObject[];

export interface RealCluster {
  readonly context: RegionContext;
  /** Errors of the sandbox itself, to be expected empty. */
  readonly defects: readonly string[];
  /** `/fsx` on this machine. */
  readonly fsx: string;
  /** `/opt/parallelcluster` on this machine. */
  readonly clusterDirectory: string;
  /** Runs as `ubuntu` on the head node and answers what was printed; throws when the program fails. */
  run(...argv: string[]): Promise<string>;
  /** The same as root. */
  runAsRoot(...argv: string[]): Promise<string>;
  runOn(instanceId: string, ...argv: string[]): Promise<string>;
  /** Submits a batch script's text from `/fsx`, with options for `sbatch`; answers the job's number. */
  submit(script: string, ...options: string[]): Promise<string>;
  /** `R`, `PD`, `CF`, ..., or empty when the queue does not have the job. */
  jobState(jobId: string): Promise<string>;
  /** Instances of compute nodes that have not ended. */
  computeInstances(): readonly string[];
  /** Of a node by its name in Slurm. */
  instanceOf(nodeName: string): string | undefined;
  /** How many nodes `sinfo` shows in a state. */
  countNodes(state: string): Promise<number>;
  /** True when no job is left in the queue. */
  isQueueEmpty(): Promise<boolean>;
  objectKeys(): readonly string[];
  logMessages(streamEnd: string): readonly string[];
  requestFleet(status: "START_REQUESTED" | "STOP_REQUESTED"): void;
  fleetStatus(): string | undefined;
  /** Updates the cluster to other queues and waits for the end. @throws {Error} when it is refused. */
  update(queuesOf: QueuesOf): Promise<void>;
  /** Stops the sandbox and starts it again with its state. */
  restart(): Promise<void>;
}

/** A queue of nodes with 8 GPUs. */
export function gpuQueue(minCount: number, maxCount: number, resource: JsonObject = {}): QueuesOf {
  return (subnetId) => [
    {
      Name: "gpu",
      Networking: { SubnetIds: [subnetId] },
      ComputeResources: [
        { Name: "ml", InstanceType: "p5.48xlarge", MinCount: minCount, MaxCount: maxCount, ...resource },
      ],
    },
  ];
}
