// A door of its own: the clients that only checks need are not loaded by anything else.
export { createClusterConfigAws, type ClusterConfigAwsOptions } from "./createClusterConfigAws.ts";
export { readStoredConfig } from "./readStoredConfig.ts";
