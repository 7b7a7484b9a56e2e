import type { Field, Section } from "../schema/field.ts";
import { schemaOf } from "../schema/schemas.ts";
import { clusterSection } from "../schema/sections/cluster.ts";
import type { VersionedSchema } from "../schema/versionedSchema.ts";
import type { ParallelClusterVersion } from "../versions.ts";
import { isConfigList, isConfigMap, type ConfigMap, type ConfigValue } from "../yaml/configValue.ts";
import type { ConfigChange } from "./ConfigChange.ts";
import { isEqual } from "./isEqual.ts";

/**
 * Differences between two configurations as they are written: defaults are not filled in, so writing one is a
 * change. Items of lists are paired by their key, their order does not count.
 */
export function compareConfigs(
  oldConfig: ConfigMap,
  newConfig: ConfigMap,
  version: ParallelClusterVersion,
): readonly ConfigChange[] {
  const comparison: Comparison = { schema: schemaOf(version), changes: [] };
  compareSection(clusterSection, { before: oldConfig, after: newConfig, path: [] }, comparison);
  return comparison.changes;
}

interface Comparison {
  readonly schema: VersionedSchema;
  readonly changes: ConfigChange[];
}

interface Pair {
  readonly before: ConfigMap | undefined;
  readonly after: ConfigMap | undefined;
  readonly path: readonly string[];
}

function compareSection(section: Section, pair: Pair, comparison: Comparison): void {
  for (const [key, field] of comparison.schema.section(section).fields) {
    const before = pair.before?.[key];
    const after = pair.after?.[key];
    if (field.kind === "sectionList") compareList(key, field, pair, comparison);
    else if (field.kind === "section" || field.kind === "action") {
      if (isFilled(before) && isFilled(after))
        compareNested(field, { before, after, path: [...pair.path, key] }, comparison);
      else if (isFilled(before) || isFilled(after)) compareOneSided(key, field, pair, comparison);
    } else if (!isEqual(before ?? null, after ?? null))
      comparison.changes.push(changeOf(key, field, pair.path, { before, after }));
  }
}

function compareNested(field: Field, pair: Pair, comparison: Comparison): void {
  if (field.kind === "action") compareAction(field, pair, comparison);
  else if (field.section !== undefined) compareSection(field.section, pair, comparison);
}

/** A section on one side only is one change, unless its policy leaves the decision to its keys. */
function compareOneSided(key: string, field: Field, pair: Pair, comparison: Comparison): void {
  const before = pair.before?.[key];
  const after = pair.after?.[key];
  if (field.policy === "IGNORED") {
    const sides = {
      before: isConfigMap(before) ? before : undefined,
      after: isConfigMap(after) ? after : undefined,
    };
    compareNested(field, { ...sides, path: [...pair.path, key] }, comparison);
    return;
  }
  const sides = { before: isFilled(before) ? before : undefined, after: isFilled(after) ? after : undefined };
  comparison.changes.push(changeOf(key, field, pair.path, sides));
}

function compareList(key: string, field: Field, pair: Pair, comparison: Comparison): void {
  const { section } = field;
  const itemKey = field.itemKey ?? "Name";
  const before = itemsOf(pair.before?.[key]);
  const paired = new Set<ConfigMap>();
  for (const after of itemsOf(pair.after?.[key])) {
    const same = before.find((item) => isEqual(item[itemKey] ?? null, after[itemKey] ?? null));
    if (same === undefined)
      comparison.changes.push({
        ...changeOf(key, field, pair.path, { before: undefined, after }),
        isListItem: true,
      });
    else {
      paired.add(same);
      const path = [...pair.path, `${key}[${nameOf(after[itemKey])}]`];
      if (section !== undefined) compareSection(section, { before: same, after, path }, comparison);
    }
  }
  for (const item of before)
    if (!paired.has(item))
      comparison.changes.push({
        ...changeOf(key, field, pair.path, { before: item, after: undefined }),
        isListItem: true,
      });
}

/** A script and a sequence are two forms of one action: a switch between them is a change of the whole action. */
function compareAction(field: Field, { before, after, path }: Pair, comparison: Comparison): void {
  const old = scriptOf(before);
  const requested = scriptOf(after);
  const switched = old.key !== requested.key;
  const place = switched ? path.slice(0, -1) : path;
  const compared = switched
    ? [
        {
          key: path.at(-1) ?? "",
          before: { [old.key]: old.value ?? null },
          after: { [requested.key]: requested.value ?? null },
        },
      ]
    : [{ key: old.key, before: old.value, after: requested.value }];
  for (const { key, ...sides } of [
    ...compared,
    { key: "Args", before: before?.["Args"], after: after?.["Args"] },
  ])
    if (!isEqual(sides.before ?? null, sides.after ?? null))
      comparison.changes.push(changeOf(key, field, place, sides));
}

function scriptOf(action: ConfigMap | undefined): {
  readonly key: string;
  readonly value: ConfigValue | undefined;
} {
  const script = action?.["Script"] ?? undefined;
  const sequence = action?.["Sequence"];
  return script === undefined && isConfigList(sequence) && sequence.length > 0
    ? { key: "Sequence", value: sequence }
    : { key: "Script", value: script };
}

function changeOf(
  key: string,
  field: Field,
  path: readonly string[],
  sides: { readonly before: ConfigValue | undefined; readonly after: ConfigValue | undefined },
): ConfigChange {
  return {
    path,
    key,
    oldValue: sides.before ?? undefined,
    newValue: sides.after ?? undefined,
    isListItem: false,
    policy: field.policy,
    field,
  };
}

function isFilled(value: ConfigValue | undefined): value is ConfigMap {
  return isConfigMap(value) && Object.keys(value).length > 0;
}

function itemsOf(value: ConfigValue | undefined): readonly ConfigMap[] {
  return isConfigList(value) ? value.filter(isConfigMap) : [];
}

function nameOf(value: ConfigValue | undefined): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "None";
}
