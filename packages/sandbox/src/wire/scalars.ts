import type { SimpleShape, TimestampFormat } from "./models/Shape.ts";

type Format = Exclude<TimestampFormat, "default">;

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const SPECIAL_NUMBERS: ReadonlyMap<string, number> = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
]);
const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;

/**
 * Reads a scalar from the text that Query, XML, headers and labels carry.
 * @returns undefined when the text is not of the shape's type.
 */
export function scalarFromText(shape: SimpleShape, text: string): unknown {
  switch (shape.kind) {
    case "string":
    case "document":
    case "unit":
      return text;
    case "number":
      return numberFromText(text);
    case "bigint":
      return /^[+-]?\d+$/.test(text.trim()) ? BigInt(text.trim()) : undefined;
    case "decimal":
      return NUMBER.test(text.trim()) ? text.trim() : undefined;
    case "boolean":
      return booleanFromText(text);
    case "timestamp":
      return dateFromText(text);
    case "blob":
    case "stream":
      return BASE64.test(text) ? Buffer.from(text, "base64") : undefined;
  }
}

/** Writes a scalar as text; timestamps in `defaultFormat` unless the shape names its own. */
export function scalarToText(shape: SimpleShape, value: unknown, defaultFormat: Format): string {
  if (shape.kind === "timestamp") {
    const format = shape.timestampFormat === "default" ? defaultFormat : shape.timestampFormat;
    return String(timestampValue(dateFromValue(value), format));
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  return plainText(value);
}

/** Text of a value that should be a scalar; anything else as JSON. */
export function plainText(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "bigint" ? value.toString() : JSON.stringify(value);
}

/** A timestamp as it is written: text, or a number of seconds. */
export function timestampValue(date: Date, format: Format): string | number {
  switch (format) {
    case "date-time":
      return date.toISOString();
    case "http-date":
      return date.toUTCString();
    case "epoch-seconds":
      return date.getTime() / 1_000;
  }
}

/** A handler's timestamp, which may be a Date, a text that Date reads, or milliseconds since 1970. */
export function dateFromValue(value: unknown): Date {
  const date = value instanceof Date ? value : new Date(typeof value === "number" ? value : plainText(value));
  if (Number.isNaN(date.getTime())) throw new TypeError(`${plainText(value)} is not a timestamp`);
  return date;
}

/** Reads ISO 8601, an HTTP date, or seconds since 1970; undefined for anything else. */
export function dateFromText(text: string): Date | undefined {
  const trimmed = text.trim();
  const isSeconds = /^-?\d+(\.\d+)?$/.test(trimmed);
  if (!isSeconds && !/\d{4}/.test(trimmed)) return undefined;
  const date = new Date(isSeconds ? Number(trimmed) * 1_000 : trimmed);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function numberFromText(text: string): number | undefined {
  const trimmed = text.trim();
  return SPECIAL_NUMBERS.get(trimmed) ?? (NUMBER.test(trimmed) ? Number(trimmed) : undefined);
}

function booleanFromText(text: string): boolean | undefined {
  switch (text.trim().toLowerCase()) {
    case "true":
    case "1":
      return true;
    case "false":
    case "0":
      return false;
    default:
      return undefined;
  }
}
