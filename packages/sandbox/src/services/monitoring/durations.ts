import type { ResourceDurations } from "../../cloudformation/ResourceProvider.ts";

export const ALARM_DURATIONS: ResourceDurations = { createMs: 3000, updateMs: 3000, deleteMs: 1000 };
export const DASHBOARD_DURATIONS: ResourceDurations = { createMs: 2000, updateMs: 2000, deleteMs: 1000 };
