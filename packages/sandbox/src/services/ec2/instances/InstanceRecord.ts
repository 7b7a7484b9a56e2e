export type InstanceStateName =
  | "pending"
  | "running"
  | "shutting-down"
  | "terminated"
  | "stopping"
  | "stopped";

export interface InstanceRecord {
  readonly id: string;
  /** `r-…`: the launch that made it. */
  readonly launchId: string;
  readonly launchIndex: number;
  readonly imageId: string;
  readonly architecture: "x86_64" | "arm64";
  readonly rootDeviceName: string;
  /** As its image has it: `Linux/UNIX`. */
  readonly platformDetails: string;
  instanceType: string;
  readonly keyName?: string;
  readonly zoneName: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly tenancy: "default" | "dedicated" | "host";
  readonly placementGroup?: { readonly name: string; readonly id: string; readonly partition?: number };
  readonly market: "on-demand" | "spot" | "capacity-block";
  readonly spotRequestId?: string;
  readonly clientToken: string;
  /** How it chose a reservation, and the one that it took. */
  readonly reservationPreference?: "open" | "none" | "capacity-reservations-only";
  readonly reservationTargetId?: string;
  readonly reservationGroupArn?: string;
  reservationId?: string;
  /** Its place was given back before it ended: it was stopped. */
  capacityReleased?: boolean;
  readonly profile?: { readonly arn: string; readonly id: string };
  readonly cores: number;
  readonly threadsPerCore: number;
  /** Of burstable types only. */
  cpuCredits?: "standard" | "unlimited";
  readonly createdMs: number;
  /** Set anew by every start. */
  launchedMs: number;
  state: InstanceStateName;
  /** Its host was asked for, in this start. */
  hostStarted?: true;
  stateChangedMs: number;
  stateReason?: { readonly code: string; readonly message: string };
  stateTransitionReason: string;
  /** In order of network card and device index; ids of what still exists. */
  interfaceIds: string[];
  readonly privateIp?: string;
  readonly privateDnsName: string;
  volumes: { readonly device: string; readonly volumeId: string }[];
  userData: string;
  ebsOptimized: boolean;
  monitoring: boolean;
  sourceDestCheck: boolean;
  shutdownBehavior: "stop" | "terminate";
  terminationProtection: boolean;
  stopProtection: boolean;
  metadata: MetadataRecord;
}

export interface MetadataRecord {
  httpTokens: "optional" | "required";
  httpPutResponseHopLimit: number;
  httpEndpoint: "enabled" | "disabled";
  httpProtocolIpv6: "enabled" | "disabled";
  instanceMetadataTags: "enabled" | "disabled";
}
