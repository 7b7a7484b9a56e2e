import type { ListShape, MapShape, Member, Shape, StructureShape } from "../models/Shape.ts";
import type { Path, Refusals } from "../Refusals.ts";
import { scalarFromText } from "../scalars.ts";
import { setMember } from "../setMember.ts";
import type { XmlElement } from "./XmlElement.ts";

/**
 * Reads the body members of a structure from an element. The parser bounds the nesting.
 * @throws {AwsError} in the protocol's words, for a wrong type or an element that the shape does not have.
 */
export function readXmlStructure(
  shape: StructureShape,
  element: XmlElement,
  path: Path,
  refusals: Refusals,
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  const members = shape.members.filter((member) => member.binding.place === "body");
  for (const member of members) {
    if (member.xmlAttribute) {
      const attribute = element.attributes.get(member.xmlName ?? member.name);
      if (attribute !== undefined) setMember(read, member.name, attribute);
      continue;
    }
    const children = element.children.filter(({ name }) => name === (member.xmlName ?? member.name));
    if (children.length > 0)
      setMember(read, member.name, readXmlMember(member, children, [...path, member.name], refusals));
  }
  const known = new Set(members.map((member) => member.xmlName ?? member.name));
  const unknown = element.children.find(({ name }) => !known.has(name));
  if (unknown !== undefined) throw refusals.unknownMember([...path, unknown.name]);
  return read;
}

function readXmlMember(
  member: Member,
  elements: readonly XmlElement[],
  path: Path,
  refusals: Refusals,
): unknown {
  const shape = member.target;
  if (shape.kind === "list" && member.xmlFlattened) return readElements(shape, elements, path, refusals);
  if (shape.kind === "map" && member.xmlFlattened) return readEntries(shape, elements, path, refusals);
  const [element] = elements;
  if (element === undefined || elements.length > 1)
    throw refusals.wrongType(path, shape.kind, "several elements");
  return readXmlShape(shape, element, path, refusals);
}

function readXmlShape(shape: Shape, element: XmlElement, path: Path, refusals: Refusals): unknown {
  switch (shape.kind) {
    case "structure":
    case "union":
      return readXmlStructure(shape, element, path, refusals);
    case "list":
      return readElements(shape, element.children, path, refusals);
    case "map":
      return readEntries(shape, element.children, path, refusals);
    default: {
      if (element.children.length > 0) throw refusals.wrongType(path, shape.kind, "a structure");
      const value = scalarFromText(shape, element.text);
      if (value === undefined) throw refusals.wrongType(path, shape.kind, element.text);
      return value;
    }
  }
}

function readElements(
  shape: ListShape,
  elements: readonly XmlElement[],
  path: Path,
  refusals: Refusals,
): unknown[] {
  return elements.map((element, index) =>
    readXmlShape(shape.element.target, element, [...path, String(index + 1)], refusals),
  );
}

function readEntries(
  shape: MapShape,
  elements: readonly XmlElement[],
  path: Path,
  refusals: Refusals,
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const entry of elements) {
    const key = entry.children.find(({ name }) => name === (shape.key.xmlName ?? "key"));
    const value = entry.children.find(({ name }) => name === (shape.value.xmlName ?? "value"));
    if (key === undefined || value === undefined) throw refusals.wrongType(path, "map", entry.name);
    setMember(read, key.text, readXmlShape(shape.value.target, value, [...path, key.text], refusals));
  }
  return read;
}
