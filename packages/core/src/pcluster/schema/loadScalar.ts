import type { ConfigValue } from "../yaml/configValue.ts";

/** A value that was understood, or what was expected instead. */
export type Scalar<T> = { readonly value: T } | { readonly expected: string };

const TRUE_WORDS = new Set([
  "t",
  "T",
  "true",
  "True",
  "TRUE",
  "on",
  "On",
  "ON",
  "y",
  "Y",
  "yes",
  "Yes",
  "YES",
  "1",
]);
const FALSE_WORDS = new Set([
  "f",
  "F",
  "false",
  "False",
  "FALSE",
  "off",
  "Off",
  "OFF",
  "n",
  "N",
  "no",
  "No",
  "NO",
  "0",
]);
const WHOLE_NUMBER = /^\s*[-+]?\d+(?:_\d+)*\s*$/;
const DECIMAL_NUMBER =
  /^\s*[-+]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][-+]?\d+(?:_\d+)*)?\s*$/;

/** Texts are taken as they are: numbers, booleans and dates are not turned into text. */
export function loadText(raw: ConfigValue): Scalar<string> {
  return typeof raw === "string" ? { value: raw } : { expected: "a text" };
}

/** Whole numbers also as text; a fraction is cut off, as the official command does. */
export function loadInteger(raw: ConfigValue): Scalar<number> {
  const value = numberOf(raw, WHOLE_NUMBER);
  return value === undefined || !Number.isFinite(value)
    ? { expected: "a whole number" }
    : { value: Math.trunc(value) };
}

export function loadNumber(raw: ConfigValue): Scalar<number> {
  const value = numberOf(raw, DECIMAL_NUMBER);
  return value === undefined || !Number.isFinite(value) ? { expected: "a number" } : { value };
}

/** Booleans also as the words and the numbers 0 and 1 that the official command takes. */
export function loadFlag(raw: ConfigValue): Scalar<boolean> {
  if (raw === true || raw === 1 || (typeof raw === "string" && TRUE_WORDS.has(raw))) return { value: true };
  if (raw === false || raw === 0 || (typeof raw === "string" && FALSE_WORDS.has(raw)))
    return { value: false };
  return { expected: "true or false" };
}

function numberOf(raw: ConfigValue, form: RegExp): number | undefined {
  if (typeof raw === "number") return raw;
  if (typeof raw !== "string" || !form.test(raw)) return undefined;
  return Number(raw.replaceAll("_", ""));
}
