import {
  DEFAULT_PARALLELCLUSTER_VERSION,
  isAtLeast,
  PARALLELCLUSTER_VERSIONS,
  type ParallelClusterVersion,
} from "../pcluster/versions.ts";

/** The newest version with known rules that is not newer than the given one; the oldest when all are newer. */
export function rulesVersionFor(version: string): ParallelClusterVersion {
  return (
    PARALLELCLUSTER_VERSIONS.findLast((known) => isAtLeast(version, known)) ?? DEFAULT_PARALLELCLUSTER_VERSION
  );
}
