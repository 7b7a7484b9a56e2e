export interface ClusterInstance {
  readonly id: string;
  readonly instanceType: string;
  readonly state: string;
  readonly role: "head-node" | "compute-node" | "login-node";
  readonly queue: string | undefined;
  readonly computeResource: string | undefined;
  readonly privateIpAddress: string | undefined;
  readonly publicIpAddress: string | undefined;
  readonly launchedAtMs: number;
  readonly zone: string;
  /** User of the operating system, from ParallelCluster's own tag. */
  readonly loginUser: string | undefined;
}

/** `RUNNING`, `STOPPED`, `PROTECTED`, ...; `UNKNOWN` when the cluster has not said it yet. */
export interface FleetStatus {
  readonly status: string;
  readonly changedAtMs: number | undefined;
}

/** What runs of a cluster: its instances and its compute fleet. */
export interface ClusterGateway {
  /** Instances that are not terminated. */
  instances(clusterName: string, signal?: AbortSignal): Promise<readonly ClusterInstance[]>;
  fleet(clusterName: string, signal?: AbortSignal): Promise<FleetStatus>;
  /**
   * Writes a request for the compute fleet, which the cluster's own daemon carries out; answers `conflict` when the
   * status is not `from` any more.
   */
  requestFleet(
    clusterName: string,
    request: {
      readonly from: string;
      readonly to: "START_REQUESTED" | "STOP_REQUESTED";
      readonly atMs: number;
    },
    signal?: AbortSignal,
  ): Promise<"requested" | "conflict">;
}
