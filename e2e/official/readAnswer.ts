import type { JsonAnswer } from "./createPcluster.ts";

/** The objects of a list in an answer. @throws {Error} when it is none. */
export function listOf(value: unknown): JsonAnswer[] {
  if (!Array.isArray(value)) throw new Error(`${JSON.stringify(value)} is no list`);
  return value.map(objectOf);
}

/** An object in an answer. @throws {Error} when it is none. */
export function objectOf(value: unknown): JsonAnswer {
  if (typeof value !== "object" || value === null) throw new Error(`${JSON.stringify(value)} is no object`);
  return Object.fromEntries(Object.entries(value));
}

/** A text in an answer. @throws {Error} when it is none. */
export function textOf(value: unknown): string {
  if (typeof value !== "string") throw new Error(`${JSON.stringify(value)} is no text`);
  return value;
}
