/** Tag on everything that trainyard makes: the project's name. */
export const PROJECT_TAG = "trainyard:project";

/** Names that are derived from the project's, in one place. */
export function deploymentNames(projectName: string, parallelClusterVersion: string) {
  return {
    cluster: projectName,
    clusterHolder: `${projectName}-engine`,
    prerequisites: `${projectName}-prerequisites`,
    dataBucket: `${projectName}-data`,
    /** Shared by all clusters of one version in a region. */
    engineProvider: `trainyard-provider-${parallelClusterVersion.replaceAll(".", "-")}`,
    keyPair: projectName,
  };
}
