import { AwsError } from "./AwsError.ts";
import { isJsonObject, type Json, type JsonObject } from "./json.ts";

/** Reads properties of a resource, which the CloudFormation engine has checked against the resource specification. */
export interface PropertyReader {
  /** Numbers and booleans are written as text. Absent or of another kind: undefined. */
  text(name: string): string | undefined;
  number(name: string): number | undefined;
  boolean(name: string): boolean | undefined;
  /** Undefined when absent, so that it can be told from an empty list. */
  texts(name: string): string[] | undefined;
  object(name: string): PropertyReader | undefined;
  objects(name: string): PropertyReader[];
  json(name: string): Json | undefined;
  /** The object itself. */
  readonly properties: JsonObject;
}

export function readProperties(properties: JsonObject): PropertyReader {
  const read = (name: string): Json | undefined =>
    Object.hasOwn(properties, name) ? properties[name] : undefined;
  return {
    properties,
    json: read,
    text: (name) => textOf(read(name)),
    number: (name) => numberOf(read(name)),
    boolean: (name) => booleanOf(read(name)),
    texts: (name) => listOf(read(name))?.flatMap((entry) => textOf(entry) ?? []),
    object(name) {
      const value = read(name);
      return isJsonObject(value) ? readProperties(value) : undefined;
    },
    objects: (name) => (listOf(read(name)) ?? []).filter(isJsonObject).map(readProperties),
  };
}

/** @throws {AwsError} for a property that the resource type has on AWS and that the sandbox does not model. */
export function refuseOtherProperties(
  type: string,
  properties: JsonObject,
  modelled: readonly string[],
): void {
  const other = Object.keys(properties).find((name) => !modelled.includes(name));
  if (other !== undefined)
    throw new AwsError("ValidationError", `The property ${other} of ${type} is not modelled by the sandbox.`);
}

/** Tags of a resource in CloudFormation's order: the template's own, then the stack's where the key is free. */
export function resourceTags(
  properties: JsonObject,
  stackTags: readonly { readonly Key: string; readonly Value: string }[],
): { Key: string; Value: string }[] {
  const own = readProperties(properties)
    .objects("Tags")
    .map((tag) => ({ Key: tag.text("Key") ?? "", Value: tag.text("Value") ?? "" }));
  const byKey = new Map([...stackTags, ...own].map((tag) => [tag.Key, tag.Value]));
  const keys = new Set([...own, ...stackTags].map((tag) => tag.Key));
  return [...keys].map((Key) => ({ Key, Value: byKey.get(Key) ?? "" }));
}

function textOf(value: Json | undefined): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

function numberOf(value: Json | undefined): number | undefined {
  if (typeof value === "number") return value;
  const parsed = typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}

function booleanOf(value: Json | undefined): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (value === "true") return true;
  return value === "false" ? false : undefined;
}

function listOf(value: Json | undefined): Json[] | undefined {
  return Array.isArray(value) ? [...value] : undefined;
}
