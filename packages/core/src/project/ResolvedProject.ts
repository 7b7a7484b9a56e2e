import type { YamlComment } from "./commentedYaml.ts";
import type { LustreDeployment } from "../versions/regions.ts";
import type { ParallelClusterVersion } from "../versions/parallelClusterVersions.ts";
import type { ProjectNames } from "./names.ts";
import type { Project } from "./projectSchema.ts";

/** Where the instances of a queue come from. */
export type CapacitySource =
  | { readonly kind: "reservation"; readonly id: string; readonly ownerId: string }
  | {
      readonly kind: "capacity-block";
      readonly id: string;
      readonly ownerId: string;
      readonly startsAtMs: number | undefined;
      readonly endsAtMs: number | undefined;
    }
  | { readonly kind: "reservation-group"; readonly arn: string }
  | { readonly kind: "on-demand" }
  | { readonly kind: "spot"; readonly maxUsdPerHour: number | undefined };

/** `because` is the reason in one line, for comments and plans. */
export type PlacementGroup =
  | { readonly kind: "off"; readonly because: string }
  | { readonly kind: "managed"; readonly because: string }
  | { readonly kind: "named"; readonly name: string; readonly because: string };

export interface ResolvedQueue {
  readonly name: string;
  readonly resourceName: string;
  readonly source: CapacitySource;
  readonly instanceType: string;
  readonly zone: string;
  /** Most nodes. */
  readonly count: number;
  /** Nodes that always stay up; at most `count`. */
  readonly staticCount: number;
  /** Instances of its reservations that are free now; undefined without one, and for a block that has not begun. */
  readonly freeInstances: number | undefined;
  readonly placementGroup: PlacementGroup;
  readonly efa: boolean;
  /** `unknown` for a type that the table does not have. */
  readonly accelerator: "nvidia" | "neuron" | "other" | "none" | "unknown";
  readonly rootVolumeGiB: number;
  /** Subnet in place of the project's private one. */
  readonly subnetId: string | undefined;
}

/** The scratch file system: one to be made, or one that exists. */
export type ResolvedScratch =
  | { readonly kind: "existing"; readonly fileSystemId: string }
  | {
      readonly kind: "made";
      readonly deployment: LustreDeployment;
      readonly capacityGiB: number;
      readonly throughputMBpsPerTiB: number;
      readonly compression: "LZ4" | "NONE";
      readonly lustreVersion: string;
      readonly onDelete: "retain" | "delete";
    };

/** The home directories: a file system to be made, or a volume that exists. */
export type ResolvedHome =
  | { readonly kind: "existing"; readonly volumeId: string }
  | {
      readonly kind: "made";
      readonly deployment: Exclude<Project["storage"]["home"]["deployment"], "auto">;
      readonly capacityGiB: number;
      readonly throughputMBps: number;
      readonly backupDays: number;
      readonly onDelete: "retain" | "delete";
      /** Only with MULTI_AZ_1, in a network that is made. */
      readonly secondaryZone: string | undefined;
    };

/** A project with nothing left to decide: what was `auto` or left out is read from the account or from tables. */
export interface ResolvedProject {
  readonly project: Project;
  readonly accountId: string;
  readonly names: ProjectNames;
  readonly version: ParallelClusterVersion;
  readonly partition: "aws" | "aws-cn" | "aws-us-gov";
  readonly urlSuffix: string;
  /** Zone of compute nodes and file systems. */
  readonly zone: string;
  /** The main queue first. */
  readonly queues: readonly [ResolvedQueue, ...ResolvedQueue[]];
  readonly scratch: ResolvedScratch;
  readonly home: ResolvedHome;
  /** Undefined when the project has no data bucket. */
  readonly bucketName: string | undefined;
  /** The remarks of the project file's raw `cluster:` block. */
  readonly clusterComments: readonly YamlComment[];
}
