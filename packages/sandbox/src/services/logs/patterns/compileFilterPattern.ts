import { invalidParameter } from "../logsErrors.ts";
import { compileJsonPattern } from "./compileJsonPattern.ts";
import type { MessageFilter } from "./MessageFilter.ts";
import { patternRegExp } from "./patternRegExp.ts";

/**
 * Reads a filter pattern of CloudWatch Logs: terms, "phrases", ?optional, -excluded, %regular expressions% and
 * JSON patterns `{ ... }`. Patterns of space-delimited logs `[...]` are refused: they are not modelled.
 *
 * @throws {AwsError} `InvalidParameterException` for what is no pattern.
 */
export function compileFilterPattern(pattern: string): MessageFilter {
  const text = pattern.trim();
  if (text === "") return () => true;
  if (text.startsWith("{")) return compileJsonPattern(text);
  if (text.startsWith("["))
    throw invalidParameter("The sandbox does not model filter patterns of space-delimited logs ([...]).");
  return compileTerms(text);
}

interface Term {
  readonly role: "needed" | "optional" | "excluded";
  readonly matches: MessageFilter;
}

function compileTerms(text: string): MessageFilter {
  const terms = readTerms(text);
  const needed = terms.filter((term) => term.role === "needed");
  const optional = terms.filter((term) => term.role === "optional");
  const excluded = terms.filter((term) => term.role === "excluded");
  return (message) =>
    !excluded.some((term) => term.matches(message)) &&
    needed.every((term) => term.matches(message)) &&
    // Beside needed terms the service pays no heed to optional ones.
    (needed.length > 0 || optional.length === 0 || optional.some((term) => term.matches(message)));
}

const TERM = /([?-]?)(?:"((?:[^"\\]|\\.)*)"|%([^%]+)%|([\p{L}\p{N}_.:/@#$&*+=;,<>!~^|'()-]+))(?:\s+|$)/uy;

function readTerms(text: string): Term[] {
  const terms: Term[] = [];
  const scanner = new RegExp(TERM);
  while (scanner.lastIndex < text.length) {
    const match = scanner.exec(text);
    if (match === null) throw invalidParameter("Invalid filter pattern");
    const [, sign, phrase, expression, word] = match;
    terms.push({
      role: roleOf(sign ?? ""),
      matches: expression === undefined ? containing(phrase ?? word ?? "") : patternRegExp(expression),
    });
  }
  return terms;
}

function roleOf(sign: string): Term["role"] {
  if (sign === "?") return "optional";
  return sign === "-" ? "excluded" : "needed";
}

function containing(escaped: string): MessageFilter {
  const text = escaped.replace(/\\(.)/g, "$1");
  return (message) => message.includes(text);
}
