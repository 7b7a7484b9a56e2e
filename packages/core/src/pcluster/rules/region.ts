import { error, findingsOf, type Findings } from "./finding.ts";

/** Regions of the packaged list, which is used when the list cannot be downloaded. */
export const SUPPORTED_REGIONS: readonly string[] = [
  "af-south-1",
  "ap-east-1",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-3",
  "ap-southeast-5",
  "ap-southeast-7",
  "ca-central-1",
  "cn-north-1",
  "cn-northwest-1",
  "eu-central-1",
  "eu-north-1",
  "eu-south-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "il-central-1",
  "me-south-1",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-iso-east-1",
  "us-iso-west-1",
  "us-isob-east-1",
  "us-gov-east-1",
  "us-gov-west-1",
  "us-west-1",
  "us-west-2",
];

export function regionValidator({ region }: { readonly region: string }): Findings {
  return findingsOf(
    !SUPPORTED_REGIONS.includes(region) && error(`ParallelCluster does not support the region ${region}.`),
  );
}

/** Features that some regions lack. */
export const REGION_FEATURES = [
  "AWS Batch scheduler",
  "FSx Lustre",
  "FileCache",
  "FSx ONTAP",
  "FSx OpenZfs",
  "SLURM Database",
  "Amazon DCV",
  "Capacity Block",
  "Network Load Balancer Security Group",
  "Cluster Health Metrics",
] as const;

export type RegionFeature = (typeof REGION_FEATURES)[number];

/** Starts of the names of regions that lack a feature. */
const LACKING: Readonly<Record<RegionFeature, readonly string[]>> = {
  "AWS Batch scheduler": ["ap-northeast-3", "ap-southeast-5", "ap-southeast-7", "us-iso"],
  "FSx Lustre": [],
  FileCache: ["us-iso"],
  "FSx ONTAP": ["us-iso-w"],
  "FSx OpenZfs": ["us-iso"],
  "SLURM Database": [],
  "Amazon DCV": [],
  "Capacity Block": ["us-iso"],
  "Network Load Balancer Security Group": [],
  "Cluster Health Metrics": ["us-iso"],
};

export interface FeatureRegionInput {
  readonly feature: RegionFeature;
  readonly region: string;
}

export function featureRegionValidator({ feature, region }: FeatureRegionInput): Findings {
  return findingsOf(
    LACKING[feature].some((prefix) => region.startsWith(prefix)) &&
      error(`${feature} does not exist in the region ${region}.`),
  );
}

/** `aws`, or the partition of China, GovCloud or an isolated region. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  if (region.startsWith("us-isob-")) return "aws-iso-b";
  return region.startsWith("us-iso-") ? "aws-iso" : "aws";
}
