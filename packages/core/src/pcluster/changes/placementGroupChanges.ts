import { isConfigMap, type ConfigMap, type ConfigValue } from "../yaml/configValue.ts";
import { itemName, namedItem, valueAt, type ChangeContext } from "./ChangeContext.ts";
import type { ConfigChange } from "./ConfigChange.ts";

/** Whether a placement group that ParallelCluster made would be deleted by the change. */
export function isManagedGroupRemoved(
  change: Pick<ConfigChange, "path">,
  { oldConfig, newConfig }: Pick<ChangeContext, "oldConfig" | "newConfig">,
): boolean {
  return hasManagedGroup(change.path, oldConfig) && !hasManagedGroup(change.path, newConfig);
}

function hasManagedGroup(path: readonly string[], config: ConfigMap): boolean {
  const queue = queueOf(path, config);
  const resource = namedItem(queue?.["ComputeResources"], itemName(path, "ComputeResources"));
  const own = valueAt(resource, "Networking", "PlacementGroup");
  const group = isFilled(own) ? own : valueAt(queue, "Networking", "PlacementGroup");
  return isConfigMap(group) && Boolean(group["Enabled"]) && !(Boolean(group["Name"]) || Boolean(group["Id"]));
}

function queueOf(path: readonly string[], config: ConfigMap): ConfigMap | undefined {
  const element = path.findLast((one) => one.includes("Queues["));
  if (element === undefined) return undefined;
  const list = element.slice(0, element.indexOf("["));
  return namedItem(valueAt(config, "Scheduling", list), element.slice(element.indexOf("[") + 1, -1));
}

function isFilled(value: ConfigValue | undefined): boolean {
  return isConfigMap(value) && Object.keys(value).length > 0;
}
