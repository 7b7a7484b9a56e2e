import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { validationError } from "../dynamodbErrors.ts";
import { normalisedNumber } from "./decimal.ts";

/** An attribute value as plain JSON: numbers as text, bytes as base64. */
export type StoredValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly M: StoredItem }
  | { readonly L: readonly StoredValue[] }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly string[] };

export type StoredItem = { readonly [name: string]: StoredValue };

export type ValueType = "S" | "N" | "B" | "BOOL" | "NULL" | "M" | "L" | "SS" | "NS" | "BS";

const TYPES: readonly ValueType[] = ["S", "N", "B", "BOOL", "NULL", "M", "L", "SS", "NS", "BS"];

export function typeOf(value: StoredValue): ValueType {
  const type = TYPES.find((name) => Object.hasOwn(value, name));
  if (type === undefined) throw new Error("a stored value has a type");
  return type;
}

/** @throws {AwsError} `ValidationException` for what is no value: two types, no number, an empty set. */
export function storedValue(value: AttributeValue): StoredValue {
  if (Object.keys(value).length !== 1)
    throw validationError(
      "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
    );
  if (value.S !== undefined) return { S: value.S };
  if (value.N !== undefined) return { N: normalisedNumber(value.N) };
  if (value.B !== undefined) return { B: base64(value.B) };
  if (value.BOOL !== undefined) return { BOOL: value.BOOL };
  if (value.NULL !== undefined) return { NULL: true };
  if (value.M !== undefined) return { M: storedItem(value.M) };
  if (value.L !== undefined) return { L: value.L.map(storedValue) };
  if (value.SS !== undefined) return { SS: checkedSet(value.SS, "string") };
  if (value.NS !== undefined) return { NS: checkedSet(value.NS.map(normalisedNumber), "number") };
  if (value.BS !== undefined) return { BS: checkedSet(value.BS.map(base64), "binary") };
  throw validationError(
    "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
  );
}

export function storedItem(item: Readonly<Record<string, AttributeValue>>): StoredItem {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, storedValue(value)]));
}

export function answeredValue(value: StoredValue): AttributeValue {
  if ("B" in value) return { B: Buffer.from(value.B, "base64") };
  if ("M" in value) return { M: answeredItem(value.M) };
  if ("L" in value) return { L: value.L.map(answeredValue) };
  if ("SS" in value) return { SS: [...value.SS] };
  if ("NS" in value) return { NS: [...value.NS] };
  if ("BS" in value) return { BS: value.BS.map((bytes) => Buffer.from(bytes, "base64")) };
  return { ...value };
}

export function answeredItem(item: StoredItem): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, answeredValue(value)]));
}

/** Bytes that an item counts for: names and values, as the service's guide counts them. */
export function sizeOfItem(item: StoredItem): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOfValue(value),
    0,
  );
}

function sizeOfValue(value: StoredValue): number {
  if ("S" in value) return Buffer.byteLength(value.S);
  if ("N" in value) return Math.ceil(value.N.length / 2) + 1;
  if ("B" in value) return Buffer.byteLength(value.B, "base64");
  if ("M" in value) return 3 + sizeOfItem(value.M);
  if ("L" in value) return value.L.reduce((sum, element) => sum + 1 + sizeOfValue(element), 3);
  if ("SS" in value) return value.SS.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if ("NS" in value) return value.NS.reduce((sum, text) => sum + Math.ceil(text.length / 2) + 1, 0);
  if ("BS" in value) return value.BS.reduce((sum, text) => sum + Buffer.byteLength(text, "base64"), 0);
  return 1;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

function checkedSet(elements: string[], kind: string): string[] {
  if (elements.length === 0)
    throw validationError(`One or more parameter values were invalid: An ${kind} set  may not be empty`);
  if (new Set(elements).size !== elements.length)
    throw validationError(
      `One or more parameter values were invalid: Input collection [${elements.join(", ")}] contains duplicates.`,
    );
  return elements;
}
