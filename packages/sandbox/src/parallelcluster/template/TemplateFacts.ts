import type { VersionFacts } from "../versions/versionFacts.ts";

/** What the templates need to know beside the configuration: looked up in the account before they are made. */
export interface TemplateFacts {
  readonly clusterName: string;
  readonly region: string;
  readonly version: VersionFacts;
  readonly bucket: string;
  /** Folder of this cluster in the bucket, without a slash at the end. */
  readonly artifactDirectory: string;
  /** S3 version ids of what was uploaded for this generation. */
  readonly configVersion: string;
  readonly impliedConfigVersion: string;
  readonly instanceTypesVersion: string;
  /** Key of the change set, only for updates. */
  readonly changeSetKey: string | undefined;
  /** Time of this generation: part of the wait condition's id. */
  readonly generatedAtMs: number;
  /** Name of the cluster's log group, kept over updates. */
  readonly logGroupName: string;
  readonly officialImage: ImageFacts;
  /** By image id, the official one included. */
  readonly images: Readonly<Record<string, ImageFacts>>;
  readonly subnets: Readonly<Record<string, SubnetFacts>>;
  readonly instanceTypes: Readonly<Record<string, InstanceTypeFacts>>;
  /** By name of the shared storage, for those that exist already. */
  readonly fileSystems: Readonly<Record<string, FileSystemFacts>>;
  /** Instance type of each reservation that a compute resource takes its type from. */
  readonly reservationTypes: Readonly<Record<string, string>>;
}

export interface ImageFacts {
  readonly imageId: string;
  readonly rootDeviceName: string;
  readonly rootVolumeGiB: number;
}

export interface SubnetFacts {
  readonly vpcId: string;
  readonly availabilityZone: string;
}

export interface InstanceTypeFacts {
  readonly architecture: "x86_64" | "arm64";
  readonly threadsPerCore: number;
  readonly vcpus: number;
  readonly ebsOptimizedSupported: boolean;
  readonly efaSupported: boolean;
  /** Per card: how many interfaces it takes, in order of the card's index. */
  readonly cardInterfaceLimits: readonly number[];
  readonly hasInstanceStorage: boolean;
}

export interface FileSystemFacts {
  readonly fileSystemId: string;
  readonly dnsName: string;
  /** Lustre only. */
  readonly mountName: string;
  /** OpenZFS only. */
  readonly junctionPath: string;
}
