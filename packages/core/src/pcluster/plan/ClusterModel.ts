import type { AwsAnswer } from "../aws/AwsAnswer.ts";
import type {
  ClusterConfigAws,
  FsxFacts,
  ImageFacts,
  ReservationFacts,
  SubnetFacts,
} from "../aws/ClusterConfigAws.ts";
import type { InstanceFacts } from "../aws/InstanceFacts.ts";
import type { VersionLimits } from "../rules/versionLimits.ts";
import type { ClusterConfig } from "../schema/loadClusterConfig.ts";
import type { ParallelClusterVersion } from "../versions.ts";
import type { ComputeResource, SharedStorage, SlurmQueue } from "./configTypes.ts";

/** A configuration with what the rules need to know about the things it names. */
export interface ClusterModel {
  readonly config: ClusterConfig;
  readonly clusterName: string;
  readonly version: ParallelClusterVersion;
  readonly limits: VersionLimits;
  readonly region: string;
  readonly partition: string;
  /** Undefined when only the configuration and shipped data are checked. */
  readonly aws: ClusterConfigAws | undefined;
  /** Types that neither the data nor the account knows; empty with an account, where they end the check. */
  readonly unknownTypes: ReadonlySet<string>;
  readonly queues: readonly QueueModel[];
  readonly facts: ModelFacts;
}

export interface QueueModel {
  readonly config: SlurmQueue;
  readonly computeResources: readonly ComputeResourceModel[];
  /** Zones of the subnets; without an account every subnet counts as a zone of its own. */
  readonly zones: readonly string[];
  readonly multiAz: boolean;
}

export interface ComputeResourceModel {
  readonly config: ComputeResource;
  readonly isFlexible: boolean;
  readonly instanceTypes: readonly string[];
  /** Facts of the types that are known, in their order. */
  readonly facts: readonly InstanceFacts[];
}

/** Answers that were asked for before the rules run. */
export interface ModelFacts {
  instance(instanceType: string): InstanceFacts | undefined;
  /** Undefined without an account. */
  subnet(id: string): AwsAnswer<SubnetFacts> | undefined;
  image(id: string): ImageFacts | undefined;
  reservation(id: string): ReservationFacts | undefined;
  /** File system behind an existing FSx storage, or behind its volume. */
  fileSystem(storage: SharedStorage): FsxFacts | undefined;
  readonly officialImageId: string | undefined;
}
