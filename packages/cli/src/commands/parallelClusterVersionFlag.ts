import {
  isParallelClusterVersion,
  PARALLELCLUSTER_VERSIONS,
  type ParallelClusterVersion,
} from "@trainyard/core/cluster-config";
import { usageError } from "../command/usageError.ts";

/** A version whose rules are known, from a flag; undefined when it is left out. */
export function parallelClusterVersionOf(text: string | undefined): ParallelClusterVersion | undefined {
  if (text === undefined || isParallelClusterVersion(text)) return text;
  throw usageError(
    `--parallelcluster-version is "${text}"`,
    `Rules are known of: ${PARALLELCLUSTER_VERSIONS.join(", ")}.`,
  );
}
