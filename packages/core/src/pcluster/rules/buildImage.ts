import { error, findingsOf, type Findings } from "./finding.ts";

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
