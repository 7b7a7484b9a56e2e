import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";
import { validationError } from "../validationError.ts";
import { readYaml } from "./readYaml.ts";

/** Deeper nesting than any template has; beyond it a hostile text would exhaust the stack. */
const MAX_DEPTH = 100;

/**
 * Reads a template's text, JSON or YAML, into plain JSON with the long form of every function.
 *
 * @throws {AwsError} `ValidationError` in AWS's words, with line and column.
 */
export function parseTemplate(text: string): JsonObject {
  const parsed = /^\s*\{/.test(text) ? readJson(text) : readYaml(text);
  if (!isJsonObject(parsed) || depthOf(parsed) > MAX_DEPTH)
    throw validationError("Template format error: unsupported structure.");
  return parsed;
}

function readJson(text: string): Json {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON.parse answers JSON
    return JSON.parse(text) as Json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw validationError(`Template format error: JSON not well-formed. ${placeOf(text, error.message)}`);
  }
}

/** Where a JSON text breaks off: V8 tells the position of some errors only. */
function placeOf(text: string, message: string): string {
  const told = /position (\d+)/.exec(message)?.[1];
  const position = told === undefined ? breakOf(text, message) : Number(told);
  const before = text.slice(0, position);
  const line = before.split("\n").length;
  const column = position - before.lastIndexOf("\n");
  // AWS's parser names the column after the character that it cannot take.
  return `(line ${line}, column ${position < text.length ? column + 1 : column})`;
}

function breakOf(text: string, message: string): number {
  const token = /^Unexpected token '(.)', (?:\.\.\.)?"([\s\S]*?)"(?:\.\.\.)? is not valid JSON$/.exec(
    message,
  );
  if (token === null) return text.length;
  const [, character = "", excerpt = ""] = token;
  const start = Math.max(0, text.indexOf(excerpt));
  const offset = text.indexOf(character, start + Math.min(10, Math.floor(excerpt.length / 2)));
  return offset < 0 ? start : offset;
}

function depthOf(value: Json, depth = 1): number {
  if (depth > MAX_DEPTH || typeof value !== "object" || value === null) return depth;
  let deepest = depth;
  for (const member of Object.values(value)) deepest = Math.max(deepest, depthOf(member, depth + 1));
  return deepest;
}
