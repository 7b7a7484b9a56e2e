import type { JsonObject } from "../../../kernel/json.ts";

/** A policy document of a template, object or text, as the text that the IAM API takes. */
export function documentText(properties: JsonObject, name: string): string {
  const document = properties[name];
  return typeof document === "string" ? document : JSON.stringify(document ?? {});
}
