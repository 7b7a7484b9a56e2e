import type { ResourceDurations } from "../../cloudformation/ResourceProvider.ts";

/** How long CloudFormation works on IAM's resources; sources in the behaviour page. */
export const ROLE_DURATIONS: ResourceDurations = { createMs: 18_000, updateMs: 17_000, deleteMs: 2_000 };
export const POLICY_DURATIONS: ResourceDurations = { createMs: 16_000, updateMs: 16_000, deleteMs: 1_000 };
export const INSTANCE_PROFILE_DURATIONS: ResourceDurations = {
  createMs: 125_000,
  updateMs: 2_000,
  deleteMs: 2_000,
};
export const USER_DURATIONS: ResourceDurations = { createMs: 36_000, updateMs: 36_000, deleteMs: 2_000 };
