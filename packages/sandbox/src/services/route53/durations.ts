import type { ResourceDurations } from "../../cloudformation/ResourceProvider.ts";

/** Until a change is on all name servers: the guide says within 60 seconds. */
export const CHANGE_PENDING_MS = 30_000;

export const ZONE_DURATIONS: ResourceDurations = { createMs: 37_000, updateMs: 33_000, deleteMs: 33_000 };
export const RECORD_DURATIONS: ResourceDurations = { createMs: 33_000, updateMs: 33_000, deleteMs: 33_000 };
