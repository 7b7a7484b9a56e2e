import type { DataLinkEvent } from "../ports/DataGateway.ts";
import type { StackRequest } from "../ports/StackGateway.ts";
import type { CapacityNeed } from "./capacityNeeds.ts";

/** Steps of a deployment, in the order in which people read them. */
export const STEP_IDS = [
  "data-bucket",
  "key-pair",
  "prerequisites",
  "engine-provider",
  "scratch-file-system",
  "data-link",
  "cluster",
] as const;
export type StepId = (typeof STEP_IDS)[number];

/** Outputs of a stack, by output key. */
export type StackOutputs = Readonly<Record<string, string>>;

/** A stack that trainyard makes, or one that was made by hand and is used as it is. */
export interface PrerequisitesDesign {
  readonly request: StackRequest;
  /** Outputs that a stack made by hand must have to be used. */
  readonly requiredOutputs: readonly string[];
  /** The same stack with nothing retained: what it is updated to before its deletion takes the files too. */
  readonly removable: StackRequest;
}

export interface DataLinkDesign {
  readonly path: string;
  readonly repository: string;
  readonly importEvents: readonly DataLinkEvent[];
  readonly exportEvents: readonly DataLinkEvent[];
}

/** Everything that a project wants to exist, as data: made from the project alone, compared with what is observed. */
export interface DeploymentDesign {
  /** Name of the cluster and of its stack. */
  readonly clusterName: string;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly keyPairName: string | undefined;
  /** Absent when the project uses a bucket that exists, or none. */
  readonly dataBucket: StackRequest | undefined;
  readonly bucketName: string | undefined;
  /** Absent when the project brings network and file systems along. */
  readonly prerequisites: PrerequisitesDesign | undefined;
  readonly engineProvider: StackRequest;
  /** The stack with the cluster in it; needs what the other stacks made. */
  readonly cluster: (inputs: {
    readonly prerequisites: StackOutputs;
    readonly serviceToken: string;
  }) => StackRequest;
  /** Name of the stack that `cluster` answers. */
  readonly clusterStackName: string;
  readonly dataLink: DataLinkDesign | undefined;
  /** Lustre file system of the project's own, not made by trainyard. */
  readonly existingLustreId: string | undefined;
  /** What is billed while the cluster stands. */
  readonly billed: readonly BilledItem[];
  /** What the cluster's static nodes need at its creation. */
  readonly capacityNeeds: readonly CapacityNeed[];
}

export interface BilledItem {
  readonly what: string;
  readonly count: number;
  /** EC2 instance type, for the price list; undefined for what is priced by `usdPerHour`. */
  readonly instanceType: string | undefined;
  readonly usdPerHour: number | undefined;
  /** Such as `reserved: billed whether used or not`. */
  readonly note: string;
}
