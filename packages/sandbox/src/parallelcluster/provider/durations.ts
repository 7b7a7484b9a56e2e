/** Modelled milliseconds of the provider's function; sources stand in `behaviour/parallelcluster.md`. */
export const providerDurations = {
  /** From the request until the cluster's stack is asked for, and the first look at it. */
  createMs: 30_000,
  updateMs: 30_000,
  deleteMs: 5_000,
  /** How often the function looks again. */
  pollMs: 120_000,
} as const;

/** Modelled milliseconds of the functions in the cluster's own stack. */
export const cleanupDurations = {
  createMs: 3_000,
  updateMs: 3_000,
  deleteMs: 3_000,
  /** Between two looks at instances that are shutting down. */
  terminationPollMs: 10_000,
  /** Waited after the last instance is gone, for placement groups. */
  placementGroupMs: 30_000,
  /** Waited after the records are deleted. */
  dnsMs: 5_000,
} as const;
