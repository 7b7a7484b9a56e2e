import { TrainyardError } from "../errors/TrainyardError.ts";
import type { Problem } from "../text/problem.ts";
import { placeholderProblems } from "./placeholders.ts";
import { problemAt } from "./problemAt.ts";
import { problemsOfIssues } from "./problemsOfIssues.ts";
import { projectRules } from "./projectRules.ts";
import { projectSchema, type Project } from "./projectSchema.ts";
import { MAX_PROBLEMS, readYaml } from "./readYaml.ts";
import { withoutShorthands } from "./shorthands.ts";
import type { SourceMap } from "./SourceMap.ts";
import { validParts } from "./validParts.ts";

const SMALLEST =
  "The smallest project file: name: ml-cluster, region: us-west-2, capacity: { reservation: cr-0123456789abcdef0 }.";

export interface LoadedProject {
  readonly project: Project;
  readonly source: SourceMap;
}

/**
 * Reads a project file, with every default filled in.
 * @throws {TrainyardError} `PROJECT_INVALID` with all problems at once in `details.problems`, in the text's order;
 * `PLACEHOLDER_LEFT` when placeholders are the only problems.
 */
export function loadProject(text: string, options: { readonly fileName: string }): LoadedProject {
  const reading = readProject(text);
  if (reading.problems.length === 0 && reading.loaded !== undefined) return reading.loaded;
  throw projectInvalid(reading.problems, options.fileName);
}

/** All problems of a project file, in the text's order; `[]` when it is right. Never throws. */
export function projectProblems(text: string): readonly Problem[] {
  return readProject(text).problems;
}

interface ProjectReading {
  readonly problems: readonly Problem[];
  readonly loaded?: LoadedProject;
}

function readProject(text: string): ProjectReading {
  const reading = readYaml(text, { what: "project file", example: SMALLEST });
  if (!reading.ok) return { problems: reading.problems };
  const { source } = reading;
  const value = withoutShorthands(reading.value);
  const parsed = projectSchema.safeParse(value);
  const issues = parsed.success
    ? []
    : problemsOfIssues(parsed.error.issues, { schema: projectSchema, value, source });
  const unknown = new Set(issues.filter(({ rule }) => rule === "unknown-key").map(({ path }) => path));
  const placeholders = placeholderProblems(value, source).filter(({ path }) => !unknown.has(path));
  const replaced = new Set(placeholders.map(({ path }) => path));
  const wrong = [...placeholders, ...issues.filter(({ path }) => !replaced.has(path))];
  const problems = [...wrong, ...conflictsOf(value, source, new Set(wrong.map(({ path }) => path)))];
  problems.sort(inTextOrder).splice(MAX_PROBLEMS);
  return parsed.success ? { problems, loaded: { project: parsed.data, source } } : { problems };
}

/** Rules between values that are broken, without those that only follow from a value that is wrong by itself. */
function conflictsOf(value: unknown, source: SourceMap, wrongPaths: ReadonlySet<string>): readonly Problem[] {
  return projectRules(validParts(projectSchema, value) ?? {})
    .filter(({ path, absent = [] }) => ![path.text, ...absent].some((text) => wrongPaths.has(text)))
    .map(({ path: { steps }, keyed, ...words }) =>
      problemAt(steps, keyed === true ? source.keyAt(steps) : source.valueAt(steps), words),
    );
}

function inTextOrder(a: Problem, b: Problem): number {
  return a.position.line - b.position.line || a.position.column - b.position.column;
}

function projectInvalid(problems: readonly Problem[], fileName: string): TrainyardError {
  const onlyPlaceholders = problems.every(({ rule }) => rule === "placeholder");
  const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
  return new TrainyardError(
    onlyPlaceholders ? "PLACEHOLDER_LEFT" : "PROJECT_INVALID",
    `${fileName} has ${count}`,
    {
      hint: `Mend ${problems.length === 1 ? "it" : "them"} in ${fileName} and run the command again.`,
      details: { fileName, problems },
    },
  );
}
