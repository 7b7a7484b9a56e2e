import type { StackDescription } from "../ports/StackGateway.ts";
import { clusterStatus } from "./clusterStatus.ts";

/** One cluster in the answer of `pcluster list-clusters`; here, and only here, it is `cloudformation` in small letters. */
export interface ClusterSummary {
  readonly clusterName: string;
  readonly cloudformationStackStatus: string;
  readonly cloudformationStackArn: string;
  readonly region: string;
  readonly version: string;
  readonly clusterStatus: string;
  readonly scheduler: { readonly type: string };
}

const VERSION_TAG = "parallelcluster:version";

/** Undefined for a stack that is no cluster, or only a part of one. */
export function clusterSummary(stack: StackDescription, region: string): ClusterSummary | undefined {
  const version = clusterVersion(stack);
  if (version === undefined || stack.parentId !== undefined) return undefined;
  return {
    clusterName: stack.name,
    cloudformationStackStatus: stack.status,
    cloudformationStackArn: stack.id,
    region,
    version,
    clusterStatus: clusterStatus(stack.status),
    scheduler: { type: stack.parameters["Scheduler"] ?? "slurm" },
  };
}

/** The ParallelCluster version that made a stack; undefined for other stacks. */
export function clusterVersion(stack: StackDescription): string | undefined {
  return stack.tags[VERSION_TAG];
}
