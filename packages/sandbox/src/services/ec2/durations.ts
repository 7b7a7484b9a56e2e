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
  /** Instances in a Capacity Block are ended this long before its end, with a warning before. */
  blockTerminationLeadMs: 30 * 60_000,
  blockWarningLeadMs: 40 * 60_000,
} as const;
