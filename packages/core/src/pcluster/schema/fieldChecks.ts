import type { ConfigValue } from "../yaml/configValue.ts";
import type { FieldVerdict } from "./check.ts";

export function checkJson(value: ConfigValue): FieldVerdict | undefined {
  if (typeof value !== "string" || value === "" || isJson(value)) return undefined;
  return {
    kind: "refused",
    message: "The text is not JSON.",
    hint: "Write JSON in quotes, such as '{\"cluster\": {}}'.",
  };
}

/** Whether a text is JSON as the official command reads it, which also takes NaN and Infinity. */
export function isJson(text: string): boolean {
  return readJson(text) !== undefined;
}

/** The JSON value in a box, as the value itself may be null; undefined for text that is not JSON. */
export function readJson(text: string): { readonly value: unknown } | undefined {
  const plain = text.replaceAll(/(?<=^|[\s:[,])-?(?:NaN|Infinity)(?=$|[\s\]},])/g, "null");
  try {
    return { value: JSON.parse(plain) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function checkMountDir(value: ConfigValue): FieldVerdict | undefined {
  if (typeof value !== "string" || !/^\/?NONE\n?$/.test(value)) return undefined;
  return {
    kind: "refused",
    message: "NONE cannot be used as a shared directory.",
    hint: "Choose another directory.",
  };
}
