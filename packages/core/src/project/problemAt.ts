import type { Problem } from "../text/problem.ts";
import { pathText } from "./pathText.ts";
import type { SourceSpan, ValuePath } from "./SourceMap.ts";

/** A problem with the value or key at a path. */
export function problemAt(
  path: ValuePath,
  { position, length }: SourceSpan,
  { rule, message, hint }: Pick<Problem, "rule" | "message" | "hint">,
): Problem {
  return { rule, path: pathText(path), message, hint, position, length };
}
