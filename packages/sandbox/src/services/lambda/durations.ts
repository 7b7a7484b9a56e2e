import type { ResourceDurations } from "../../cloudformation/ResourceProvider.ts";

/** Time until a function is active after its creation, and until an update has been carried out. */
export const FUNCTION_PENDING_MS = 3000;
export const FUNCTION_UPDATING_MS = 2000;

export const FUNCTION_DURATIONS: ResourceDurations = { createMs: 6000, updateMs: 5000, deleteMs: 2000 };
export const LAYER_DURATIONS: ResourceDurations = { createMs: 5000, updateMs: 5000, deleteMs: 1000 };
export const PERMISSION_DURATIONS: ResourceDurations = { createMs: 2000, updateMs: 2000, deleteMs: 1000 };
