import type { Problem } from "../../text/problem.ts";
import { DEFAULT_PARALLELCLUSTER_VERSION, type ParallelClusterVersion } from "../versions.ts";
import type { ConfigMap } from "../yaml/configValue.ts";
import { readConfigText } from "../yaml/readConfigText.ts";
import { valueAt, type ChangeContext } from "./ChangeContext.ts";
import { checkChanges, type CheckedChange } from "./checkChanges.ts";
import { compareConfigs } from "./compareConfigs.ts";
import { STOPPED_FLEET, type FleetState } from "./FleetState.ts";

export interface DiffOptions {
  /** The guide's version when absent. */
  readonly version?: ParallelClusterVersion;
  /** What runs now; nothing when absent. */
  readonly fleet?: FleetState;
  /** Used when the configuration names no region. */
  readonly region?: string;
}

export type ClusterConfigDiff =
  | {
      readonly kind: "compared";
      /** In the order of the schema; empty when nothing changes. */
      readonly changes: readonly CheckedChange[];
      /** Every change can be made now. */
      readonly allowed: boolean;
    }
  | {
      readonly kind: "unreadable";
      readonly side: "old" | "new";
      readonly problems: readonly Problem[];
    };

/**
 * Compares two configurations of one cluster and tells for each change whether it can be made now, and what
 * to do when it cannot. Both texts must be YAML; check them first, wrong sections are not reported here.
 */
export function diffClusterConfigs(
  oldText: string,
  newText: string,
  options: DiffOptions = {},
): ClusterConfigDiff {
  const before = readConfigText(oldText);
  if (before.kind === "refused") return { kind: "unreadable", side: "old", problems: before.problems };
  const after = readConfigText(newText);
  if (after.kind === "refused") return { kind: "unreadable", side: "new", problems: after.problems };
  return diffConfigMaps(before.document.root, after.document.root, options);
}

/** Like `diffClusterConfigs`, for configurations that were read already. */
export function diffConfigMaps(
  oldConfig: ConfigMap,
  newConfig: ConfigMap,
  options: DiffOptions = {},
): Extract<ClusterConfigDiff, { kind: "compared" }> {
  const region = valueAt(newConfig, "Region");
  const context: ChangeContext = {
    oldConfig,
    newConfig,
    changes: compareConfigs(oldConfig, newConfig, options.version ?? DEFAULT_PARALLELCLUSTER_VERSION),
    fleet: options.fleet ?? STOPPED_FLEET,
    scheduler: valueAt(oldConfig, "Scheduling", "Scheduler") === "awsbatch" ? "awsbatch" : "slurm",
    region: typeof region === "string" ? region : (options.region ?? ""),
  };
  const changes = checkChanges(context);
  return { kind: "compared", changes, allowed: changes.every((change) => change.check === "SUCCEEDED") };
}
