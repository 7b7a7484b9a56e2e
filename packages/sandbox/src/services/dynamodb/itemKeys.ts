import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { keyMismatch, validationError } from "./dynamodbErrors.ts";
import type { KeyNames, TableRecord } from "./DynamodbState.ts";
import { namesOf } from "./tableDefinition.ts";
import { sameValue } from "./values/compareValues.ts";
import { storedItem, typeOf, type StoredItem } from "./values/StoredValue.ts";

const INVALID = "One or more parameter values were invalid:";

/** Text that is the same for the same primary key. */
export function keyText(keys: KeyNames, item: StoredItem): string {
  return JSON.stringify(namesOf(keys).map((name) => item[name] ?? null));
}

/** A key as GetItem and the like give it: exactly the key attributes, of the right types. */
export function checkedKey(
  table: TableRecord,
  key: Readonly<Record<string, AttributeValue>> | undefined,
): StoredItem {
  const stored = storedItem(key ?? {});
  const names = namesOf(table.keys);
  if (Object.keys(stored).length !== names.length || !names.every((name) => rightType(table, name, stored)))
    throw keyMismatch();
  names.forEach((name) => refuseEmpty(name, stored));
  return stored;
}

/** @throws {AwsError} when key attributes are missing or of the wrong type in a whole item. */
export function checkItemKeys(table: TableRecord, item: StoredItem): void {
  for (const name of namesOf(table.keys)) {
    if (!Object.hasOwn(item, name)) throw validationError(`${INVALID} Missing the key ${name} in the item`);
    checkType(table, name, item);
    refuseEmpty(name, item);
  }
  checkIndexKeys(table, item);
}

/** Key attributes of indexes may be absent, but not of another type. */
export function checkIndexKeys(table: TableRecord, item: StoredItem): void {
  for (const index of table.indexes)
    for (const name of namesOf(index.keys)) {
      if (!Object.hasOwn(item, name) || rightType(table, name, item)) continue;
      const value = item[name];
      throw validationError(
        `${INVALID} Type mismatch for Index Key ${name} Expected: ${definedType(table, name)} Actual: ${value === undefined ? "" : typeOf(value)} IndexName: ${index.name}`,
      );
    }
}

/** @throws {AwsError} when an update would change the primary key. */
export function refuseKeyChange(table: TableRecord, key: StoredItem, after: StoredItem): void {
  for (const name of namesOf(table.keys)) {
    const [was, is] = [key[name], after[name]];
    if (was === undefined || is === undefined || !sameValue(was, is))
      throw validationError(`${INVALID} Cannot update attribute ${name}. This attribute is part of the key`);
  }
}

function checkType(table: TableRecord, name: string, item: StoredItem): void {
  const value = item[name];
  if (value !== undefined && !rightType(table, name, item))
    throw validationError(
      `${INVALID} Type mismatch for key ${name} expected: ${definedType(table, name)} actual: ${typeOf(value)}`,
    );
}

function rightType(table: TableRecord, name: string, item: StoredItem): boolean {
  const value = Object.hasOwn(item, name) ? item[name] : undefined;
  return value !== undefined && typeOf(value) === definedType(table, name);
}

function definedType(table: TableRecord, name: string): string {
  return table.attributes.find((attribute) => attribute.name === name)?.type ?? "";
}

function refuseEmpty(name: string, item: StoredItem): void {
  const value = item[name];
  const [kind, content] =
    value === undefined ? [] : "S" in value ? ["string", value.S] : "B" in value ? ["binary", value.B] : [];
  if (content === "")
    throw validationError(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: ${name}`,
    );
}
