import type { ClusterConfigReport } from "@trainyard/core/cluster-config";

export interface CheckFlags {
  readonly offline: boolean;
  readonly file: string | undefined;
  readonly "cluster-config": string | undefined;
  readonly "parallelcluster-version": string | undefined;
  readonly "suppress-validators": readonly string[];
  readonly "failure-level": string | undefined;
  readonly sarif: boolean;
}

/** What was checked, and what came out. */
export interface Checked {
  /** As shown to people. */
  readonly name: string;
  /** Absolute path, or what was made from a project. */
  readonly file: string;
  readonly text: string;
  readonly report: ClusterConfigReport;
  /** Validators that could not run yet. */
  readonly waiting: readonly string[];
}
