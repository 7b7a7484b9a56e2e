import type { StackDescription } from "../ports/StackGateway.ts";

/** Where the official command keeps the configuration that a cluster was made with. */
export interface ConfigurationPlace {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
}

/** From the parameters of the cluster's stack; undefined when they do not say it. */
export function configurationPlace({ parameters }: StackDescription): ConfigurationPlace | undefined {
  const {
    ResourcesS3Bucket: bucket,
    ArtifactS3RootDirectory: directory,
    ConfigVersion: versionId,
  } = parameters;
  if (bucket === undefined || directory === undefined) return undefined;
  const key = `${directory}/configs/cluster-config.yaml`;
  return { bucket, key, ...(versionId === undefined || versionId === "" ? {} : { versionId }) };
}
