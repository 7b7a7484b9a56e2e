import type { ResourceDurations } from "../../cloudformation/ResourceProvider.ts";

/** Modelled durations in milliseconds; sources stand in `behaviour/ec2.md`. */
export const ec2Durations = {
  /** pending to running */
  instanceStartMs: 12_000,
  /** shutting-down to terminated */
  instanceTerminationMs: 40_000,
  /** stopping to stopped */
  instanceStopMs: 45_000,
  /** How long a terminated instance can still be described. */
  terminatedVisibleMs: 3_600_000,
  natGatewayCreationMs: 110_000,
  natGatewayDeletionMs: 60_000,
  /** How long a deleted NAT gateway can still be described. */
  natGatewayVisibleMs: 3_600_000,
  volumeCreationMs: 5_000,
  snapshotMs: 60_000,
  /** payment-pending to scheduled */
  blockPaymentMs: 120_000,
  /** Instances in a Capacity Block are ended this long before its end. */
  blockTerminationLeadMs: 30 * 60_000,
} as const;

/** How CloudFormation's own work on a resource lasts, beside the states of the resource. */
export const resourceDurations = {
  vpc: { createMs: 12_000, updateMs: 3_000, deleteMs: 2_000 },
  vpcPart: { createMs: 15_000, updateMs: 3_000, deleteMs: 2_000 },
  subnet: { createMs: 4_000, updateMs: 3_000, deleteMs: 2_000 },
  route: { createMs: 2_000, updateMs: 2_000, deleteMs: 2_000 },
  natGateway: { createMs: 5_000, updateMs: 2_000, deleteMs: 5_000 },
  securityGroup: { createMs: 7_000, updateMs: 4_000, deleteMs: 3_000 },
  securityGroupRule: { createMs: 2_000, updateMs: 2_000, deleteMs: 2_000 },
  networkInterface: { createMs: 16_000, updateMs: 3_000, deleteMs: 2_000 },
  instance: { createMs: 5_000, updateMs: 5_000, deleteMs: 5_000 },
  interfaceEndpoint: { createMs: 60_000, updateMs: 30_000, deleteMs: 30_000 },
  launchTemplate: { createMs: 5_000, updateMs: 4_000, deleteMs: 2_000 },
  small: { createMs: 5_000, updateMs: 3_000, deleteMs: 2_000 },
} as const satisfies Record<string, ResourceDurations>;

/** How often CloudFormation looks whether a resource has settled. */
export const STABILIZATION_POLL_MS = 5_000;
