import type { ResourceDurations } from "../../cloudformation/ResourceProvider.ts";

const MINUTE_MS = 60_000;

/** Modelled durations of FSx; sources in the behaviour page. */
export const LUSTRE_CREATE_MS = 10 * MINUTE_MS;
export const LUSTRE_DELETE_MS = 5 * MINUTE_MS;
export const OPENZFS_CREATE_MS = {
  SINGLE_AZ_1: 11 * MINUTE_MS,
  SINGLE_AZ_2: 11 * MINUTE_MS,
  SINGLE_AZ_HA_1: 15 * MINUTE_MS,
  SINGLE_AZ_HA_2: 15 * MINUTE_MS,
  MULTI_AZ_1: 20 * MINUTE_MS,
} as const;
export const OPENZFS_DELETE_MS = 8 * MINUTE_MS;
/** How long after a creation by CloudFormation the security groups are looked at. */
export const NETWORK_CHECK_MS = MINUTE_MS;
export const FILE_SYSTEM_UPDATE_MS = 5 * MINUTE_MS;
export const STORAGE_OPTIMIZATION_MS = 60 * MINUTE_MS;
export const VOLUME_CREATE_MS = 20_000;
export const VOLUME_DELETE_MS = 20_000;
export const BACKUP_MS = 10 * MINUTE_MS;
export const LINK_CREATE_MS = 4 * MINUTE_MS;
export const LINK_UPDATE_MS = MINUTE_MS;
export const LINK_DELETE_MS = 2 * MINUTE_MS;
/** How often linked directories are compared with what was exported. */
export const LINK_SCAN_MS = 30_000;
export const TASK_PENDING_MS = 30_000;
export const TASK_EXECUTING_MS = MINUTE_MS;
export const TASK_CANCELING_MS = 10_000;

/** CloudFormation looks as often as this while a resource is not ready. */
export const PROGRESS_RETRY_MS = 30_000;

export const FILE_SYSTEM_DURATIONS: ResourceDurations = {
  createMs: LUSTRE_CREATE_MS,
  updateMs: FILE_SYSTEM_UPDATE_MS,
  deleteMs: LUSTRE_DELETE_MS,
};
export const ASSOCIATION_DURATIONS: ResourceDurations = {
  createMs: LINK_CREATE_MS,
  updateMs: LINK_UPDATE_MS,
  deleteMs: LINK_DELETE_MS,
};
export const VOLUME_DURATIONS: ResourceDurations = {
  createMs: VOLUME_CREATE_MS,
  updateMs: 10_000,
  deleteMs: VOLUME_DELETE_MS,
};
