/** Versions whose behaviour is recorded; a new one is an entry here and dated changes in the tables. */
export const PARALLELCLUSTER_VERSIONS = ["3.13.1", "3.16.1"] as const;

export type ParallelClusterVersion = (typeof PARALLELCLUSTER_VERSIONS)[number];

export const DEFAULT_PARALLELCLUSTER_VERSION: ParallelClusterVersion = "3.13.1";

export function isParallelClusterVersion(text: string): text is ParallelClusterVersion {
  return PARALLELCLUSTER_VERSIONS.some((version) => version === text);
}

/** Whether `version` is `since` or later; both are dotted numbers. */
export function isAtLeast(version: string, since: string): boolean {
  const wanted = since.split(".").map(Number);
  const given = version.split(".").map(Number);
  for (let index = 0; index < wanted.length; index += 1) {
    const difference = (given[index] ?? 0) - (wanted[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
