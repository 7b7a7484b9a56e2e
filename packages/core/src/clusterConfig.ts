// A door of its own: a check of a configuration alone needs neither projects nor templates.
export {
  DEFAULT_PARALLELCLUSTER_VERSION,
  isParallelClusterVersion,
  PARALLELCLUSTER_VERSIONS,
  type ParallelClusterVersion,
} from "./pcluster/versions.ts";
export { validateClusterConfig, type CheckOptions } from "./pcluster/validateClusterConfig.ts";
export type { ClusterConfigReport } from "./pcluster/ClusterConfigReport.ts";
export type { FindingLevel } from "./pcluster/rules/finding.ts";
export { isSuppression } from "./pcluster/suppression.ts";
export { factsOfPart } from "./pcluster/aws/describedInstanceTypes.ts";
export { found, refused, type AwsAnswer, type AwsRefusal } from "./pcluster/aws/AwsAnswer.ts";
export type { ClusterConfigAws, DryRunLaunch, OfficialImageSearch } from "./pcluster/aws/ClusterConfigAws.ts";
export { officialImageName } from "./pcluster/aws/officialImageName.ts";
export { readConfigText } from "./pcluster/yaml/readConfigText.ts";
export { diffClusterConfigs } from "./pcluster/changes/diffClusterConfigs.ts";
