/** Values that stand for a mapping, by their key at the top of the project file. */
const SHORTHANDS: Readonly<Record<string, readonly { readonly value: unknown; readonly stands: object }[]>> =
  {
    accounting: [{ value: true, stands: { headNode: true } }],
  };

/** The project as if it had been written without shorthands. */
export function withoutShorthands(
  value: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(value).map(([key, given]) => [
      key,
      shorthandsOf(key).find((shorthand) => shorthand.value === given)?.stands ?? given,
    ]),
  );
}

/** JSON Schema properties that take the shorthands beside the mappings. */
export function schemasWithShorthands(
  properties: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(properties).map(([key, schema]) => [key, schemaWithShorthands(key, schema)]),
  );
}

function schemaWithShorthands(key: string, schema: unknown): unknown {
  const values = shorthandsOf(key).map(({ value }) => ({ const: value }));
  if (values.length === 0 || typeof schema !== "object" || schema === null) return schema;
  const described = "description" in schema ? { description: schema.description } : {};
  return { ...described, anyOf: [schema, ...values] };
}

/** What stands for the mapping of a top-level key, in words; empty for most. */
export function shorthandWords(key: string): string {
  return shorthandsOf(key)
    .map(({ value }) => `, or ${String(value)}`)
    .join("");
}

function shorthandsOf(key: string) {
  return Object.hasOwn(SHORTHANDS, key) ? (SHORTHANDS[key] ?? []) : [];
}
