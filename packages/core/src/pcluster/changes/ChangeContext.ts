import { isConfigList, isConfigMap, type ConfigMap, type ConfigValue } from "../yaml/configValue.ts";
import type { ConfigChange } from "./ConfigChange.ts";
import type { FleetState } from "./FleetState.ts";

/** What a policy looks at besides the change itself. */
export interface ChangeContext {
  readonly oldConfig: ConfigMap;
  readonly newConfig: ConfigMap;
  readonly changes: readonly ConfigChange[];
  readonly fleet: FleetState;
  readonly scheduler: "slurm" | "awsbatch";
  readonly region: string;
}

/** How nodes follow a change while they run, in the requested configuration. */
export function queueUpdateStrategy(context: Pick<ChangeContext, "newConfig">): string {
  const strategy = valueAt(context.newConfig, "Scheduling", "SlurmSettings", "QueueUpdateStrategy");
  return typeof strategy === "string" ? strategy : "COMPUTE_FLEET_STOP";
}

export function isInSlurmQueues(change: Pick<ConfigChange, "path">): boolean {
  return change.path.some((element) => element.startsWith("SlurmQueues["));
}

export function isAddedItem(change: ConfigChange): boolean {
  return change.isListItem && change.oldValue === undefined && change.newValue !== undefined;
}

/** Name between the brackets of the path element that starts with `list`. */
export function itemName(path: readonly string[], list: string): string | undefined {
  const element = path.findLast((one) => one.includes(`${list}[`));
  return element?.slice(element.indexOf("[") + 1, -1);
}

export function valueAt(
  config: ConfigValue | undefined,
  ...keys: readonly string[]
): ConfigValue | undefined {
  let value = config;
  for (const key of keys) value = isConfigMap(value) ? value[key] : undefined;
  return value;
}

/** The item of a list of maps that has the name. */
export function namedItem(list: ConfigValue | undefined, name: string | undefined): ConfigMap | undefined {
  if (!isConfigList(list) || name === undefined) return undefined;
  return list.filter(isConfigMap).find((item) => item["Name"] === name);
}
