import type { Problem } from "../../text/problem.ts";
import type { ParallelClusterVersion } from "../versions.ts";
import { formatPath, isConfigMap, type ConfigMap } from "../yaml/configValue.ts";
import { readConfigText, type ConfigDocument } from "../yaml/readConfigText.ts";
import type { SectionValue } from "./field.ts";
import { fillDefaults } from "./fillDefaults.ts";
import { checkInstanceTypesData } from "./instanceTypesData.ts";
import { createLoadContext, MAX_CONFIG_VALUES } from "./createLoadContext.ts";
import { ConfigTooLarge, type LoadContext, type SchemaFinding } from "./loadContext.ts";
import { loadSection } from "./loadSection.ts";
import { clusterSection } from "./sections/cluster.ts";

/** A configuration that the schema accepts, with every default filled in. */
export type ClusterConfig = SectionValue<typeof clusterSection>;

/** How far the official command would get: the text, the schema, its own model. */
export type LoadPhase = "parse" | "schema" | "failure";

export type LoadedConfig =
  | { readonly kind: "loaded"; readonly config: ClusterConfig; readonly document: ConfigDocument }
  | {
      readonly kind: "refused";
      readonly phase: LoadPhase;
      readonly problems: readonly Problem[];
      readonly document?: ConfigDocument;
    };

/** Reads a configuration text and applies the schema of a version. Reports all problems; never throws. */
export function loadClusterConfig(text: string, version: ParallelClusterVersion): LoadedConfig {
  const read = readConfigText(text);
  if (read.kind === "refused") return { ...read, phase: "parse" };
  const { document } = read;
  const context = createLoadContext(version);
  context.failures.push(...checkInstanceTypesData(document.root, version));
  try {
    const loaded = loadSection(clusterSection, document.root, [], context);
    const phase =
      context.failures.length > 0 ? "failure" : context.findings.length > 0 ? "schema" : undefined;
    if (phase !== undefined)
      return { kind: "refused", phase, problems: toProblems(context, document), document };
    return { kind: "loaded", config: filledConfig(loaded.value, context), document };
  } catch (error) {
    if (!(error instanceof ConfigTooLarge)) throw error;
    const message = `The configuration unfolds to more than ${MAX_CONFIG_VALUES} values.`;
    const problem = {
      rule: "size",
      path: "",
      message,
      hint: "Write fewer aliases.",
      ...document.locate([], "value"),
    };
    return { kind: "refused", phase: "failure", problems: [problem], document };
  }
}

function filledConfig(value: ConfigMap, context: LoadContext): ClusterConfig {
  const filled: unknown = fillDefaults(clusterSection, value, context.schema);
  if (!isClusterConfig(filled)) throw new TypeError("a loaded configuration is a map");
  return filled;
}

/** The schema has checked every key by now; the types follow from the same table. */
function isClusterConfig(value: unknown): value is ClusterConfig {
  return isConfigMap(value);
}

/** Problems in the order of the text; equal places keep the order of the schema. */
function toProblems(context: LoadContext, document: ConfigDocument): readonly Problem[] {
  return [...context.failures, ...context.findings]
    .map((finding) => toProblem(finding, document))
    .sort((a, b) => a.position.line - b.position.line || a.position.column - b.position.column);
}

function toProblem(finding: SchemaFinding, document: ConfigDocument): Problem {
  const { rule, path, part, message, hint } = finding;
  return { rule, path: formatPath(path), message, hint, ...document.locate(finding.at ?? path, part) };
}
