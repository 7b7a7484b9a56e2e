import { isMapping } from "./readYaml.ts";
import { mappingSchema } from "./projectJsonSchema.ts";

type SchemaNode = Readonly<Record<string, unknown>>;

const INTRODUCTION = `# The project file

<!-- Generated from packages/core/src/project; change the schema there and run \`npm run generate -- --docs\`. -->

\`trainyard.yaml\` describes one training cluster. The smallest useful file:

\`\`\`yaml
name: ml-cluster
region: us-west-2
capacity: { reservation: cr-0123456789abcdef0 }
\`\`\`

A key that is left out has the value of the reference architecture, shown below as its default. Unknown keys are
errors. Units are part of a key's name.
`;

const MERGE_RULE = `
## How \`cluster\` is laid over the generated configuration

- Mappings are merged key by key; \`null\` removes a key.
- A list is merged item by item when all items of both lists are mappings with a \`Name\` (queues, compute resources,
  storage) or with a \`Key\` (tags). Items of a name that is new stand at the end.
- Any other list or value replaces what was generated.

\`\`\`yaml
cluster:
  HeadNode: { Dcv: { Enabled: true } }
  Scheduling:
    SlurmQueues:
      - Name: compute-gpu
        HealthChecks: { Gpu: { Enabled: true } }
\`\`\`
`;

/** The reference page of the project file, as Markdown: one section per top-level key, one row per key. */
export function projectReferencePage(): string {
  const schema: SchemaNode = mappingSchema();
  const required = textsIn(schema["required"]);
  const sections = Object.entries(propertiesOf(schema)).map(([key, node]) =>
    section(key, node, required.includes(key)),
  );
  return `${INTRODUCTION}\n${sections.join("\n")}${MERGE_RULE}`;
}

function section(key: string, node: SchemaNode, required: boolean): string {
  const rows = rowsOf(node, "");
  const head = `## \`${key}\`${required ? " (required)" : ""}\n\n${descriptionOf(node)}\n`;
  if (rows.length === 0) return `${head}\n${factsOf(node)}\n`;
  const table = ["| key | value | default | meaning |", "| --- | --- | --- | --- |", ...rows];
  return `${head}\n${table.join("\n")}\n`;
}

/** One table row per key below a node, sub-keys with their path. */
function rowsOf(node: SchemaNode, path: string): readonly string[] {
  const items = isMapping(node["items"]) ? node["items"] : undefined;
  const holder = items !== undefined && Object.keys(propertiesOf(items)).length > 0 ? items : node;
  const prefix = holder === node ? path : `${path}[]`;
  const required = textsIn(holder["required"]);
  const rows: string[] = [];
  for (const [key, child] of Object.entries(propertiesOf(holder))) {
    const childPath = prefix === "" ? key : `${prefix}.${key}`;
    const cells = [
      `\`${childPath}\``,
      valueOf(child),
      defaultOf(child, required.includes(key)),
      descriptionOf(child),
    ];
    rows.push(`| ${cells.map(cell).join(" | ")} |`, ...rowsOf(child, childPath));
  }
  return rows;
}

function factsOf(node: SchemaNode): string {
  const fallback = defaultOf(node, false);
  return `Value: ${valueOf(node)}.${fallback === "" ? "" : ` Default: ${fallback}.`}`;
}

function valueOf(node: SchemaNode): string {
  const allowed = node["enum"];
  if (Array.isArray(allowed)) return [...new Set(allowed.map((value) => `\`${String(value)}\``))].join(", ");
  if (node["type"] === "array")
    return `list of ${isMapping(node["items"]) ? valueOf(node["items"]) : "values"}`;
  if (node["type"] === "object") return "mapping";
  if (node["type"] === "integer") return rangeOf(node);
  if (typeof node["patternErrorMessage"] === "string")
    return node["patternErrorMessage"].replace(/^It must be /, "").replace(/\.$/, "");
  return node["type"] === "boolean" ? "`true`, `false`" : plainType(node["type"]);
}

function plainType(type: unknown): string {
  return type === "string" ? "text" : typeof type === "string" ? type : "any value";
}

function rangeOf({ minimum, maximum }: SchemaNode): string {
  return `${String(minimum)} to ${String(maximum)}`;
}

function defaultOf(node: SchemaNode, required: boolean): string {
  if (required) return "required";
  const value = node["default"];
  if (value === undefined || (isMapping(value) && Object.keys(value).length === 0)) return "";
  return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}

function descriptionOf(node: SchemaNode): string {
  return typeof node["description"] === "string" ? node["description"] : "";
}

function propertiesOf(node: SchemaNode): Readonly<Record<string, SchemaNode>> {
  const properties = node["properties"];
  if (!isMapping(properties)) return {};
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, isMapping(value) ? value : {}]),
  );
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** A bar would end the table's cell. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
