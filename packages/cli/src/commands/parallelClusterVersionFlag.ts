import {
  isParallelClusterVersion,
  PARALLELCLUSTER_VERSIONS,
  TrainyardError,
  type CheckedParallelClusterVersion,
} from "@trainyard/core";

/** A version whose rules are known, from a flag; undefined when it is left out. */
export function parallelClusterVersionOf(
  text: string | undefined,
): CheckedParallelClusterVersion | undefined {
  if (text === undefined || isParallelClusterVersion(text)) return text;
  throw new TrainyardError("USAGE", `--parallelcluster-version is "${text}"`, {
    hint: `Rules are known of: ${PARALLELCLUSTER_VERSIONS.join(", ")}.`,
  });
}
