/** What YAML text holds after reading, before any schema. Maps have no prototype. */
export type ConfigValue =
  | null
  | boolean
  | number
  | string
  | ConfigDateValue
  | readonly ConfigValue[]
  | ConfigMap;

export interface ConfigMap {
  readonly [key: string]: ConfigValue;
}

/**
 * A date or time that YAML reads from plain text such as `2024-01-01`; no field of the schema takes one. A
 * class, so that it cannot be taken for a map with a key `kind`.
 */
export class ConfigDateValue {
  readonly kind = "date" as const;
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type PathElement = string | number;
export type ConfigPath = readonly PathElement[];

export function isConfigMap(value: unknown): value is ConfigMap {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof ConfigDateValue)
  );
}

export function isConfigList(value: unknown): value is readonly ConfigValue[] {
  return Array.isArray(value);
}

/** A short text of any value for messages; never walks deep, so shared and cyclic values are safe. */
export function showValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return `'${value.length > 60 ? `${value.slice(0, 57)}...` : value}'`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value instanceof ConfigDateValue) return `the date ${value.text}`;
  if (typeof value === "number" || typeof value === "boolean" || value === null) return String(value);
  return isConfigMap(value) ? `a map of ${Object.keys(value).length}` : typeof value;
}

/** The path as the official documentation writes it: `Scheduling/SlurmQueues[0]/Name`. */
export function formatPath(path: ConfigPath): string {
  let text = "";
  for (const element of path) {
    if (typeof element === "number") text += `[${element}]`;
    else text += text === "" ? element : `/${element}`;
  }
  return text;
}
