const MAX_BUCKET_NAME = 63;
const ACCOUNT_ID_LENGTH = 12;

/** Names of what is made for a project, from its own name. */
export interface ProjectNames {
  /** The cluster, which is also the stack that ParallelCluster makes. */
  readonly cluster: string;
  /** The stack with `Custom::PclusterCluster` in it. */
  readonly engineStack: string;
  /** The stack of AWS's CloudFormation provider, shared by all clusters of a version in an account and region. */
  readonly providerStack: string;
  readonly prerequisitesStack: string;
  readonly dataBucketStack: string;
  readonly keyPair: string;
}

export interface NamedProject {
  readonly name: string;
  readonly parallelCluster: { readonly version: string };
  readonly access: { readonly keyPair?: string | undefined };
  readonly network: { readonly prerequisitesStack?: string | undefined };
}

export function projectNames(project: NamedProject): ProjectNames {
  const { name } = project;
  return {
    cluster: name,
    engineStack: `${name}-engine`,
    providerStack: `trainyard-parallelcluster-${project.parallelCluster.version.replaceAll(".", "-")}`,
    prerequisitesStack: project.network.prerequisitesStack ?? `${name}-prerequisites`,
    dataBucketStack: `${name}-data-bucket`,
    keyPair: project.access.keyPair ?? name,
  };
}

/** The bucket of a project that names none. */
export function defaultBucketName(name: string, region: string, accountId: string): string {
  return `${name.toLowerCase()}-data-${accountId}-${region}`;
}

/** How many letters a project's name may have for its default bucket name to be valid in a region. */
export function maxNameForBucket(region: string): number {
  return MAX_BUCKET_NAME - defaultBucketName("", region, "0".repeat(ACCOUNT_ID_LENGTH)).length;
}
