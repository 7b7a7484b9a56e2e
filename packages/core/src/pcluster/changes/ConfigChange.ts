import type { ConfigValue } from "../yaml/configValue.ts";
import type { Field } from "../schema/field.ts";
import type { UpdatePolicyName } from "../schema/updatePolicyName.ts";

/** One difference between two configurations, in the terms of the official change set. */
export interface ConfigChange {
  /** Sections above the key; items of a list as `SlurmQueues[name]`. */
  readonly path: readonly string[];
  readonly key: string;
  /** Undefined when the key or item was not there. */
  readonly oldValue: ConfigValue | undefined;
  readonly newValue: ConfigValue | undefined;
  readonly isListItem: boolean;
  readonly policy: UpdatePolicyName;
  /** The field of the schema that changed, for its own advice. */
  readonly field: Field | undefined;
}

/** `Scheduling.SlurmQueues[q1].ComputeResources[c1].MaxCount`. */
export function changedParameter(change: Pick<ConfigChange, "path" | "key">): string {
  return [...change.path, change.key].join(".");
}
