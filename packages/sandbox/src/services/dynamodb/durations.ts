import type { ResourceDurations } from "../../cloudformation/ResourceProvider.ts";

/** Time from CreateTable to ACTIVE, from UpdateTable to ACTIVE, and from DeleteTable until the table is gone. */
export const TABLE_CREATING_MS = 7000;
export const TABLE_UPDATING_MS = 5000;
export const TABLE_DELETING_MS = 5000;

export const TABLE_DURATIONS: ResourceDurations = { createMs: 10_000, updateMs: 6000, deleteMs: 6000 };
