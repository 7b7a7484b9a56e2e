import type { ImageRecord } from "../images/officialImages.ts";
import type { NetworkInterfaceRecord } from "../interfaces/NetworkInterfaceRecord.ts";
import type { SubnetRecord } from "../network/NetworkRecords.ts";
import type { PlacementGroupRecord } from "../placement/PlacementGroupRecord.ts";
import type { StoredTag } from "../state/Ec2State.ts";
import type { InstanceType } from "@trainyard/core";
import type { VolumeRecord } from "../volumes/VolumeRecords.ts";
import type { VolumeShape } from "../volumes/volumeShape.ts";
import type { InstanceRecord, MetadataRecord } from "./InstanceRecord.ts";

/** A launch that passed all checks; every instance of it is made alike. */
export interface LaunchPlan {
  readonly type: InstanceType;
  readonly image: ImageRecord;
  readonly keyName: string | undefined;
  readonly subnet: SubnetRecord;
  readonly interfaces: readonly InterfacePlan[];
  readonly volumes: readonly VolumePlan[];
  readonly capacity: CapacityRequest;
  readonly placementGroup: PlacementGroupRecord | undefined;
  readonly partition: number | undefined;
  readonly tenancy: InstanceRecord["tenancy"];
  readonly profile: InstanceRecord["profile"];
  readonly userData: string;
  readonly tags: LaunchTags;
  readonly cores: number;
  readonly threadsPerCore: number;
  readonly cpuCredits: InstanceRecord["cpuCredits"];
  readonly ebsOptimized: boolean;
  readonly monitoring: boolean;
  readonly shutdownBehavior: InstanceRecord["shutdownBehavior"];
  readonly terminationProtection: boolean;
  readonly stopProtection: boolean;
  readonly metadata: MetadataRecord;
  readonly hostnameType: SubnetRecord["hostnameType"];
}

export interface LaunchTags {
  readonly instance: readonly StoredTag[];
  readonly volume: readonly StoredTag[];
  readonly networkInterface: readonly StoredTag[];
}

export interface InterfacePlan {
  readonly cardIndex: number;
  readonly deviceIndex: number;
  /** Set when the launch takes an interface that exists. */
  readonly existing?: NetworkInterfaceRecord;
  readonly subnet: SubnetRecord;
  readonly groupIds: readonly string[];
  readonly interfaceType: "interface" | "efa" | "efa-only";
  readonly description: string;
  readonly privateIp?: string;
  readonly deleteOnTermination: boolean;
  readonly hasPublicIp: boolean;
}

export interface VolumePlan {
  readonly device: string;
  readonly shape: VolumeShape;
  readonly encryption: Pick<VolumeRecord, "encrypted" | "kmsKeyId">;
  readonly snapshotId: string | undefined;
  readonly deleteOnTermination: boolean;
}

/** Where the capacity of an instance may come from. */
export interface CapacityRequest {
  readonly instanceType: string;
  readonly zoneName: string;
  readonly tenancy: string;
  readonly platform: string;
  readonly market: InstanceRecord["market"];
  readonly preference: InstanceRecord["reservationPreference"] | undefined;
  readonly targetId: string | undefined;
  readonly targetGroupArn: string | undefined;
}
