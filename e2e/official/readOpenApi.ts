import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

/** A schema of the description, as far as it uses the language. */
interface Schema {
  readonly $ref?: string | undefined;
  readonly type?: "object" | "array" | "string" | "integer" | "number" | "boolean" | undefined;
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: Schema | undefined;
  readonly enum?: readonly string[] | undefined;
  readonly pattern?: string | undefined;
  readonly format?: string | undefined;
}

/** Compares answers with the official description, field by field. */
export interface OpenApi {
  /** How an answer differs from the schema of that name, with the path of every difference; empty when it does not. */
  differences(answer: unknown, schemaName: string): string[];
}

const schema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    type: z.enum(["object", "array", "string", "integer", "number", "boolean"]).optional(),
    properties: z.record(z.string(), schema).optional(),
    required: z.array(z.string()).optional(),
    items: schema.optional(),
    enum: z.array(z.string()).optional(),
    pattern: z.string().optional(),
    format: z.string().optional(),
  }),
);
const description = z.object({ components: z.object({ schemas: z.record(z.string(), schema) }) });
const REFERENCE = "#/components/schemas/";

export function readOpenApi(path: string): OpenApi {
  const { schemas } = description.parse(parse(readFileSync(path, "utf8"), { version: "1.1" })).components;

  function named(name: string): Schema {
    const found = schemas[name];
    if (found === undefined) throw new Error(`the description has no schema ${name}`);
    return found;
  }

  function compare(value: unknown, given: Schema, place: string): string[] {
    const wanted = given.$ref === undefined ? given : named(given.$ref.slice(REFERENCE.length));
    switch (wanted.type) {
      case "object":
        return compareObject(value, wanted, place);
      case "array":
        if (!Array.isArray(value)) return [`${place} is no list`];
        return value.flatMap((item, index) => compare(item, wanted.items ?? {}, `${place}[${index}]`));
      case undefined:
        return [];
      default:
        return compareScalar(value, wanted, place);
    }
  }

  function compareObject(value: unknown, wanted: Schema, place: string): string[] {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${place} is no object`];
    const { properties } = wanted;
    const missing = (wanted.required ?? []).filter((name) => !Object.hasOwn(value, name));
    return [
      ...missing.map((name) => `${place}.${name} is missing`),
      ...Object.entries(value).flatMap(([name, member]) => {
        if (properties === undefined) return [];
        const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
        if (property === undefined) return [`${place}.${name} is not described`];
        return compare(member, property, `${place}.${name}`);
      }),
    ];
  }

  return { differences: (answer, schemaName) => compare(answer, named(schemaName), schemaName) };
}

function compareScalar(value: unknown, wanted: Schema, place: string): string[] {
  const type = wanted.type === "integer" ? "number" : wanted.type;
  if (typeof value !== type) return [`${place} is ${JSON.stringify(value)}, no ${wanted.type}`];
  if (wanted.type === "integer" && !Number.isInteger(value)) return [`${place} is no whole number`];
  if (typeof value !== "string") return [];
  if (wanted.enum?.includes(value) === false)
    return [`${place} is ${value}, none of ${wanted.enum.join(", ")}`];
  if (wanted.pattern !== undefined && !new RegExp(wanted.pattern, "u").test(value))
    return [`${place} is ${value}, which does not match ${wanted.pattern}`];
  if (wanted.format === "date-time" && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value))
    return [`${place} is ${value}, no time`];
  return [];
}
