import { PARALLELCLUSTER_VERSIONS, type ParallelClusterVersion } from "../versions.ts";
import type { SectionCheck } from "../schema/check.ts";
import {
  checkInstanceDeclared,
  checkOneInstanceForm,
  checkReservationTarget,
  checkRoles,
  checkS3Access,
  checkSecurityGroups,
} from "../schema/exclusionChecks.ts";
import type { Field, Section } from "../schema/field.ts";
import type { TextPattern } from "../schema/patterns.ts";
import { schemaOf } from "../schema/schemas.ts";
import { clusterSection } from "../schema/sections/cluster.ts";
import { describeField } from "./describeField.ts";

type JsonSchema = Readonly<Record<string, unknown>>;

interface Definitions {
  readonly version: ParallelClusterVersion;
  readonly names: Map<Section, string>;
  readonly schemas: Record<string, JsonSchema>;
}

/**
 * JSON Schema of a ParallelCluster configuration in one version, for completion and checks in editors. It
 * holds what such a schema can say; the rules over several sections are those of `validateClusterConfig`.
 */
export function clusterConfigJsonSchema(
  version: ParallelClusterVersion = PARALLELCLUSTER_VERSIONS[0],
): JsonSchema {
  const definitions: Definitions = { version, names: new Map(), schemas: {} };
  const root = sectionSchema(clusterSection, definitions);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: `AWS ParallelCluster ${version} configuration`,
    ...root,
    $defs: definitions.schemas,
  };
}

function sectionSchema(section: Section, definitions: Definitions): JsonSchema {
  const { fields, checks } = schemaOf(definitions.version).section(section);
  const entries = [...fields];
  const required = entries.filter(([, field]) => field.required === true).map(([key]) => key);
  const exclusions = checks.flatMap((check) => EXCLUSIONS.get(check) ?? []);
  return {
    type: "object",
    properties: Object.fromEntries(entries.map(([key, field]) => [key, describedSchema(field, definitions)])),
    ...(required.length === 0 ? {} : { required }),
    ...(exclusions.length === 0 ? {} : { allOf: exclusions }),
    additionalProperties: false,
  };
}

function describedSchema(field: Field, definitions: Definitions): JsonSchema {
  const description = describeField(field);
  return {
    ...(description === "" ? {} : { description }),
    ...fieldSchema(field, definitions),
    ...(field.default === undefined ? {} : { default: field.default }),
  };
}

function fieldSchema(field: Field, definitions: Definitions): JsonSchema {
  switch (field.kind) {
    case "text":
      return { type: "string", ...textLimits(field) };
    case "integer":
    case "number":
      return { type: field.kind, ...numberLimits(field) };
    case "flag":
      return { type: "boolean" };
    case "anything":
      return {};
    case "textList":
      return {
        type: "array",
        items: { type: "string", ...textLimits(field.items ?? {}) },
        ...listLimits(field),
      };
    case "map":
      return { type: "object" };
    case "mapList":
      return { type: "array", items: { type: "object" }, ...listLimits(field) };
    case "action":
      return ACTION;
    case "section":
      return reference(field.section, definitions);
    case "sectionList":
      return { type: "array", items: reference(field.section, definitions), ...listLimits(field) };
  }
}

function reference(section: Section | undefined, definitions: Definitions): JsonSchema {
  if (section === undefined) return { type: "object" };
  const known = definitions.names.get(section);
  if (known !== undefined) return { $ref: `#/$defs/${known}` };
  const taken = Object.keys(definitions.schemas).filter((name) => name.startsWith(section.name));
  const name = taken.includes(section.name) ? `${section.name}${taken.length + 1}` : section.name;
  definitions.names.set(section, name);
  definitions.schemas[name] = {};
  definitions.schemas[name] = sectionSchema(section, definitions);
  return { $ref: `#/$defs/${name}` };
}

interface TextLimits {
  readonly pattern?: TextPattern;
  readonly allowed?: readonly (string | number)[];
  readonly minLength?: number;
  readonly maxLength?: number;
}

function textLimits({ pattern, allowed, minLength, maxLength }: TextLimits): JsonSchema {
  return {
    ...(allowed === undefined ? {} : { enum: allowed }),
    ...(pattern === undefined
      ? {}
      : { pattern: `^(?:${pattern.source})`, patternErrorMessage: `It must be ${pattern.says}.` }),
    ...(minLength === undefined ? {} : { minLength }),
    ...(maxLength === undefined ? {} : { maxLength }),
  };
}

function numberLimits({ allowed, min, max, above }: Field): JsonSchema {
  return {
    ...(allowed === undefined ? {} : { enum: allowed }),
    ...(min === undefined ? {} : { minimum: min }),
    ...(max === undefined ? {} : { maximum: max }),
    ...(above === undefined ? {} : { exclusiveMinimum: above }),
  };
}

function listLimits({ minLength, maxLength, length }: Field): JsonSchema {
  const min = length ?? minLength;
  const max = length ?? maxLength;
  return {
    ...(min === undefined ? {} : { minItems: min }),
    ...(max === undefined ? {} : { maxItems: max }),
  };
}

const SCRIPT = {
  type: "object",
  properties: { Script: { type: "string" }, Args: { type: "array", items: { type: "string" } } },
  required: ["Script"],
  additionalProperties: false,
};

/** One script, or a sequence of them. */
const ACTION = {
  oneOf: [
    SCRIPT,
    {
      type: "object",
      properties: { Sequence: { type: "array", items: SCRIPT } },
      required: ["Sequence"],
      additionalProperties: false,
    },
  ],
};

/** What the checks over several keys of a section say, as far as JSON Schema can. */
const EXCLUSIONS: ReadonlyMap<SectionCheck, readonly JsonSchema[]> = new Map([
  [checkSecurityGroups, notTogether("SecurityGroups", "AdditionalSecurityGroups")],
  [checkRoles, notTogether("AdditionalIamPolicies", "InstanceRole", "InstanceProfile")],
  [
    checkS3Access,
    [...notTogether("S3Access", "InstanceRole"), ...notTogether("S3Access", "InstanceProfile")],
  ],
  [
    checkReservationTarget,
    [{ oneOf: anyOf("CapacityReservationId", "CapacityReservationResourceGroupArn") }],
  ],
  [checkOneInstanceForm, notTogether("InstanceType", "Instances")],
  [checkInstanceDeclared, [{ anyOf: anyOf("InstanceType", "Instances", "CapacityReservationTarget") }]],
]);

function notTogether(...keys: readonly string[]): readonly JsonSchema[] {
  return keys.flatMap((key, index) =>
    keys.slice(index + 1).map((other) => ({ not: { required: [key, other] } })),
  );
}

function anyOf(...keys: readonly string[]): readonly JsonSchema[] {
  return keys.map((key) => ({ required: [key] }));
}
