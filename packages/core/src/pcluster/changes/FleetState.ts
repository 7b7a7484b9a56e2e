/** What runs while a change is asked for. */
export interface FleetState {
  /** Any compute node runs. */
  readonly computeRunning: boolean;
  /** Login pools with running nodes, or all or none of them. */
  readonly loginRunning: boolean | readonly string[];
  /** vCPUs that an AWS Batch environment runs; 0 with slurm. */
  readonly batchVcpus?: number;
  /** Used by the policy for a stopped head node, which no field has. */
  readonly headNodeStopped?: boolean;
}

export const STOPPED_FLEET: FleetState = { computeRunning: false, loginRunning: false };

/** Whether login nodes run, of one pool or of any. */
export function loginNodesRun(fleet: FleetState, poolName?: string): boolean {
  const { loginRunning } = fleet;
  if (typeof loginRunning === "boolean") return loginRunning;
  return poolName === undefined ? loginRunning.length > 0 : loginRunning.includes(poolName);
}
