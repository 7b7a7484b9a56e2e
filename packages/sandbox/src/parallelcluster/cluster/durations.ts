/** Modelled milliseconds on the hosts of a cluster; sources stand in `behaviour/parallelcluster.md`. */
export const clusterDurations = {
  /** From a running head node to the end of each phase of its first boot. */
  headNode: {
    deployFilesMs: 60_000,
    initMs: 45_000,
    configMs: 150_000,
    daemonsMs: 30_000,
  },
  /** One custom action script. */
  customActionMs: 60_000,
  /** From a running compute node to one that has joined Slurm, without custom actions. */
  computeNodeMs: 270_000,
  /** A failing node or head node waits this long before it gives up. */
  failureDelayMs: 10_000,
  /** Between two looks of the last phase at the static nodes. */
  finalizePollMs: 10_000,
  /** Between two runs of the node daemon and of the fleet status daemon. */
  daemonIntervalMs: 60_000,
  /** How long a compute resource without capacity is left alone. */
  insufficientCapacityMs: 600_000,
  /** Between two looks at the state of Capacity Blocks. */
  capacityBlockPollMs: 600_000,
  /** The head node's recipes of an update. */
  updateMs: 120_000,
  /** A compute node's part of an update. */
  nodeUpdateMs: 60_000,
} as const;
