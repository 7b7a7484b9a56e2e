import { foundOrThrow } from "../aws/AwsAnswer.ts";
import type { ClusterConfigAws } from "../aws/ClusterConfigAws.ts";
import { error, findingsOf, type Findings, type RuleAnswer } from "./finding.ts";

const MAX_COMPONENTS = 15;

export function componentsValidator({ componentCount }: { readonly componentCount: number }): Findings {
  return findingsOf(
    componentCount > MAX_COMPONENTS &&
      error(`There are ${componentCount} build components, at most ${MAX_COMPONENTS} are allowed.`),
  );
}

export interface BuildNetworkInput {
  readonly securityGroupCount: number;
  readonly subnetId: string | undefined;
}

export function securityGroupsAndSubnetValidator({
  securityGroupCount,
  subnetId,
}: BuildNetworkInput): Findings {
  return findingsOf(
    subnetId !== undefined &&
      subnetId !== "" &&
      securityGroupCount === 0 &&
      error(`The subnet ${subnetId} needs security groups.`),
  );
}

export interface ImageVolumeInput {
  readonly sizeGiB: number;
  readonly imageId: string;
}

export function amiVolumeSizeValidator(
  input: ImageVolumeInput,
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  return aws === undefined ? [] : checkVolumeSize(input, aws);
}

async function checkVolumeSize(
  { sizeGiB, imageId }: ImageVolumeInput,
  aws: ClusterConfigAws,
): Promise<Findings> {
  const { volumeSizeGiB } = foundOrThrow(await aws.images.image(imageId));
  return findingsOf(
    sizeGiB < volumeSizeGiB &&
      error(`The root volume has ${sizeGiB} GiB, the image ${imageId} needs ${volumeSizeGiB} GiB.`),
  );
}

export interface NvidiaSoftwareInput {
  readonly instanceType: string;
  readonly gpuCount: number;
  readonly installsNvidia: boolean;
}

export function instanceTypeSoftwareValidator(input: NvidiaSoftwareInput): Findings {
  return findingsOf(
    input.installsNvidia &&
      input.gpuCount === 0 &&
      error(`${input.instanceType} has no GPU: NVIDIA software cannot be installed on it.`),
  );
}
