import type { z } from "zod";
import { nearestName } from "../text/nearestName.ts";
import type { Problem } from "../text/problem.ts";
import { pathText } from "./pathText.ts";
import { problemAt } from "./problemAt.ts";
import { MAX_PROBLEMS } from "./readYaml.ts";
import { keysAt, schemaAt } from "./schemaAt.ts";
import { shorthandWords } from "./shorthands.ts";
import type { SourceMap, ValuePath } from "./SourceMap.ts";

/** What an issue is about: the schema, the value that was parsed and its places. */
export interface IssueContext {
  readonly schema: z.core.$ZodType;
  readonly value: unknown;
  readonly source: SourceMap;
}

/** Turns the issues of a schema into problems with place, cause and next step. */
export function problemsOfIssues(
  issues: readonly z.core.$ZodIssue[],
  context: IssueContext,
): readonly Problem[] {
  return issues
    .slice(0, MAX_PROBLEMS)
    .flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.slice(0, MAX_PROBLEMS).map((key) => unknownKey(issue.path, key, context))
        : [valueProblem(issue, context)],
    );
}

function unknownKey(path: ValuePath, key: string, { schema, source }: IssueContext): Problem {
  const known = keysAt(schema, path);
  const nearest = nearestName(key, known);
  const where = path.length === 0 ? "at the top" : `in ${pathText(path)}`;
  const keyPath = [...path, key];
  return problemAt(keyPath, source.keyAt(keyPath), {
    rule: "unknown-key",
    message: `there is no key ${JSON.stringify(key.slice(0, 80))} ${where}`,
    hint:
      nearest === undefined ? `Known keys: ${known.join(", ")}.` : `Did you mean ${JSON.stringify(nearest)}?`,
  });
}

function valueProblem(issue: z.core.$ZodIssue, context: IssueContext): Problem {
  const { path } = issue;
  const value = valueAt(context.value, path);
  if (value === undefined)
    return problemAt(path, context.source.keyAt(path), {
      rule: "missing",
      message: `${pathText(path)} is missing`,
      hint: descriptionOf(path, context),
    });
  const { rule, hint } = explained(issue, path.length === 1 ? shorthandWords(String(path[0])) : "");
  const message = `${pathText(path)} is ${shown(value)}`;
  return problemAt(path, context.source.valueAt(path), { rule, message, hint });
}

/** Which rule an issue broke, and what is allowed in place of the value. */
function explained(
  issue: z.core.$ZodIssue,
  orElse: string,
): { readonly rule: string; readonly hint: string } {
  switch (issue.code) {
    case "invalid_type":
      return {
        rule: "wrong-type",
        hint: `It must be ${TYPE_WORDS[issue.expected] ?? issue.expected}${orElse}.`,
      };
    case "invalid_value":
      return { rule: "not-allowed", hint: `It must be one of ${issue.values.map(String).join(", ")}.` };
    case "too_small":
      return {
        rule: "too-small",
        hint: `It must be at least ${String(issue.minimum)}${unitOf(issue.origin)}.`,
      };
    case "too_big":
      return { rule: "too-big", hint: `It must be at most ${String(issue.maximum)}${unitOf(issue.origin)}.` };
    case "invalid_key":
      return { rule: "bad-format", hint: "This key has a form that is not allowed here." };
    default:
      return { rule: "bad-format", hint: `It must be ${issue.message}.` };
  }
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "a mapping of keys",
  record: "a mapping of keys",
  array: "a list",
};

function unitOf(origin: string): string {
  if (origin === "string") return " characters long";
  return origin === "array" ? " items long" : "";
}

function descriptionOf(path: ValuePath, { schema }: IssueContext): string {
  const found = schemaAt(schema, path);
  const description = found === undefined ? undefined : descriptionIn(found);
  return description ?? "Add it.";
}

function descriptionIn(schema: z.core.$ZodType): string | undefined {
  return "description" in schema && typeof schema.description === "string" ? schema.description : undefined;
}

function valueAt(value: unknown, path: ValuePath): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== "object" || found === null) return undefined;
    found = Reflect.get(found, step);
  }
  return found;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "a mapping of keys";
  if (value === null) return "empty";
  if (typeof value === "string") return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  return JSON.stringify(value) ?? typeof value;
}
