import { ConfigDateValue, isConfigList, isConfigMap, type ConfigValue } from "../yaml/configValue.ts";

/** Levels that are compared; deeper values, which no configuration has, count as different. */
const MAX_DEPTH = 100;

/** Whether two values mean the same: maps by content in any order, lists in their order, `true` as 1. */
export function isEqual(a: ConfigValue, b: ConfigValue, depth = 0): boolean {
  if (a === b) return true;
  if (depth > MAX_DEPTH) return false;
  if (isConfigList(a) && isConfigList(b))
    return a.length === b.length && a.every((item, index) => isEqual(item, b[index] ?? null, depth + 1));
  if (isConfigMap(a) && isConfigMap(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key] ?? null, b[key] ?? null, depth + 1))
    );
  }
  if (a instanceof ConfigDateValue && b instanceof ConfigDateValue) return a.text === b.text;
  return isNumeric(a) && isNumeric(b) && Number(a) === Number(b);
}

function isNumeric(value: ConfigValue): value is number | boolean {
  return typeof value === "number" || typeof value === "boolean";
}
