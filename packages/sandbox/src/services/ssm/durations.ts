/** Modelled durations in milliseconds; sources stand in `behaviour/ssm.md`. */
export const ssmDurations = {
  /** From SendCommand until the agent begins. */
  deliveryMs: 200,
} as const;
