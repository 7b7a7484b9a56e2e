import { isConfigList, type ConfigPath, type ConfigValue } from "../yaml/configValue.ts";
import type { ParallelClusterVersion } from "../versions.ts";
import type { Section } from "./field.ts";
import { loadField } from "./loadField.ts";
import { createLoadContext } from "./createLoadContext.ts";
import type { LoadContext } from "./loadContext.ts";
import { loadSection, loadSectionList } from "./loadSection.ts";
import { clusterSection } from "./sections/cluster.ts";

export interface FragmentOptions {
  readonly version: ParallelClusterVersion;
  /** What is missing is not reported. */
  readonly partial?: boolean;
  /** The fragment is a list of such sections. */
  readonly many?: boolean;
}

export interface FragmentVerdict {
  /** Paths inside the fragment that the schema refuses, one per message. */
  readonly refused: readonly ConfigPath[];
  /** The schema accepts it, but the official command fails on it. */
  readonly failed: boolean;
}

/**
 * Applies the schema to a part of a configuration, named as `Scheduling.SlurmQueues[].Networking`.
 * Undefined when the version has no such section.
 */
export function loadFragment(
  name: string,
  fragment: ConfigValue,
  options: FragmentOptions,
): FragmentVerdict | undefined {
  const context = createLoadContext(options.version, options.partial === true);
  if (!applySection(name, fragment, options.many === true, context)) return undefined;
  return { refused: context.findings.map(({ path }) => path), failed: context.failures.length > 0 };
}

function applySection(name: string, fragment: ConfigValue, many: boolean, context: LoadContext): boolean {
  let section: Section = clusterSection;
  const steps = name === "(root)" || name === "" ? [] : name.replaceAll("[]", "").split(".");
  for (const step of steps) {
    const field = context.schema.section(section).fields.get(step);
    if (field?.kind === "action") {
      loadField(field, fragment, { path: [], context });
      return true;
    }
    if (field?.section === undefined) return false;
    section = field.section;
  }
  if (many && isConfigList(fragment)) loadSectionList(section, fragment, [], context);
  else loadSection(section, fragment, [], context);
  return true;
}
