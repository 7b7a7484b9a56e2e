import { TrainyardError } from "@trainyard/core/errors";
import { excerptOf, type Problem } from "@trainyard/core/text";
import type { Output } from "./Output.ts";

/** Error details that carry the problems of an input file. */
interface ProblemDetails {
  readonly fileName: string;
  readonly text: string;
  readonly problems: readonly Problem[];
}

/** Prints an error for people on stderr, and as an event with `--json`; answers the exit code. */
export function renderError(error: unknown, output: Output, version: string): number {
  const known = error instanceof TrainyardError ? error : ownBug(error, version);
  const { text: _text, ...details } = known.details;
  output.event({ type: "error", code: known.code, message: known.message, hint: known.hint, details });
  if (output.json) return known.exitCode;
  const lines = [`${output.paint("red", `error ${known.code}`)}: ${known.message}`];
  if (hasProblems(known.details))
    lines.push("", ...known.details.problems.map((problem) => renderProblem(problem, known.details, output)));
  lines.push(`${output.paint("cyan", "next")}: ${known.hint}`);
  if (known.code === "INTERNAL" && error instanceof Error) lines.push("", error.stack ?? error.message);
  output.error(lines.join("\n"));
  return known.exitCode;
}

function renderProblem(problem: Problem, details: Readonly<Record<string, unknown>>, output: Output): string {
  if (!hasProblems(details)) return "";
  const { line, column } = problem.position;
  const where = output.paint("bold", `${details.fileName}:${line}:${column}`);
  const path = problem.path === "" ? "" : `${problem.path}: `;
  return `${where} ${path}${problem.message}\n${excerptOf(details.text, problem)}\n       ${problem.hint}\n`;
}

function hasProblems(details: unknown): details is ProblemDetails {
  return (
    typeof details === "object" &&
    details !== null &&
    "problems" in details &&
    Array.isArray(details.problems) &&
    "fileName" in details &&
    "text" in details &&
    typeof details.text === "string"
  );
}

function ownBug(error: unknown, version: string): TrainyardError {
  const message = error instanceof Error ? error.message : String(error);
  return new TrainyardError(
    "INTERNAL",
    `trainyard ${version} met an error that it does not know: ${message}`,
    {
      hint: "This is a defect of trainyard: please report it with the lines below.",
      cause: error,
    },
  );
}
