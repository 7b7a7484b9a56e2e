import { isConfigList, isConfigMap, type ConfigValue } from "../yaml/configValue.ts";
import type { FieldVerdict } from "./check.ts";

const RESERVED_PREFIX = "parallelcluster:";
const ALLOWED_RESERVED_KEY = "parallelcluster:custom_resource";

/** Tag keys are unique in their section and do not use the prefix of ParallelCluster. */
export function checkTags(value: ConfigValue): FieldVerdict | undefined {
  const keys = stringsAt(value, "Key");
  for (const key of keys)
    if (key.startsWith(RESERVED_PREFIX) && key !== ALLOWED_RESERVED_KEY)
      return {
        kind: "refused",
        message: `The tag key ${key} uses the prefix ${RESERVED_PREFIX}, which belongs to ParallelCluster.`,
        hint: `Choose a key without the prefix (only ${ALLOWED_RESERVED_KEY} may be used).`,
      };
  const twice = firstTwice(keys);
  if (twice === undefined) return undefined;
  return {
    kind: "refused",
    message: `The tag key ${twice} is written twice in one Tags section.`,
    hint: "Keep one of the two.",
  };
}

/** Instance types of one compute resource are unique. */
export function checkInstances(value: ConfigValue, loaded: boolean): FieldVerdict | undefined {
  if (!loaded && isConfigList(value) && value.length > 0)
    return {
      kind: "failure",
      message: "An item of Instances is not a map with an InstanceType alone.",
      hint: "Write each item as `- InstanceType: c5.large`.",
    };
  const twice = firstTwice(stringsAt(value, "InstanceType"));
  if (twice === undefined) return undefined;
  return {
    kind: "refused",
    message: `The instance type ${twice} is listed twice.`,
    hint: "List each instance type once.",
  };
}

function stringsAt(value: ConfigValue, key: string): readonly string[] {
  if (!isConfigList(value)) return [];
  return value.map((item) => {
    const text = isConfigMap(item) ? item[key] : undefined;
    return typeof text === "string" ? text : "";
  });
}

function firstTwice(keys: readonly string[]): string | undefined {
  return keys.find((key, index) => keys.indexOf(key) !== index);
}
