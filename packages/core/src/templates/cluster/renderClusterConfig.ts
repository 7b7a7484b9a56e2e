import { commentedYaml } from "../../project/commentedYaml.ts";
import type { ClusterConfig } from "./clusterConfig.ts";

/** Who made a configuration, for its first lines. */
export interface ConfigMaker {
  readonly trainyardVersion: string;
  readonly projectName: string;
  readonly parallelClusterVersion: string;
}

/** Writes a configuration with its comments; the same configuration gives the same text, byte for byte. */
export function renderClusterConfig({ value, comments }: ClusterConfig, maker: ConfigMaker): string {
  return commentedYaml(value, {
    comments,
    header: [
      `Configuration of the cluster ${maker.projectName} for AWS ParallelCluster ${maker.parallelClusterVersion}.`,
      `Made by trainyard ${maker.trainyardVersion} from the project file: change that, not this text.`,
    ],
  });
}
