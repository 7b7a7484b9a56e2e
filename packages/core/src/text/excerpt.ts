import type { Problem } from "./problem.ts";

const MAX_LINE_LENGTH = 160;

/**
 * The line of a text that a problem is about, with a caret under the place:
 * ```
 *   12 |   instanceTpye: p5.48xlarge
 *      |   ^^^^^^^^^^^^
 * ```
 */
export function excerptOf(text: string, problem: Pick<Problem, "position" | "length">): string {
  const { line, column } = problem.position;
  const source = (text.split(/\r?\n/)[line - 1] ?? "").replaceAll("\t", " ");
  const cutAt = Math.max(0, column - MAX_LINE_LENGTH / 2);
  const shown = source.slice(cutAt, cutAt + MAX_LINE_LENGTH);
  const caretAt = column - 1 - cutAt;
  const carets = "^".repeat(Math.max(1, Math.min(problem.length, shown.length - caretAt)));
  const gutter = String(line).padStart(4);
  return `${gutter} | ${shown}\n${" ".repeat(4)} | ${" ".repeat(caretAt)}${carets}`;
}
