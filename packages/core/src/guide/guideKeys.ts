/** How a key of the guide's config.yaml maps to the project file. */
export interface GuideKey {
  readonly key: string;
  /** Another name that scripts of the guide give the same value. */
  readonly alias?: string;
  readonly path: readonly [string] | readonly [string, string];
  readonly type: "text" | "whole-number";
}

/** Keys that the guide's steps write, in their order. */
export const GUIDE_KEYS: readonly GuideKey[] = [
  { key: "CLUSTER_NAME", path: ["name"], type: "text" },
  { key: "AWS_REGION", path: ["region"], type: "text" },
  { key: "PCLUSTER_VERSION", path: ["parallelCluster", "version"], type: "text" },
  { key: "CAPACITY_RESERVATION_ID", path: ["capacity", "reservation"], type: "text" },
  { key: "AZ", path: ["capacity", "zone"], type: "text" },
  { key: "NUM_INSTANCES", path: ["capacity", "count"], type: "whole-number" },
  { key: "INSTANCE", path: ["capacity", "instanceType"], type: "text" },
  { key: "KEYPAIR_NAME", alias: "KEY_PAIR_NAME", path: ["access", "keyPair"], type: "text" },
  { key: "DATA_BUCKET_NAME", path: ["data", "bucket"], type: "text" },
  { key: "STACK_ID_VPC", path: ["network", "prerequisitesStack"], type: "text" },
];

/** What the guide calls its prerequisites stack when nobody chooses another name. */
export const GUIDE_PREREQUISITES_STACK = "parallelcluster-prerequisites";

/** What the guide's scripts write for a value that there is none of. */
export const NONE_WORDS: readonly string[] = ["NA", "REMOVE_THIS_LINE_AND_A_LINE_BEFORE", ""];

/** Outputs of the prerequisites stack, by the names that the guide's template and scripts have used. */
export const OUTPUT_KEYS: ReadonlySet<string> = new Set([
  "VPC",
  "PublicSubnet",
  "PrimaryPrivateSubnet",
  "SecondaryPrivateSubnet",
  "SecurityGroup",
  "FSxLustreFilesystemMountname",
  "FSxLustreFilesystemDNSname",
  "FSxLustreFilesystemId",
  "FSxORootVolumeId",
  "PUBLIC_SUBNET",
  "PRIMARY_PRIVATE_SUBNET",
  "SECURITY_GROUP",
  "FSX_LUSTRE_FILESYSTEM_MOUNT_NAME",
  "FSX_LUSTRE_FILESYSTEM_DNS_NAME",
  "FSX_LUSTRE_FILESYSTEM_ID",
  "FSX_OPENZFS_ROOT_VOLUME_ID",
  "VPC_ID",
  "PRIVATE_SUBNET_ID",
  "PUBLIC_SUBNET_ID",
  "FSX_ID",
  "FSX_MOUNTNAME",
  "FSXO_ID",
]);
