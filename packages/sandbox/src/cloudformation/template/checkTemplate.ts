import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import { notModelled, validationError } from "../validationError.ts";
import { checkMappings } from "./checkMappings.ts";
import { checkOutputs } from "./checkOutputs.ts";
import { checkParameters } from "./checkParameters.ts";
import { checkResources } from "./checkResources.ts";
import type { Template } from "./Template.ts";

const SECTIONS = new Set([
  "AWSTemplateFormatVersion",
  "Conditions",
  "Description",
  "Hooks",
  "Mappings",
  "Metadata",
  "Outputs",
  "Parameters",
  "Resources",
  "Rules",
  "Transform",
]);

const MAX_DESCRIPTION_LENGTH = 1024;

/**
 * Checks the structure of a parsed template, before any parameter is known.
 *
 * @throws {AwsError} `ValidationError` for the first fault.
 */
export function checkTemplate(raw: JsonObject): Template {
  refuseNull(raw, "");
  // A transform can bring sections of its own: it is named before they are.
  checkHead(raw);
  const unknown = Object.keys(raw).filter((section) => !SECTIONS.has(section));
  if (unknown.length > 0)
    throw validationError(`Invalid template property or properties [${unknown.join(", ")}]`);
  const metadata = raw["Metadata"];
  return {
    ...descriptionOf(raw["Description"]),
    ...(metadata === undefined ? {} : { metadata }),
    parameters: checkParameters(sectionOf(raw, "Parameters")),
    mappings: checkMappings(sectionOf(raw, "Mappings")),
    conditions: checkConditions(sectionOf(raw, "Conditions")),
    rules: checkRules(sectionOf(raw, "Rules")),
    resources: checkResources(raw["Resources"]),
    outputs: checkOutputs(sectionOf(raw, "Outputs")),
  };
}

function checkHead(raw: JsonObject): void {
  const version = raw["AWSTemplateFormatVersion"];
  if (version !== undefined && version !== "2010-09-09")
    throw validationError("Template format error: unsupported value for AWSTemplateFormatVersion.");
  const transform = raw["Transform"];
  if (transform !== undefined)
    throw notModelled(
      `the transform ${typeof transform === "string" ? transform : JSON.stringify(transform)}`,
    );
  if (raw["Hooks"] !== undefined) throw notModelled("the template section Hooks");
}

function descriptionOf(description: Json | undefined): { description?: string } {
  if (description === undefined) return {};
  if (typeof description !== "string")
    throw validationError("Template format error: Description must be a string.");
  if (description.length > MAX_DESCRIPTION_LENGTH)
    throw validationError(
      `Template format error: 'Description' length is greater than ${MAX_DESCRIPTION_LENGTH}.`,
    );
  return { description };
}

function sectionOf(raw: JsonObject, section: string): JsonObject {
  const value = raw[section];
  if (value === undefined) return {};
  if (!isJsonObject(value)) throw validationError(`Template format error: ${section} must be an object.`);
  return value;
}

function checkConditions(section: JsonObject): JsonObject {
  for (const [name, condition] of Object.entries(section)) {
    if (!isJsonObject(condition) || Object.keys(condition).length !== 1)
      throw validationError(
        `Template format error: Every Conditions member must be a single function; ${name} is not.`,
      );
  }
  return section;
}

function checkRules(section: JsonObject): Record<string, JsonObject> {
  return Object.fromEntries(
    Object.entries(section).map(([name, rule]) => {
      if (!isJsonObject(rule) || !Array.isArray(rule["Assertions"]))
        throw validationError(`Template format error: Rule ${name} must have a list of Assertions.`);
      return [name, rule];
    }),
  );
}

function refuseNull(value: Json, path: string): void {
  if (value === null) throw validationError(`[${path}] 'null' values are not allowed in templates`);
  if (typeof value !== "object") return;
  for (const [key, member] of Object.entries(value)) refuseNull(member, `${path}/${key}`);
}
