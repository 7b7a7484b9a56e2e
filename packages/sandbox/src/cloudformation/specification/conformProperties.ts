import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import type { PropertySpecifications, PropertyType, TypeSpecification } from "./ResourceSpecification.ts";

export type Conformed =
  | { readonly kind: "properties"; readonly properties: JsonObject }
  | { readonly kind: "invalid"; readonly reason: string };

const TAG: PropertySpecifications = {
  Key: { type: "string", required: true },
  Value: { type: "string", required: true },
};

/** Numbers and texts that AWS takes for whole numbers. */
const INTEGER = /^[+-]?\d+$/;

/**
 * Converts scalars to the specified types, as CloudFormation does ("2" for a number, true for a text), and
 * checks names, required properties and types.
 *
 * @param open - whether properties beyond the specified ones are let through unchanged, as custom resources have them.
 */
export function conformProperties(
  properties: JsonObject,
  specification: TypeSpecification,
  open: boolean,
): Conformed {
  const problems: string[] = [];
  const check: Check = { definitions: specification.definitions, problems };
  const conformed = open
    ? openObject(properties, specification, check)
    : objectOf(properties, specification.properties, "", check);
  if (problems.length > 0)
    return { kind: "invalid", reason: `Property validation failure: [${problems.join(", ")}]` };
  return { kind: "properties", properties: conformed };
}

interface Check {
  readonly definitions: TypeSpecification["definitions"];
  readonly problems: string[];
}

function openObject(properties: JsonObject, specification: TypeSpecification, check: Check): JsonObject {
  const known = Object.entries(properties).filter(([name]) => Object.hasOwn(specification.properties, name));
  return { ...properties, ...objectOf(Object.fromEntries(known), specification.properties, "", check) };
}

function objectOf(
  value: JsonObject,
  specified: PropertySpecifications,
  path: string,
  check: Check,
): JsonObject {
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(specified, name));
  if (unknown.length > 0)
    check.problems.push(
      `Encountered unsupported properties in {${path === "" ? "/" : path}}: [${unknown.join(", ")}]`,
    );
  for (const [name, property] of Object.entries(specified)) {
    if (property.required === true && !Object.hasOwn(value, name))
      check.problems.push(`The property {${path}/${name}} is required`);
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      const type = Object.hasOwn(specified, name) ? specified[name]?.type : undefined;
      return type === undefined ? [] : [[name, valueOf(member, type, `${path}/${name}`, check)]];
    }),
  );
}

function valueOf(value: Json, type: PropertyType, path: string, check: Check): Json {
  if (typeof type === "string") {
    const scalar = scalarOf(value, type, path, check);
    return scalar === undefined ? mismatch(value, nameOf(type), path, check) : scalar;
  }
  if ("array" in type) {
    if (!Array.isArray(value)) return mismatch(value, "List", path, check);
    return value.map((item: Json, index) => valueOf(item, type.array, `${path}/${index}`, check));
  }
  if ("anyOf" in type) return firstFitting(value, type.anyOf, path, check);
  if (!isJsonObject(value)) return mismatch(value, "Map", path, check);
  if ("ref" in type) return objectOf(value, check.definitions[type.ref] ?? {}, path, check);
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, valueOf(member, type.map, `${path}/${key}`, check)]),
  );
}

/** Undefined when the value does not fit. */
function scalarOf(value: Json, type: string, path: string, check: Check): Json | undefined {
  switch (type) {
    case "string":
      return isScalar(value) ? String(value) : undefined;
    case "integer":
      return isScalar(value) && INTEGER.test(String(value)) ? Number(value) : undefined;
    case "number":
      return isScalar(value) && String(value).trim() !== "" && Number.isFinite(Number(value))
        ? Number(value)
        : undefined;
    case "boolean":
      return booleanOf(value);
    case "tag":
      return isJsonObject(value) ? objectOf(value, TAG, path, check) : undefined;
    default:
      return value;
  }
}

/** Upper and lower case alike: templates in Python's way of writing, `'True'`, work on AWS. */
function booleanOf(value: Json): boolean | undefined {
  const text = typeof value === "string" ? value.toLowerCase() : value;
  if (text === true || text === "true") return true;
  return text === false || text === "false" ? false : undefined;
}

/** The first member type that takes the value without complaint; when none does, what the last one says. */
function firstFitting(value: Json, types: readonly PropertyType[], path: string, check: Check): Json {
  let complaints: string[] = [];
  for (const type of types) {
    if (type === "json" && !isJsonObject(value)) continue;
    const problems: string[] = [];
    const fitted = valueOf(value, type, path, { definitions: check.definitions, problems });
    if (problems.length === 0) return fitted;
    complaints = problems;
  }
  check.problems.push(...complaints);
  return value;
}

function mismatch(value: Json, typeName: string, path: string, check: Check): Json {
  check.problems.push(`Value of property {${path}} does not match type {${typeName}}`);
  return value;
}

function isScalar(value: Json): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function nameOf(type: string): string {
  return type === "tag" ? "Tag" : `${type.slice(0, 1).toUpperCase()}${type.slice(1)}`;
}
