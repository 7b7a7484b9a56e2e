import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import { validationError } from "../validationError.ts";
import type { OutputDeclaration } from "./Template.ts";

export const MAX_OUTPUTS = 200;

const ATTRIBUTES = new Set(["Condition", "Description", "Export", "Value"]);

/** @throws {AwsError} `ValidationError` for the first output that is not declared as CloudFormation wants it. */
export function checkOutputs(section: JsonObject): Record<string, OutputDeclaration> {
  const entries = Object.entries(section);
  if (entries.length > MAX_OUTPUTS)
    throw validationError(
      `Template format error: Number of outputs, ${entries.length}, is greater than maximum allowed, ${MAX_OUTPUTS}`,
    );
  return Object.fromEntries(entries.map(([name, output]) => [name, checkOutput(name, output)]));
}

function checkOutput(name: string, output: Json): OutputDeclaration {
  if (!isJsonObject(output))
    throw validationError("Template format error: Any Outputs member must be an object.");
  if (!/^[a-zA-Z0-9]+$/.test(name))
    throw validationError(`Template format error: Output name ${name} is non alphanumeric.`);
  const value = output["Value"];
  if (value === undefined)
    throw validationError("Template format error: Every Outputs member must contain a Value object");
  const unknown = Object.keys(output).find((attribute) => !ATTRIBUTES.has(attribute));
  if (unknown !== undefined) throw validationError(`Invalid template output property '${unknown}'`);
  const { Description: description, Condition: condition } = output;
  if (description !== undefined && typeof description !== "string")
    throw validationError("Template format error: Every Description member must be a string.");
  if (condition !== undefined && typeof condition !== "string")
    throw validationError(`Template format error: Condition of output ${name} must be a string.`);
  return {
    value,
    ...(description === undefined ? {} : { description }),
    ...(condition === undefined ? {} : { condition }),
    ...exportOf(name, output["Export"]),
  };
}

function exportOf(name: string, value: Json | undefined): { exportName?: Json } {
  if (value === undefined) return {};
  const exportName = isJsonObject(value) && Object.keys(value).length === 1 ? value["Name"] : undefined;
  if (exportName === undefined)
    throw validationError(
      `Template format error: Output ${name} is malformed! The Export field must be an object with the one key Name.`,
    );
  return { exportName };
}
