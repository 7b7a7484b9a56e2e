import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import { validationError } from "../validationError.ts";
import type { Mapping } from "./Template.ts";

export const MAX_MAPPINGS = 200;

/** @throws {AwsError} `ValidationError` when a mapping is not two levels deep or holds something else than texts and lists. */
export function checkMappings(section: JsonObject): Record<string, Mapping> {
  const count = Object.keys(section).length;
  if (count > MAX_MAPPINGS)
    throw validationError(
      `Template format error: Number of mappings, ${count}, is greater than maximum allowed, ${MAX_MAPPINGS}`,
    );
  return Object.fromEntries(
    Object.entries(section).map(([name, mapping]) => [name, checkMapping(name, mapping)]),
  );
}

function checkMapping(name: string, mapping: Json): Mapping {
  if (!isJsonObject(mapping))
    throw validationError(`Template format error: Every Mappings object must be a map; ${name} is not`);
  return Object.fromEntries(
    Object.entries(mapping).map(([key, entry]) => {
      if (!isJsonObject(entry))
        throw validationError(`Template format error: Every Mappings member ${key} must be a map`);
      if (!Object.values(entry).every(isMappingValue))
        throw validationError("Template format error: Every Mappings attribute must be a String or a List.");
      return [key, entry];
    }),
  );
}

function isMappingValue(value: Json): boolean {
  if (Array.isArray(value)) return value.every((item: Json) => typeof item !== "object");
  return typeof value !== "object";
}
