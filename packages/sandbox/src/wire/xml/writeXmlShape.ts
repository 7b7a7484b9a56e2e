import type { ListShape, MapShape, Member, Shape, StructureShape } from "../models/Shape.ts";
import { plainText, scalarToText } from "../scalars.ts";
import { isRecord } from "../setMember.ts";
import { escapeXml } from "./escapeXml.ts";

/** The body members of a structure as XML elements. */
export function writeXmlMembers(shape: StructureShape, value: unknown): string {
  if (!isRecord(value)) return "";
  let xml = "";
  for (const member of shape.members) {
    if (member.binding.place !== "body" || member.xmlAttribute) continue;
    const memberValue = value[member.name];
    if (memberValue !== undefined && memberValue !== null) xml += writeXmlMember(member, memberValue);
  }
  return xml;
}

/** One member as an element (or several, when it is a flattened list). */
export function writeXmlMember(member: Member, value: unknown): string {
  const name = member.xmlName ?? member.name;
  const shape = member.target;
  if (shape.kind === "list" && member.xmlFlattened) return writeElements(shape, value, name);
  if (shape.kind === "map" && member.xmlFlattened) return writeEntries(shape, value, name);
  return writeXmlElement(name, shape, value, namespaceOf(member));
}

/** An element of any shape. @param attributes - text of attributes, with a space before each. */
export function writeXmlElement(name: string, shape: Shape, value: unknown, attributes = ""): string {
  const content = writeContent(shape, value);
  const allAttributes = attributes + attributesOf(shape, value);
  return content === "" ? `<${name}${allAttributes}/>` : `<${name}${allAttributes}>${content}</${name}>`;
}

function writeContent(shape: Shape, value: unknown): string {
  switch (shape.kind) {
    case "structure":
    case "union":
      return writeXmlMembers(shape, value);
    case "list":
      return writeElements(shape, value, shape.element.xmlName ?? "member");
    case "map":
      return writeEntries(shape, value, "entry");
    default:
      return escapeXml(scalarToText(shape, value, "date-time"));
  }
}

function writeElements(shape: ListShape, value: unknown, name: string): string {
  if (!Array.isArray(value)) return "";
  const target = shape.element.target;
  const attributes = namespaceOf(shape.element);
  let xml = "";
  for (const element of value) xml += writeXmlElement(name, target, element, attributes);
  return xml;
}

function writeEntries(shape: MapShape, value: unknown, name: string): string {
  if (!isRecord(value)) return "";
  const keyName = shape.key.xmlName ?? "key";
  const valueName = shape.value.xmlName ?? "value";
  let xml = "";
  for (const [key, element] of Object.entries(value)) {
    if (element === undefined) continue;
    xml += `<${name}><${keyName}>${escapeXml(key)}</${keyName}>`;
    xml += `${writeXmlElement(valueName, shape.value.target, element)}</${name}>`;
  }
  return xml;
}

function attributesOf(shape: Shape, value: unknown): string {
  if ((shape.kind !== "structure" && shape.kind !== "union") || !isRecord(value)) return "";
  let attributes = "";
  for (const member of shape.members) {
    if (!member.xmlAttribute) continue;
    const memberValue = value[member.name];
    if (memberValue !== undefined)
      attributes += ` ${member.xmlName ?? member.name}="${escapeXml(plainText(memberValue))}"`;
  }
  return attributes;
}

function namespaceOf(member: Member): string {
  if (member.xmlNamespace === undefined) return "";
  const [prefix = "", uri = ""] = member.xmlNamespace.split("|");
  return uri === "" ? ` xmlns="${escapeXml(prefix)}"` : ` xmlns:${prefix}="${escapeXml(uri)}"`;
}
