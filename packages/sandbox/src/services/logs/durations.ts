import type { ResourceDurations } from "../../cloudformation/ResourceProvider.ts";

/** Time from CreateExportTask until the task runs, and from then until a task with `eventCount` events is done. */
export const EXPORT_PENDING_MS = 1500;
export function exportRunningMs(eventCount: number): number {
  return 3000 + eventCount * 0.05;
}

export const LOG_GROUP_DURATIONS: ResourceDurations = { createMs: 2000, updateMs: 2000, deleteMs: 2000 };
export const METRIC_FILTER_DURATIONS: ResourceDurations = { createMs: 1000, updateMs: 1000, deleteMs: 1000 };
