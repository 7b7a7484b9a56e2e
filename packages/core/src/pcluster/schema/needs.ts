import type { ConfigMap } from "../yaml/configValue.ts";

/** The schema accepts the section without the key, but the official command fails on it. */
export function needsKey(key: string): (value: ConfigMap) => string | undefined {
  return (value) => (value[key] === undefined ? key : undefined);
}

/** Whether a value counts as written: empty texts and lists, zero and false count as absent. */
export function isWritten(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== false && value !== 0 && value !== "";
}
