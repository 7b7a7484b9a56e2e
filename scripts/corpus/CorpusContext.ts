import type { CheckedParallelClusterVersion, ClusterConfigAws, InstanceTypeTable } from "@trainyard/core";

/** What the cases of a directory share. */
export interface CorpusContext {
  /** The account that is recorded beside the cases; undefined when the directory has none. */
  readonly aws: ClusterConfigAws | undefined;
  readonly instanceTypes: InstanceTypeTable;
}

/** One file of cases. */
export interface CorpusFile {
  readonly name: string;
  readonly content: unknown;
  /** The version that the file's name tells, else the one that the cases were recorded with. */
  readonly version: CheckedParallelClusterVersion;
}
