import { isConfigMap, type ConfigMap, type ConfigValue } from "./ConfigValue.ts";

/**
 * Lays the project's raw `cluster:` block over a generated configuration. Mappings are merged key by key; `null`
 * removes a key; a list is merged item by item when all items of both lists are mappings with a `Name` (queues,
 * compute resources, storage) or a `Key` (tags), new items at the end; any other value replaces what was there.
 */
export function mergeConfig(base: ConfigMap, over: Readonly<Record<string, unknown>>): ConfigMap {
  const merged: Record<string, ConfigValue> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    if (value === null || value === undefined) delete merged[key];
    else merged[key] = mergeValue(merged[key], value);
  }
  return merged;
}

function mergeValue(base: ConfigValue | undefined, over: unknown): ConfigValue {
  if (isConfigMap(over)) return mergeConfig(isConfigMap(base) ? base : {}, over);
  if (!Array.isArray(over)) return scalar(over);
  const items: readonly unknown[] = over;
  const identity = listIdentity(items);
  return identity === undefined || listIdentity(base) !== identity
    ? items.map((item) => mergeValue(undefined, item))
    : mergeItems(base, items, identity);
}

function mergeItems(
  base: ConfigValue | undefined,
  over: readonly unknown[],
  identity: string,
): readonly ConfigValue[] {
  const merged = new Map<unknown, ConfigMap>();
  const all: readonly unknown[] = [...(Array.isArray(base) ? base : []), ...over];
  for (const item of all) {
    if (!isConfigMap(item)) continue;
    merged.set(item[identity], mergeConfig(merged.get(item[identity]) ?? {}, item));
  }
  return [...merged.values()];
}

/** The key by which all items of a list are told apart; undefined when not all have it. */
export function listIdentity(list: unknown): "Name" | "Key" | undefined {
  return (["Name", "Key"] as const).find((key) => isNamed(list, key));
}

function isNamed(list: unknown, identity: string): boolean {
  if (!Array.isArray(list) || list.length === 0) return false;
  const items: readonly unknown[] = list;
  return items.every((item) => isConfigMap(item) && typeof item[identity] === "string");
}

function scalar(value: unknown): ConfigValue {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  throw new TypeError(`a ${typeof value} cannot stand in a configuration`);
}
