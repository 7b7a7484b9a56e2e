/** How FSx for OpenZFS can be deployed, in the order in which `auto` prefers them. */
export const OPENZFS_HA_DEPLOYMENTS = ["SINGLE_AZ_HA_2", "SINGLE_AZ_HA_1", "MULTI_AZ_1"] as const;
export type OpenZfsHaDeployment = (typeof OPENZFS_HA_DEPLOYMENTS)[number];
export type LustreDeployment = "PERSISTENT_2" | "PERSISTENT_1";

export interface RegionFacts {
  readonly name: string;
  /** Domain of AWS endpoints in the region. */
  readonly urlSuffix: string;
  readonly partition: "aws" | "aws-cn" | "aws-us-gov";
  /** Is the region in the list that ParallelCluster 3.13.1 and 3.16.1 carry? */
  readonly parallelCluster: boolean;
  /** Deployment types of OpenZFS with a standby server that the region offers. */
  readonly openZfs: readonly OpenZfsHaDeployment[];
  /** `documented`: read in AWS's table of regions; `assumed`: only that Multi-AZ exists everywhere. */
  readonly openZfsSource: "documented" | "assumed";
}

/*
 * Sources. Regions of ParallelCluster: the list in the packages 3.13.1 and 3.16.1. OpenZFS: "Availability by AWS
 * Region" of the FSx for OpenZFS user guide (read Nov 2026) and awsome-distributed-ai #1097, #1100 and #1102.
 * Some zones of us-east-1, us-west-2, ap-southeast-1, ca-central-1 and ca-west-1 lack a type that the region has.
 */
const HA_2: readonly OpenZfsHaDeployment[] = ["SINGLE_AZ_HA_2", "MULTI_AZ_1"];
const HA_1: readonly OpenZfsHaDeployment[] = ["SINGLE_AZ_HA_1", "MULTI_AZ_1"];
const BOTH: readonly OpenZfsHaDeployment[] = ["SINGLE_AZ_HA_2", "SINGLE_AZ_HA_1", "MULTI_AZ_1"];
const MULTI_AZ: readonly OpenZfsHaDeployment[] = ["MULTI_AZ_1"];

export const REGIONS: readonly RegionFacts[] = [
  region("us-east-1", HA_2),
  region("us-east-2", HA_2),
  region("us-west-1", BOTH),
  region("us-west-2", HA_2),
  region("us-gov-east-1", HA_1, { partition: "aws-us-gov" }),
  region("us-gov-west-1", HA_2, { partition: "aws-us-gov" }),
  region("af-south-1", MULTI_AZ, { assumed: true }),
  region("ap-east-1", HA_1),
  region("ap-east-2", HA_1, { parallelCluster: false }),
  region("ap-northeast-1", HA_2),
  region("ap-northeast-2", BOTH),
  region("ap-northeast-3", HA_1, { parallelCluster: false }),
  region("ap-south-1", HA_2),
  region("ap-south-2", BOTH, { parallelCluster: false }),
  region("ap-southeast-1", HA_2),
  region("ap-southeast-2", HA_2),
  region("ap-southeast-3", HA_1),
  region("ap-southeast-4", HA_1, { parallelCluster: false }),
  region("ap-southeast-5", HA_1),
  region("ap-southeast-6", HA_1, { parallelCluster: false }),
  region("ap-southeast-7", HA_1),
  region("ca-central-1", HA_2),
  region("ca-west-1", MULTI_AZ, { parallelCluster: false, assumed: true }),
  region("cn-north-1", MULTI_AZ, { partition: "aws-cn", assumed: true }),
  region("cn-northwest-1", MULTI_AZ, { partition: "aws-cn", assumed: true }),
  region("eu-central-1", HA_2),
  region("eu-central-2", MULTI_AZ, { parallelCluster: false, assumed: true }),
  region("eu-north-1", MULTI_AZ, { assumed: true }),
  region("eu-south-1", MULTI_AZ, { assumed: true }),
  region("eu-south-2", MULTI_AZ, { parallelCluster: false, assumed: true }),
  region("eu-west-1", HA_2),
  region("eu-west-2", MULTI_AZ, { assumed: true }),
  region("eu-west-3", MULTI_AZ, { assumed: true }),
  region("il-central-1", MULTI_AZ, { assumed: true }),
  region("me-central-1", MULTI_AZ, { parallelCluster: false, assumed: true }),
  region("me-south-1", MULTI_AZ, { assumed: true }),
  region("mx-central-1", MULTI_AZ, { parallelCluster: false, assumed: true }),
  region("sa-east-1", MULTI_AZ, { assumed: true }),
];

const BY_NAME: ReadonlyMap<string, RegionFacts> = new Map(REGIONS.map((facts) => [facts.name, facts]));

export function regionFacts(name: string): RegionFacts | undefined {
  return BY_NAME.get(name);
}

/** Names of the regions in which ParallelCluster can make a cluster. */
export function clusterRegionNames(): readonly string[] {
  return REGIONS.filter(({ parallelCluster }) => parallelCluster).map(({ name }) => name);
}

/** The OpenZFS type that `auto` takes: the newest with a standby server in the same zone, else across two zones. */
export function openZfsDeploymentFor(regionName: string): OpenZfsHaDeployment {
  const offered = regionFacts(regionName)?.openZfs ?? MULTI_AZ;
  return OPENZFS_HA_DEPLOYMENTS.find((type) => offered.includes(type)) ?? "MULTI_AZ_1";
}

/*
 * AWS has no call that lists where PERSISTENT_2 exists, and names single zones only when a creation is refused.
 * The guide takes it by default. Rows are added when a refusal is known, with the place where it was seen.
 */
const WITHOUT_PERSISTENT_2: Readonly<Record<string, { readonly zones: "all" | readonly string[] }>> = {
  "cn-north-1": { zones: "all" },
  "cn-northwest-1": { zones: "all" },
};

/** The Lustre type that `auto` takes in a zone: PERSISTENT_2 unless it is known to be missing there. */
export function lustreDeploymentFor(regionName: string, zone: string | undefined): LustreDeployment {
  const missing = WITHOUT_PERSISTENT_2[regionName]?.zones ?? [];
  const lacks = missing === "all" || (zone !== undefined && missing.includes(zone));
  return lacks ? "PERSISTENT_1" : "PERSISTENT_2";
}

interface RegionExceptions {
  readonly partition?: RegionFacts["partition"];
  readonly parallelCluster?: boolean;
  readonly assumed?: boolean;
}

function region(
  name: string,
  openZfs: readonly OpenZfsHaDeployment[],
  { partition = "aws", parallelCluster = true, assumed = false }: RegionExceptions = {},
): RegionFacts {
  const urlSuffix = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  const openZfsSource = assumed ? "assumed" : "documented";
  return { name, urlSuffix, partition, parallelCluster, openZfs, openZfsSource };
}
