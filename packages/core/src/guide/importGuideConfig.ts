import { commentedYaml } from "../project/commentedYaml.ts";
import { projectProblems } from "../project/loadProject.ts";
import type { Problem } from "../text/problem.ts";
import { GUIDE_KEYS, GUIDE_PREREQUISITES_STACK, type GuideKey } from "./guideKeys.ts";
import { guideConfigInvalid, readGuideConfig, type GuideConfig } from "./readGuideConfig.ts";

export interface ImportedProject {
  /** A project file that `loadProject` takes, with a comment beside each value on where it comes from. */
  readonly projectText: string;
  /** Keys of the config.yaml that mean nothing to trainyard; they stand at the end of the text. */
  readonly unknownKeys: readonly string[];
}

/**
 * Makes a project file of the guide's config.yaml.
 * @throws {TrainyardError} `GUIDE_CONFIG_INVALID` or `PLACEHOLDER_LEFT` with all problems in `details.problems`.
 */
export function importGuideConfig(text: string, fileName = "config.yaml"): ImportedProject {
  const config = readGuideConfig(text, fileName);
  const projectText = projectTextOf(config, fileName);
  const problems = projectProblems(projectText).map((problem) => inGuideTerms(problem, config));
  if (problems.length > 0) throw guideConfigInvalid(problems, fileName);
  return { projectText, unknownKeys: Object.keys(config.unknown) };
}

/** A value of the project, with the place that it comes from. */
interface Entry {
  readonly path: readonly [string] | readonly [string, string];
  readonly value: string | number | boolean;
  readonly because: string;
}

function projectTextOf(config: GuideConfig, fileName: string): string {
  const entries = [
    ...GUIDE_KEYS.flatMap((guideKey) => guideEntry(guideKey, config)),
    ...impliedEntries(config),
  ];
  const project: Record<string, Entry["value"] | Record<string, Entry["value"]>> = {};
  for (const { path, value } of entries) {
    const [key, subKey] = path;
    if (subKey === undefined) project[key] = value;
    else project[key] = { ...asSection(project[key]), [subKey]: value };
  }
  return commentedYaml(project, {
    comments: entries.map(({ path, because }) => ({ path, text: because })),
    header: [`Project file of trainyard, imported from the guide's ${fileName}.`],
    footer: [
      ...listed(
        "Outputs of the prerequisites stack in that file; trainyard reads them from the stack:",
        config.stackOutputs,
      ),
      ...listed("Keys in that file that trainyard does not know:", config.unknown),
    ],
  });
}

function guideEntry({ key, path, type }: GuideKey, { values }: GuideConfig): readonly Entry[] {
  const given = values[key];
  if (given === undefined) return [];
  const value = type === "whole-number" && /^\d+$/.test(given) ? Number(given) : given;
  return [{ path, value, because: key }];
}

/** What the guide says by leaving a key out. */
function impliedEntries({ values, stackOutputs }: GuideConfig): readonly Entry[] {
  const has = (key: string) => values[key] !== undefined;
  const market: Entry = {
    path: ["capacity", "market"],
    value: "on-demand",
    because: "no CAPACITY_RESERVATION_ID is given",
  };
  const noData: Entry = { path: ["data", "enabled"], value: false, because: "no DATA_BUCKET_NAME is given" };
  const stack: Entry = {
    path: ["network", "prerequisitesStack"],
    value: GUIDE_PREREQUISITES_STACK,
    because: "the guide's name: outputs of a stack are given, but no STACK_ID_VPC",
  };
  return [
    ...(has("CAPACITY_RESERVATION_ID") ? [] : [market]),
    ...(has("DATA_BUCKET_NAME") ? [] : [noData]),
    ...(has("STACK_ID_VPC") || Object.keys(stackOutputs).length === 0 ? [] : [stack]),
  ];
}

function asSection(
  value: Entry["value"] | Record<string, Entry["value"]> | undefined,
): Record<string, Entry["value"]> {
  return typeof value === "object" ? value : {};
}

function listed(title: string, values: Readonly<Record<string, string>>): readonly string[] {
  const lines = Object.entries(values).map(([key, value]) => `  ${key}: ${value}`);
  return lines.length === 0 ? [] : [title, ...lines];
}

/** A problem of the project that was made, told of the guide's key that it comes from. */
function inGuideTerms(problem: Problem, { values, source }: GuideConfig): Problem {
  const guideKey = GUIDE_KEYS.find(({ path }) => path.join(".") === problem.path);
  if (guideKey === undefined) return { ...problem, ...source.valueAt([]) };
  const { key } = guideKey;
  const given = values[key];
  if (given === undefined)
    return { ...problem, path: key, message: `${key} is missing`, ...source.valueAt([]) };
  return { ...problem, path: key, message: `${key}: ${problem.message}`, ...source.valueAt([key]) };
}
