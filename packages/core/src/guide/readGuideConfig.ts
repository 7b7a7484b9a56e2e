import { TrainyardError } from "../errors/TrainyardError.ts";
import { placeholderProblems } from "../project/placeholders.ts";
import { problemAt } from "../project/problemAt.ts";
import { readYaml } from "../project/readYaml.ts";
import type { SourceMap } from "../project/SourceMap.ts";
import type { Problem } from "../text/problem.ts";
import { GUIDE_KEYS, NONE_WORDS, OUTPUT_KEYS } from "./guideKeys.ts";

/** The guide's flat config.yaml, sorted by what its keys are. */
export interface GuideConfig {
  /** Values by the guide's key (never its alias); what the guide marks as none is left out. */
  readonly values: Readonly<Record<string, string>>;
  /** Outputs of the prerequisites stack that were merged in, by their keys. */
  readonly stackOutputs: Readonly<Record<string, string>>;
  /** Keys that are neither, in the text's order. */
  readonly unknown: Readonly<Record<string, string>>;
  readonly source: SourceMap;
}

const EXAMPLE = "It has lines like `CLUSTER_NAME: ml-cluster`; step 2 of the guide shows a whole one.";

/**
 * Reads the guide's config.yaml.
 * @throws {TrainyardError} `GUIDE_CONFIG_INVALID` with all problems at once in `details.problems`;
 * `PLACEHOLDER_LEFT` when placeholders are the only ones.
 */
export function readGuideConfig(text: string, fileName = "config.yaml"): GuideConfig {
  const reading = readYaml(text, { what: "guide's config.yaml", example: EXAMPLE });
  if (!reading.ok) throw guideConfigInvalid(reading.problems, fileName);
  const { value, source } = reading;
  const given = Object.entries(value).filter(([, item]) => item !== null && !isNone(item));
  const problems = [
    ...placeholderProblems(Object.fromEntries(given), source),
    ...given.filter(([, item]) => textOf(item) === undefined).map(([key]) => notAValue(key, source)),
  ];
  if (problems.length > 0) throw guideConfigInvalid(problems, fileName);
  const texts = new Map(given.map(([key, item]) => [key, textOf(item) ?? ""]));
  return { ...sorted(texts), source };
}

function sorted(texts: ReadonlyMap<string, string>): Omit<GuideConfig, "source"> {
  const values: Record<string, string> = {};
  for (const { key, alias } of GUIDE_KEYS) {
    const value = texts.get(key) ?? (alias === undefined ? undefined : texts.get(alias));
    if (value !== undefined) values[key] = value;
  }
  const known = new Set(GUIDE_KEYS.flatMap(({ key, alias }) => (alias === undefined ? [key] : [key, alias])));
  const others = [...texts].filter(([key]) => !known.has(key));
  return {
    values,
    stackOutputs: Object.fromEntries(others.filter(([key]) => OUTPUT_KEYS.has(key))),
    unknown: Object.fromEntries(others.filter(([key]) => !OUTPUT_KEYS.has(key))),
  };
}

export function guideConfigInvalid(problems: readonly Problem[], fileName: string): TrainyardError {
  const onlyPlaceholders = problems.every(({ rule }) => rule === "placeholder");
  const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
  return new TrainyardError(
    onlyPlaceholders ? "PLACEHOLDER_LEFT" : "GUIDE_CONFIG_INVALID",
    `${fileName} has ${count}`,
    {
      hint: `Mend ${problems.length === 1 ? "it" : "them"} and import the file again.`,
      details: { fileName, problems },
    },
  );
}

function isNone(value: unknown): boolean {
  return typeof value === "string" && NONE_WORDS.includes(value);
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

function notAValue(key: string, source: SourceMap): Problem {
  return problemAt([key], source.valueAt([key]), {
    rule: "wrong-type",
    message: `${key} is not a single value`,
    hint: "The guide's config.yaml is flat: each key has one text or number.",
  });
}
