import { z } from "zod";
import type { ValuePath } from "./SourceMap.ts";

/** The schema without what only says when a value may be left out. */
export function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return unwrapped(schema.def.innerType);
  return schema;
}

/** The schema of the value at a path; undefined where the schema does not reach. */
export function schemaAt(schema: z.core.$ZodType, path: ValuePath): z.core.$ZodType | undefined {
  let found: z.core.$ZodType | undefined = schema;
  for (const step of path) {
    const inner: z.core.$ZodType | undefined = found === undefined ? undefined : unwrapped(found);
    if (inner instanceof z.ZodObject) found = inner.shape[String(step)];
    else if (inner instanceof z.ZodArray) found = inner.element;
    else return undefined;
  }
  return found;
}

/** Keys that a mapping at a path may have; `[]` when the schema does not say. */
export function keysAt(schema: z.core.$ZodType, path: ValuePath): readonly string[] {
  const found = schemaAt(schema, path);
  const inner = found === undefined ? undefined : unwrapped(found);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}
