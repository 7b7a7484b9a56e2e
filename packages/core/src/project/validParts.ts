import { z } from "zod";
import { isMapping } from "./readYaml.ts";
import { unwrapped } from "./schemaAt.ts";

/** A project of which only those values are there that are right by themselves. */
export type ValidParts<T> = T extends readonly (infer Item)[]
  ? readonly ValidParts<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]?: ValidParts<T[Key]> | undefined }
    : T;

/**
 * Keeps what is right of a value, with defaults filled in, and leaves out what is wrong, so that rules between
 * values can be checked although others are wrong.
 */
export function validParts<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): ValidParts<z.infer<Schema>> | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the walk follows the schema, so its answer has the schema's shape
  return partsOf(schema, value) as ValidParts<z.infer<Schema>> | undefined;
}

function partsOf(schema: z.core.$ZodType, value: unknown): unknown {
  const whole = z.safeParse(schema, value);
  if (whole.success) return whole.data;
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodObject && isMapping(value))
    return Object.fromEntries(
      Object.entries(inner.shape).map(([key, child]) => [key, partsOf(asType(child), value[key])]),
    );
  if (inner instanceof z.ZodArray && Array.isArray(value))
    return value.map((item) => partsOf(inner.element, item));
  return undefined;
}

function asType(schema: unknown): z.core.$ZodType {
  if (schema instanceof z.ZodType) return schema;
  throw new TypeError("the shape of an object schema holds something that is no schema");
}
