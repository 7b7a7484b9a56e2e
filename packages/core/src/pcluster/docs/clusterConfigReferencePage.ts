import type { Field, FieldLimits, Section } from "../schema/field.ts";
import { clusterSection } from "../schema/sections/cluster.ts";
import { PARALLELCLUSTER_VERSIONS } from "../versions.ts";
import { POLICY_TEXTS } from "./describeField.ts";

const INTRODUCTION = `# The ParallelCluster configuration

<!-- Generated from packages/core/src/pcluster/schema; change the tables there and run \`npm run generate -- --docs\`. -->

What \`trainyard check --offline\` accepts, for ParallelCluster ${PARALLELCLUSTER_VERSIONS.join(" and ")}. Keys that are not
listed are errors. The column "update" says what a later change of the value needs; \`trainyard diff\` applies it.
`;

/** The reference page of the cluster configuration, as Markdown: one table per section, one row per key. */
export function clusterConfigReferencePage(): string {
  return `${INTRODUCTION}\n${sectionPages(clusterSection, "").join("\n")}`;
}

function sectionPages(section: Section, path: string): readonly string[] {
  const entries = Object.entries(section.fields);
  const rows = entries.map(([key, field]) => {
    const cells = [
      `\`${key}\``,
      valueCell(field),
      defaultCell(field),
      POLICY_TEXTS[field.policy],
      noteCell(field),
    ];
    return `| ${cells.map(escaped).join(" | ")} |`;
  });
  const page =
    rows.length === 0
      ? `## ${headingOf(path)}\n\nHas no keys.\n`
      : `## ${headingOf(path)}\n\n| key | value | default | update | notes |\n| --- | --- | --- | --- | --- |\n${rows.join("\n")}\n`;
  const children = entries.flatMap(([key, field]) =>
    field.section === undefined ? [] : sectionPages(field.section, childPath(path, key, field)),
  );
  return [page, ...children];
}

function headingOf(path: string): string {
  return path === "" ? "Top level" : `\`${path}\``;
}

function childPath(path: string, key: string, field: Field): string {
  const name = field.kind === "sectionList" ? `${key}[]` : key;
  return path === "" ? name : `${path}/${name}`;
}

const KIND_TEXTS: Readonly<Record<Field["kind"], string>> = {
  text: "text",
  integer: "whole number",
  number: "number",
  flag: "`true`, `false`",
  anything: "any value",
  textList: "list of texts",
  map: "mapping",
  mapList: "list of mappings",
  action: "`Script` and `Args`, or `Sequence` with a list of them",
  section: "section",
  sectionList: "list of sections",
};

function valueCell(field: Field): string {
  const limits = limitsText(field);
  return limits === "" ? KIND_TEXTS[field.kind] : limits;
}

function limitsText({ allowed, pattern, items, min, max, above, ...field }: FieldLimits): string {
  const parts = [
    listed(allowed),
    pattern?.says ?? "",
    items?.pattern === undefined ? "" : `list; each ${items.pattern.says}`,
    items?.allowed === undefined ? "" : `list of ${listed(items.allowed)}`,
    min !== undefined && max !== undefined ? `${min} to ${max}` : "",
    min !== undefined && max === undefined ? `from ${min}` : "",
    min === undefined && max !== undefined
      ? `${above === undefined ? "at most" : `above ${above}, at most`} ${max}`
      : "",
    lengthText(field),
  ];
  return parts.filter((part) => part !== "").join("; ");
}

function lengthText({ minLength, maxLength, length }: FieldLimits): string {
  if (length !== undefined) return `exactly ${length}`;
  if (minLength !== undefined && maxLength !== undefined) return `length ${minLength} to ${maxLength}`;
  if (maxLength !== undefined) return `length at most ${maxLength}`;
  return minLength === undefined ? "" : `at least ${minLength}`;
}

function listed(values: readonly (string | number)[] | undefined): string {
  return (values ?? []).map((value) => `\`${value}\``).join(", ");
}

function defaultCell(field: Field): string {
  if (field.required === true) return "required";
  if (field.default !== undefined)
    return `\`${typeof field.default === "object" ? JSON.stringify(field.default) : String(field.default)}\``;
  return field.defaultRule ?? "";
}

function noteCell(field: Field): string {
  const changes = (field.changes ?? []).map(({ since, policy, ...limits }) => {
    const update = policy === undefined ? "" : `update: ${POLICY_TEXTS[policy]}`;
    return `since ${since}: ${[limitsText(limits), update].filter((text) => text !== "").join("; ")}`;
  });
  const parts = [
    field.since === undefined ? "" : `since ${field.since}`,
    field.removedIn === undefined ? "" : `until ${field.removedIn}`,
    ...changes,
    field.note ?? "",
  ];
  return parts.filter((part) => part !== "").join(". ");
}

/** A bar would end the table's cell. */
function escaped(text: string): string {
  return text.replaceAll("|", "\\|");
}
