import type { ParallelClusterVersion } from "../versions.ts";
import type { LoadContext } from "./loadContext.ts";
import { loadField } from "./loadField.ts";
import { schemaOf } from "./schemas.ts";

/** Values that one configuration may unfold to; the largest that a cluster can have needs about 20,000. */
export const MAX_CONFIG_VALUES = 200_000;

export function createLoadContext(version: ParallelClusterVersion, partial = false): LoadContext {
  return {
    schema: schemaOf(version),
    partial,
    findings: [],
    failures: [],
    loadField,
    budget: MAX_CONFIG_VALUES,
  };
}
