import type { ClusterConfig } from "../schema/loadClusterConfig.ts";

/** Parts of a loaded configuration, by the names that the documentation gives them. */
export type SlurmQueue = NonNullable<ClusterConfig["Scheduling"]["SlurmQueues"]>[number];
export type ComputeResource = NonNullable<SlurmQueue["ComputeResources"]>[number];
export type AwsBatchQueue = NonNullable<ClusterConfig["Scheduling"]["AwsBatchQueues"]>[number];
export type SharedStorage = NonNullable<ClusterConfig["SharedStorage"]>[number];
export type LoginPool = NonNullable<ClusterConfig["LoginNodes"]>["Pools"][number];
export type Lustre = NonNullable<SharedStorage["FsxLustreSettings"]>;
export type PlacementGroup = NonNullable<SlurmQueue["Networking"]["PlacementGroup"]>;
export type RootVolume = SlurmQueue["ComputeSettings"]["LocalStorage"]["RootVolume"];
