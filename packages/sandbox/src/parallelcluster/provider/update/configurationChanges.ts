import { isDeepStrictEqual } from "node:util";
import { isJsonObject, type Json, type JsonObject } from "../../../kernel/json.ts";

/** One parameter that differs between two configurations. */
export interface ConfigurationChange {
  /** `Scheduling.SlurmQueues[compute-gpu].ComputeResources[distributed-ml].MaxCount` */
  readonly path: string;
  /** The same without the names in brackets. */
  readonly pattern: string;
  readonly currentValue: Json | undefined;
  readonly requestedValue: Json | undefined;
}

/** Which keys name the items of a list. */
const ITEM_KEYS = ["Name", "Key", "BucketName", "Policy", "InstanceType"];

/** Everything that differs; items of lists are matched by their names. */
export function configurationChanges(
  current: JsonObject,
  requested: JsonObject,
): readonly ConfigurationChange[] {
  const changes: ConfigurationChange[] = [];
  compareMaps(current, requested, { path: "", pattern: "", changes });
  return changes;
}

interface Place {
  readonly path: string;
  readonly pattern: string;
  readonly changes: ConfigurationChange[];
}

function compareMaps(current: JsonObject, requested: JsonObject, place: Place): void {
  for (const key of new Set([...Object.keys(current), ...Object.keys(requested)])) {
    const dot = place.path === "" ? "" : ".";
    compare(current[key], requested[key], {
      ...place,
      path: `${place.path}${dot}${key}`,
      pattern: `${place.pattern}${dot}${key}`,
    });
  }
}

function compare(current: Json | undefined, requested: Json | undefined, place: Place): void {
  if (isDeepStrictEqual(current, requested)) return;
  if (isJsonObject(current) && isJsonObject(requested)) return compareMaps(current, requested, place);
  const [currentItems, requestedItems] = [namedItems(current), namedItems(requested)];
  if (currentItems === undefined || requestedItems === undefined || place.pattern === "Tags") {
    place.changes.push({
      path: place.path,
      pattern: place.pattern,
      currentValue: current,
      requestedValue: requested,
    });
    return;
  }
  for (const name of new Set([...currentItems.keys(), ...requestedItems.keys()]))
    compare(currentItems.get(name), requestedItems.get(name), {
      ...place,
      path: `${place.path}[${name}]`,
      pattern: `${place.pattern}[]`,
    });
}

/** The items by name; undefined for what is no list of named items. */
function namedItems(value: Json | undefined): ReadonlyMap<string, JsonObject> | undefined {
  if (value === undefined) return new Map();
  if (!Array.isArray(value)) return undefined;
  const items = new Map<string, JsonObject>();
  for (const item of value) {
    if (!isJsonObject(item)) return undefined;
    const name = ITEM_KEYS.map((key) => item[key]).find((text) => typeof text === "string");
    if (name === undefined) return undefined;
    items.set(name, item);
  }
  return items;
}
