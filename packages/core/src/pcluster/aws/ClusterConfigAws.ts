import type { AwsAnswer } from "./AwsAnswer.ts";
import type { InstanceFacts } from "./InstanceFacts.ts";

/**
 * What the rules ask an account, in the region of the configuration. Nothing here throws for a missing
 * thing: the answer is the refusal of the service. The same question may be asked several times; the rules
 * keep the answers for one check.
 */
export interface ClusterConfigAws {
  readonly instances: InstanceQuestions;
  readonly reservations: ReservationQuestions;
  readonly network: NetworkQuestions;
  readonly images: ImageQuestions;
  readonly volumes: VolumeQuestions;
  readonly fileSystems: FileSystemQuestions;
  readonly objects: ObjectQuestions;
  readonly access: AccessQuestions;
}

export interface InstanceQuestions {
  instanceType(name: string): Promise<AwsAnswer<InstanceFacts>>;
  /** Names of every type offered in the region. */
  offeredTypes(): Promise<AwsAnswer<ReadonlySet<string>>>;
  /** Availability zones that offer the type; empty for an unknown type. */
  zonesOffering(instanceType: string): Promise<AwsAnswer<readonly string[]>>;
  /** Answers of a launch that is only tried: `found` when it would have worked. */
  dryRun(launch: DryRunLaunch): Promise<AwsAnswer<"would-launch">>;
  placementGroup(name: string): Promise<AwsAnswer<"exists">>;
  /** Types and families that AWS Batch takes, `optimal` included. */
  batchTypes(): Promise<AwsAnswer<ReadonlySet<string>>>;
}

export interface DryRunLaunch {
  readonly instanceType: string;
  readonly imageId: string;
  readonly subnetId: string;
  readonly securityGroupIds: readonly string[];
  readonly networkInterfaces: number;
  readonly efa: boolean;
  /** The first of several interfaces asks for a public address. */
  readonly asksForPublicAddress: boolean;
  readonly keyName?: string;
  readonly placementGroup?: string;
  readonly market?: "spot" | "capacity-block";
  readonly capacityReservation?: { readonly id?: string; readonly groupArn?: string };
  readonly rootVolume: {
    readonly deviceName: string;
    readonly sizeGiB?: number;
    readonly type: string;
    readonly iops?: number;
    readonly throughputMBps?: number;
    readonly encrypted: boolean;
    readonly deleteOnTermination: boolean;
  };
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly requiresMetadataTokens: boolean;
}

export interface ReservationQuestions {
  reservation(id: string): Promise<AwsAnswer<ReservationFacts>>;
  /** Ids of the reservations in a resource group. */
  reservationsOfGroup(groupArn: string): Promise<AwsAnswer<readonly string[]>>;
  /** Whether the group was made as a pool of capacity reservations. */
  isReservationPool(groupArn: string): Promise<AwsAnswer<boolean>>;
  /** Status of every capacity block of the account. */
  capacityBlockStatuses(): Promise<AwsAnswer<readonly CapacityBlockStatus[]>>;
}

export interface ReservationFacts {
  readonly id: string;
  readonly instanceType: string;
  readonly zone: string;
  readonly platform: string;
  readonly state: string;
  /** `capacity-block`, or undefined for an on-demand reservation. */
  readonly reservationType: string | undefined;
  readonly totalInstances: number;
  readonly availableInstances: number;
  /** Instances of a capacity block that has not started yet. */
  readonly requestedInstances: number;
  readonly placementGroupArn: string | undefined;
}

export interface CapacityBlockStatus {
  readonly capacityBlockId: string;
  readonly reservationIds: readonly string[];
  readonly interconnectStatus: string | undefined;
  readonly totalCapacity: number | undefined;
}

export interface NetworkQuestions {
  subnet(id: string): Promise<AwsAnswer<SubnetFacts>>;
  vpc(id: string): Promise<AwsAnswer<{ readonly dnsSupport: boolean; readonly dnsHostnames: boolean }>>;
  securityGroup(id: string): Promise<AwsAnswer<SecurityGroupFacts>>;
  networkInterface(id: string): Promise<AwsAnswer<NetworkInterfaceFacts>>;
  elasticIp(address: string): Promise<AwsAnswer<"allocated">>;
  hostedZone(id: string): Promise<AwsAnswer<HostedZoneFacts>>;
}

export interface SubnetFacts {
  readonly id: string;
  readonly vpc: string;
  readonly zone: string;
  readonly cidr: string;
  readonly assignsPublicAddress: boolean;
}

export interface SecurityGroupFacts {
  readonly id: string;
  readonly vpc: string;
  readonly ingress: readonly SecurityGroupRule[];
  readonly egress: readonly SecurityGroupRule[];
}

export interface SecurityGroupRule {
  /** `-1` for all, else a name or number such as `tcp` or `6`. */
  readonly protocol: string;
  readonly fromPort: number | undefined;
  readonly toPort: number | undefined;
  readonly cidrs: readonly string[];
  readonly groups: readonly string[];
  readonly prefixLists: readonly string[];
}

export interface NetworkInterfaceFacts {
  readonly id: string;
  readonly vpc: string;
  readonly groups: readonly string[];
}

export interface HostedZoneFacts {
  readonly domainName: string;
  readonly isPrivate: boolean;
  readonly vpcs: readonly string[];
}

export interface ImageQuestions {
  image(id: string): Promise<AwsAnswer<ImageFacts>>;
  /** Newest official image; refused when there is none. */
  officialImage(search: OfficialImageSearch): Promise<AwsAnswer<string>>;
  keyPair(name: string): Promise<AwsAnswer<{ readonly keyType: string }>>;
  launchTemplate(id: string, version: number): Promise<AwsAnswer<{ readonly properties: readonly string[] }>>;
}

export interface ImageFacts {
  readonly id: string;
  readonly architecture: string;
  readonly description: string | undefined;
  readonly rootDeviceName: string;
  readonly volumeSizeGiB: number;
  readonly tags: ReadonlyMap<string, string>;
}

export interface OfficialImageSearch {
  readonly os: string;
  readonly architecture: string;
  /** `amazon` when the configuration names no owner. */
  readonly owner: string;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly namePrefix: string;
  /** Images that are not available yet, or no more, do not count. */
  readonly onlyAvailable: boolean;
  readonly version: string;
}

export interface VolumeQuestions {
  volume(id: string): Promise<AwsAnswer<{ readonly zone: string; readonly state: string }>>;
  snapshot(id: string): Promise<AwsAnswer<{ readonly sizeGiB: number | undefined; readonly state: string }>>;
  kmsKey(id: string): Promise<AwsAnswer<"exists">>;
}

export interface FileSystemQuestions {
  efs(id: string): Promise<AwsAnswer<EfsFacts>>;
  fsxFileSystem(id: string): Promise<AwsAnswer<FsxFacts>>;
  /** Id of the file system that a volume belongs to. */
  fsxVolume(id: string): Promise<AwsAnswer<string>>;
  fileCache(id: string): Promise<AwsAnswer<FsxFacts>>;
  fsxBackup(id: string): Promise<AwsAnswer<"exists">>;
}

export interface EfsFacts {
  /** Set for a file system of one zone only. */
  readonly oneZone: string | undefined;
  readonly mountTargets: readonly EfsMountTarget[];
}

export interface EfsMountTarget {
  readonly id: string;
  readonly subnetId: string;
  readonly securityGroups: readonly string[];
}

export interface FsxFacts {
  readonly id: string;
  readonly kind: "LUSTRE" | "OPENZFS" | "ONTAP" | "WINDOWS";
  readonly vpc: string;
  readonly subnetIds: readonly string[];
  readonly networkInterfaces: readonly string[];
}

export interface ObjectQuestions {
  bucket(name: string): Promise<AwsAnswer<"exists">>;
  /** `Enabled`, or another word of S3, or undefined when it was never set. */
  bucketVersioning(name: string): Promise<AwsAnswer<string | undefined>>;
  bucketRegion(name: string): Promise<AwsAnswer<string>>;
  object(bucket: string, key: string): Promise<AwsAnswer<"exists">>;
  /** Whether an https URL can be read; refused with the status, or with what failed. */
  url(url: string): Promise<AwsAnswer<"readable">>;
}

export interface AccessQuestions {
  role(name: string): Promise<AwsAnswer<"exists">>;
  instanceProfile(name: string): Promise<AwsAnswer<"exists">>;
  policy(arn: string): Promise<AwsAnswer<"exists">>;
  secret(arn: string): Promise<AwsAnswer<"exists">>;
  /** The text of a secret; empty when it holds none. */
  secretText(arn: string): Promise<AwsAnswer<string>>;
  parameter(name: string): Promise<AwsAnswer<"exists">>;
}
