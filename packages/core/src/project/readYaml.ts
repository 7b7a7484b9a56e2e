import {
  isCollection,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Scalar,
  type YAMLError,
} from "yaml";
import type { Problem } from "../text/problem.ts";
import { createSourceMap, type SourceMap } from "./SourceMap.ts";

/** Longest text that is read: far above any real file, far below what could hurt. */
const MAX_TEXT_LENGTH = 1_048_576;
const MAX_NESTING = 100;
/** More problems than anybody reads; the rest is told when these are mended. */
export const MAX_PROBLEMS = 200;
const MAX_ALIASES = 100;

export type YamlReading =
  | { readonly ok: true; readonly value: Readonly<Record<string, unknown>>; readonly source: SourceMap }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** What the text is, for messages: `project file`. */
export interface YamlKind {
  readonly what: string;
  /** Shortest text that would be right, for hints. */
  readonly example: string;
}

/** Reads a YAML mapping with the place of each value. Never throws for a bad text, whatever it holds. */
export function readYaml(text: string, kind: YamlKind): YamlReading {
  const refusal = refusalOf(text, kind);
  if (refusal !== undefined) return { ok: false, problems: [refusal] };
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    merge: true,
    prettyErrors: false,
    // The parser's own check takes quadratic time; `duplicateKeyProblems` takes linear.
    uniqueKeys: false,
    logLevel: "error",
  });
  if (document.errors.length > 0)
    return {
      ok: false,
      problems: document.errors.slice(0, MAX_PROBLEMS).map((error) => syntaxProblem(error, lines)),
    };
  const duplicates = duplicateKeyProblems(document, lines);
  if (duplicates.length > 0) return { ok: false, problems: duplicates };
  const circle = circleProblem(document, lines);
  if (circle !== undefined) return { ok: false, problems: [circle] };
  return valueOf(document, createSourceMap(document, lines), kind);
}

function duplicateKeyProblems(document: Document, lines: LineCounter): readonly Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Map(_key, node) {
      const seen = new Set<string>();
      for (const { key } of node.items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        if (seen.has(name) && name !== "<<") problems.push(duplicateKey(name, key.range, lines));
        seen.add(name);
      }
    },
  });
  return problems.slice(0, MAX_PROBLEMS);
}

function duplicateKey(name: string, range: Scalar["range"], lines: LineCounter): Problem {
  const [start = 0] = range ?? [];
  const { line, col } = lines.linePos(start);
  return {
    rule: "duplicate-key",
    path: name,
    message: `the key ${JSON.stringify(name.slice(0, 80))} is given twice`,
    hint: "Keep one of the two.",
    position: { line: Math.max(1, line), column: Math.max(1, col) },
    length: Math.max(1, name.length),
  };
}

/** An alias inside of what it stands for: the value would have no end. */
function circleProblem(document: Document, lines: LineCounter): Problem | undefined {
  let problem: Problem | undefined;
  visit(document, {
    Alias(_key, node, path) {
      const holder = path.find((parent) => isCollection(parent) && parent.anchor === node.source);
      if (holder === undefined || node.resolve(document) !== holder) return undefined;
      const { line, col } = lines.linePos(node.range?.[0] ?? 0);
      problem = {
        rule: "alias-circle",
        path: "",
        message: `the alias *${node.source} stands inside of what it stands for`,
        hint: "Write the value out instead.",
        position: { line: Math.max(1, line), column: Math.max(1, col) },
        length: node.source.length + 1,
      };
      return visit.BREAK;
    },
  });
  return problem;
}

function valueOf(document: Document, source: SourceMap, kind: YamlKind): YamlReading {
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    // The library throws plain errors for aliases and merge keys that lead nowhere: the text's fault, not ours.
    if (!(error instanceof Error) || error instanceof TypeError) throw error;
    return { ok: false, problems: [aliasProblem(error, kind)] };
  }
  if (value === null || value === undefined)
    return { ok: false, problems: [atStart("empty", `the ${kind.what} is empty`, kind.example)] };
  if (!isMapping(value)) {
    const message = `the ${kind.what} is ${Array.isArray(value) ? "a list" : "a single value"}, not a mapping of keys`;
    return {
      ok: false,
      problems: [{ ...atStart("not-a-mapping", message, kind.example), ...source.valueAt([]) }],
    };
  }
  return { ok: true, value, source };
}

function aliasProblem(error: Error, kind: YamlKind): Problem {
  if (error.message.startsWith("Excessive alias count"))
    return atStart(
      "alias-bomb",
      `the aliases of this ${kind.what} grow beyond any use`,
      "Write the values out instead.",
    );
  return atStart("yaml-syntax", sentence(error.message), "Mend the anchors, aliases and `<<` keys.");
}

/** A refusal that needs no parser, so that no text can hurt it. */
function refusalOf(text: string, kind: YamlKind): Problem | undefined {
  if (text.trim() === "") return atStart("empty", `the ${kind.what} is empty`, kind.example);
  if (text.length > MAX_TEXT_LENGTH)
    return atStart(
      "file-too-large",
      `the ${kind.what} has ${text.length} characters`,
      `At most ${MAX_TEXT_LENGTH} are read. Is this the right file?`,
    );
  if (isBinary(text))
    return atStart(
      "binary",
      `this is not text but binary data`,
      `Give the ${kind.what}, a YAML text in UTF-8.`,
    );
  if (nestingOf(text) > MAX_NESTING)
    return atStart(
      "too-deep",
      `brackets are nested more than ${MAX_NESTING} deep`,
      `Is this the right file?`,
    );
  return undefined;
}

function isBinary(text: string): boolean {
  const sample = text.slice(0, 8192);
  // U+FFFD stands where bytes were no UTF-8.
  const replaced = sample.split("\uFFFD").length - 1;
  return sample.includes("\0") || replaced > 4 || replaced * 10 > sample.length;
}

function nestingOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === "[" || character === "{") depth += 1;
    else if (character === "]" || character === "}") depth = Math.max(0, depth - 1);
    deepest = Math.max(deepest, depth);
  }
  const widestIndent = /^[ \t]{2000}/m.test(text) ? MAX_NESTING + 1 : 0;
  return Math.max(deepest, widestIndent, longestRunOf(text, "- "));
}

/** `- - - -` opens a list at each mark. */
function longestRunOf(text: string, mark: string): number {
  const runs = text.match(/(?:- ){50,}/g) ?? [];
  return Math.max(0, ...runs.slice(0, 10).map((run) => run.length / mark.length));
}

function syntaxProblem(error: YAMLError, lines: LineCounter): Problem {
  const [start, end] = error.pos;
  const { line, col } = lines.linePos(start);
  return {
    rule: "yaml-syntax",
    path: "",
    message: sentence(error.message),
    hint: "Mend the YAML at this place.",
    position: { line: Math.max(1, line), column: Math.max(1, col) },
    length: Math.max(1, end - start),
  };
}

function sentence(message: string): string {
  const firstLine = message.split("\n")[0] ?? message;
  return firstLine.charAt(0).toLowerCase() + firstLine.slice(1);
}

function atStart(rule: string, message: string, hint: string): Problem {
  return { rule, path: "", message, hint, position: { line: 1, column: 1 }, length: 1 };
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
