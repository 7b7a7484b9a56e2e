import type { RegionContext } from "../../kernel/CallContext.ts";
import { defineStore } from "../../kernel/defineStore.ts";
import type { ScalingStrategy } from "../slurm/planResume.ts";

/** What the head node of a cluster knows: plain data, kept over a stop of the sandbox. */
export interface ClusterRecord {
  readonly clusterName: string;
  readonly headNode: HeadNodeHost;
  phase: ClusterPhase;
  /** Undefined until the head node has read its files. */
  settings: ClusterSettings | undefined;
  /** Those before an update that is under way. */
  replacedSettings?: ClusterSettings;
  queues: QueueInventory[];
  /** By Slurm node name: static nodes, and dynamic ones that have an instance. */
  nodes: Record<string, NodeRecord>;
  /** Slurm node names by instance id. */
  nodeNames: Record<string, string>;
  /** Failed starts in a row, by queue and compute resource. */
  failureCounts: Record<string, Record<string, number>>;
  /** Queues that were disabled because their nodes kept failing. */
  protectedQueues: string[];
  /** False while the head node's instance is stopped. */
  headNodeRuns: boolean;
  /** 0 until the daemons run for the first time. */
  nextDaemonRunMs: number;
  /** True when a run of the daemons is planned that time does not have to wait for. */
  wakePlanned: boolean;
  /** When the present wait for the static nodes is given up. */
  finalizeDeadlineMs: number;
  nextBlockCheckMs: number;
  /** Reservation ids of Capacity Blocks that have not begun or are over. */
  inactiveBlocks: string[];
  /** True while programs of the head node's present phase run: after a stop of the sandbox they begin anew. */
  hostWork?: boolean;
  /** How instances are launched for jobs; absent: all or nothing. */
  scalingStrategy?: ScalingStrategy;
  /** Nodes that Slurm is powering down: none of them is launched until it has done so. */
  settlingNodes?: string[];
  /** How much of each log of a host is in CloudWatch, by `instance/file`. */
  sentLogBytes?: Record<string, number>;
  /** Compute resources without capacity, which are not tried for a while, by `queue/resource`. */
  capacityHolds?: Record<string, CapacityHold>;
}

export interface CapacityHold {
  /** Nodes that are down for it. */
  readonly nodeNames: readonly string[];
  /** Nodes of the same resource that the next run of the daemon sets down as well. */
  readonly others: { readonly nodeNames: readonly string[]; readonly reason: string } | undefined;
  readonly untilMs: number;
}

export interface HeadNodeHost {
  readonly instanceId: string;
  readonly privateIp: string;
  /** `ip-10-0-0-10` */
  readonly hostName: string;
  readonly version: string;
}

export type ClusterPhase =
  | "deploy-files"
  | "init"
  | "on-node-start"
  | "config"
  | "on-node-configured"
  | "finalize"
  | "running"
  | "updating"
  | "finalize-update"
  | "failed";

/** From the files that cfn-init wrote. */
export interface ClusterSettings {
  readonly stackId: string;
  readonly waitHandle: string;
  readonly fleetTable: string;
  readonly slurmTable: string;
  readonly dnsDomain: string;
  readonly hostedZoneId: string;
  /** Undefined when the cluster keeps no logs in CloudWatch. */
  readonly logGroupName: string | undefined;
  readonly configBucket: string;
  readonly configKey: string;
  readonly configVersion: string;
  /** Where the facts of the cluster's instance types are, in the same bucket. */
  readonly instanceTypesKey?: string;
  readonly instanceTypesVersion?: string;
  readonly computeBootstrapSeconds?: number;
  /** Where shared storages are mounted, by file system or volume; ephemeral storage is not among them. */
  readonly mountDirectories?: Readonly<Record<string, string>>;
  /** File systems, and volumes of OpenZFS. */
  readonly fsxIds: readonly string[];
  readonly volumeIds: readonly string[];
  readonly raidVolumeIds: readonly string[];
}

export interface QueueInventory {
  readonly name: string;
  readonly capacityType: string;
  readonly subnetIds: readonly string[];
  readonly resources: readonly ResourceInventory[];
  readonly onNodeStart: readonly string[];
  readonly onNodeConfigured: readonly string[];
}

export interface ResourceInventory {
  readonly name: string;
  readonly minCount: number;
  readonly maxCount: number;
  /** True when the configuration lists types to choose from. */
  readonly flexible: boolean;
  readonly instanceTypes: readonly string[];
  readonly reservationId: string | undefined;
}

export interface NodeRecord {
  readonly name: string;
  readonly queue: string;
  readonly resource: string;
  readonly kind: "static" | "dynamic";
  readonly instanceId: string | undefined;
  readonly privateIp: string | undefined;
  readonly hostName: string | undefined;
  readonly state: NodeState;
  readonly configVersion: string | undefined;
  /** True while programs of its boot run on a real host. */
  readonly hostWork?: boolean;
}

/**
 * `booting`: has an instance; `ready`: has joined Slurm; `failed`: did not get an instance, or lost it before it had
 * joined; `lost`: lost its instance after it had joined; `stopped`: ended with the fleet.
 */
export type NodeState = "booting" | "ready" | "failed" | "lost" | "stopped";

interface ClusterStore {
  /** By the head node's instance id. */
  readonly clusters: Record<string, ClusterRecord>;
  /** Faults that were switched on, by cluster name. */
  readonly faults: Record<string, BootstrapFault[]>;
}

/** A failure of the bootstrap that someone asked for. */
export interface BootstrapFault {
  readonly nodeType: "HeadNode" | "Compute";
  /** What the node reports. */
  readonly reason: string;
  /** How many nodes still fail; the head node needs one. */
  remaining: number;
}

const clusterStore = defineStore<ClusterStore>("parallelcluster", "region", () => ({
  clusters: {},
  faults: {},
}));

export function findCluster(context: RegionContext, headNodeId: string): ClusterRecord | undefined {
  const { clusters } = context.store(clusterStore);
  return Object.hasOwn(clusters, headNodeId) ? clusters[headNodeId] : undefined;
}

export function allClusters(context: RegionContext): readonly ClusterRecord[] {
  return Object.values(context.store(clusterStore).clusters);
}

export function putCluster(context: RegionContext, cluster: ClusterRecord): void {
  context.store(clusterStore).clusters[cluster.headNode.instanceId] = cluster;
}

export function removeCluster(context: RegionContext, headNodeId: string): void {
  delete context.store(clusterStore).clusters[headNodeId];
}

export function faultsOf(context: RegionContext, clusterName: string): BootstrapFault[] {
  const { faults } = context.store(clusterStore);
  if (!Object.hasOwn(faults, clusterName)) faults[clusterName] = [];
  return faults[clusterName] ?? [];
}
