import type { RegionContext } from "../../kernel/CallContext.ts";
import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import { notModelled } from "../validationError.ts";
import { storedParameterValues } from "./storedParameters.ts";

const REFERENCE = /\{\{resolve:([a-z-]+):([^}]*)\}\}/g;

/**
 * Puts the values of `{{resolve:ssm:name[:version]}}` in the place of the references.
 *
 * @throws {AwsError} `ValidationError` for a parameter that is not there, and for the services whose references
 *   are not modelled (secretsmanager, ssm-secure).
 */
export function resolveDynamicReferences(properties: JsonObject, context: RegionContext): JsonObject {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, resolved(value, context)]),
  );
}

function resolved(value: Json, context: RegionContext): Json {
  if (typeof value === "string")
    return value.includes("{{resolve:")
      ? value.replaceAll(REFERENCE, (_whole, service: string, name: string) =>
          referenceValue(service, name, context),
        )
      : value;
  if (Array.isArray(value)) return value.map((item: Json) => resolved(item, context));
  return isJsonObject(value) ? resolveDynamicReferences(value, context) : value;
}

function referenceValue(service: string, name: string, context: RegionContext): string {
  if (service !== "ssm") throw notModelled(`dynamic references to ${service}`);
  return storedParameterValues([name], context).get(name) ?? "";
}
