import { Document, isMap, isScalar, visit } from "yaml";
import type { Template } from "./Template.ts";

const KEY_ORDER = [
  "AWSTemplateFormatVersion",
  "Description",
  "Metadata",
  "Parameters",
  "Mappings",
  "Conditions",
  "Resources",
  "Outputs",
] as const;

/** How a template is written out. */
export interface TemplateFormat {
  readonly format: "yaml" | "json";
  /** Lines above a YAML text, without `#`. JSON has none. */
  readonly header?: readonly string[];
}

/** Writes a template; the same template gives the same text, byte for byte. */
export function renderTemplate(template: Template, { format, header = [] }: TemplateFormat): string {
  const ordered = Object.fromEntries(
    KEY_ORDER.filter((key) => template[key] !== undefined).map((key) => [key, template[key]]),
  );
  if (format === "json") return `${JSON.stringify(ordered, undefined, 2)}\n`;
  const document = new Document(ordered, { aliasDuplicateObjects: false });
  if (header.length > 0) document.commentBefore = header.map((line) => ` ${line}`).join("\n");
  compactIntrinsics(document);
  return document.toString({ lineWidth: 120, flowCollectionPadding: true });
}

/** `{ Ref: VPC }` reads better on one line than on two. */
function compactIntrinsics(document: Document): void {
  visit(document, {
    Map(_key, node) {
      const [only, ...others] = node.items;
      if (others.length > 0 || only === undefined || !isScalar(only.key)) return;
      const name = String(only.key.value);
      if ((name === "Ref" || name.startsWith("Fn::")) && !isMap(only.value)) node.flow = true;
    },
  });
}
