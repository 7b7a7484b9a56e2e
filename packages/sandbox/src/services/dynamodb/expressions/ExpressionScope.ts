import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { validationError } from "../dynamodbErrors.ts";
import { storedValue, type StoredValue } from "../values/StoredValue.ts";

export interface Placeholders {
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
  readonly ExpressionAttributeValues?: Record<string, AttributeValue> | undefined;
}

/** The `#names` and `:values` of one request; remembers which were used, as the service refuses unused ones. */
export class ExpressionScope {
  readonly #names: ReadonlyMap<string, string>;
  readonly #values: ReadonlyMap<string, AttributeValue>;
  readonly #used = new Set<string>();

  constructor(placeholders: Placeholders, hasExpression: boolean) {
    this.#names = new Map(Object.entries(placeholders.ExpressionAttributeNames ?? {}));
    this.#values = new Map(Object.entries(placeholders.ExpressionAttributeValues ?? {}));
    for (const [title, map] of [
      ["ExpressionAttributeNames", placeholders.ExpressionAttributeNames],
      ["ExpressionAttributeValues", placeholders.ExpressionAttributeValues],
    ] as const) {
      if (map === undefined) continue;
      if (!hasExpression) throw validationError(`${title} can only be specified when using expressions`);
      if (Object.keys(map).length === 0) throw validationError(`${title} must not be empty`);
    }
  }

  name(placeholder: string, title: string): string {
    const name = this.#names.get(placeholder);
    if (name === undefined)
      throw validationError(
        `Invalid ${title}: An expression attribute name used in the document path is not defined; attribute name: ${placeholder}`,
      );
    this.#used.add(placeholder);
    return name;
  }

  value(placeholder: string, title: string): StoredValue {
    const value = this.#values.get(placeholder);
    if (value === undefined)
      throw validationError(
        `Invalid ${title}: An expression attribute value used in expression is not defined; attribute value: ${placeholder}`,
      );
    this.#used.add(placeholder);
    return storedValue(value);
  }

  /** @throws {AwsError} when a placeholder was given and not used; to be called when all expressions are read. */
  refuseUnused(): void {
    for (const [title, map] of [
      ["ExpressionAttributeNames", this.#names],
      ["ExpressionAttributeValues", this.#values],
    ] as const) {
      const unused = [...map.keys()].filter((key) => !this.#used.has(key));
      if (unused.length > 0)
        throw validationError(
          `Value provided in ${title} unused in expressions: keys: {${unused.join(", ")}}`,
        );
    }
  }
}
