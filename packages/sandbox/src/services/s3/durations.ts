import type { ResourceDurations } from "../../cloudformation/ResourceProvider.ts";

/** How long CloudFormation works on S3's resources; sources in the behaviour page. */
export const BUCKET_DURATIONS: ResourceDurations = { createMs: 22_000, updateMs: 21_000, deleteMs: 1_000 };
export const BUCKET_POLICY_DURATIONS: ResourceDurations = {
  createMs: 1_000,
  updateMs: 1_000,
  deleteMs: 1_000,
};
