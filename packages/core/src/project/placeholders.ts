import type { Problem } from "../text/problem.ts";
import { isMapping } from "./readYaml.ts";
import type { SourceMap, ValuePath } from "./SourceMap.ts";
import { pathText } from "./pathText.ts";
import { problemAt } from "./problemAt.ts";

/** Marks that examples put where a value belongs; the guide's own are among them. */
const PLACEHOLDERS: readonly RegExp[] = [
  /<[a-z][^<>]*>/i,
  /\$\{[^}]*\}/,
  /\$[A-Z][A-Z0-9_]+\b/,
  /\bcr-X+\b/i,
  /X{6,}/,
  /\bPLACEHOLDER\b|\bPLACEHOLDER_|\bCHANGE[-_ ]?ME\b|\bREMOVE_THIS_LINE/i,
];

export function isPlaceholder(text: string): boolean {
  return PLACEHOLDERS.some((pattern) => pattern.test(text));
}

/** Problems for every value that is still the placeholder of an example. */
export function placeholderProblems(value: unknown, source: SourceMap): readonly Problem[] {
  return placeholdersIn(value, []).map(({ path, text }) =>
    problemAt(path, source.valueAt(path), {
      rule: "placeholder",
      message: `${pathText(path)} is still the placeholder ${JSON.stringify(text.slice(0, 80))}`,
      hint: "Put your own value there.",
    }),
  );
}

interface Placeholder {
  readonly path: ValuePath;
  readonly text: string;
}

function placeholdersIn(value: unknown, path: ValuePath): readonly Placeholder[] {
  if (typeof value === "string") return isPlaceholder(value) ? [{ path, text: value }] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => placeholdersIn(item, [...path, index]));
  if (!isMapping(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => placeholdersIn(item, [...path, key]));
}
