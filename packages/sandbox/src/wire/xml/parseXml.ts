import type { XmlElement } from "./XmlElement.ts";

interface OpenElement {
  readonly qualifiedName: string;
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

const DEEPEST_ELEMENT = 100;
const TAG = /^([A-Za-z_][\w.:-]*)((?:\s+[A-Za-z_][\w.:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)$/;
const ATTRIBUTE = /([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

/**
 * Parses the XML that AWS clients send. Document types and their entities are refused, so that nothing outside
 * the body is ever read or expanded.
 * @returns undefined when the text is not well-formed.
 */
export function parseXml(text: string): XmlElement | undefined {
  const open: OpenElement[] = [openElement("", "")];
  let position = 0;
  while (position < text.length) {
    const current = open.at(-1);
    if (current === undefined) return undefined;
    const start = text.indexOf("<", position);
    const characters = decodeEntities(text.slice(position, start < 0 ? text.length : start));
    if (characters === undefined) return undefined;
    current.text += characters;
    if (start < 0) break;
    const next = readMarkup(text, start, open);
    if (next === undefined) return undefined;
    position = next;
  }
  const [document] = open;
  if (document === undefined || open.length !== 1) return undefined;
  return document.children.length === 1 && document.text.trim() === "" ? document.children[0] : undefined;
}

/** Reads what begins with `<` at `start` and answers where it ends; undefined when it is not well-formed. */
function readMarkup(text: string, start: number, open: OpenElement[]): number | undefined {
  if (text.startsWith("<?", start)) return endOf(text, "?>", start);
  if (text.startsWith("<!--", start)) return endOf(text, "-->", start);
  if (text.startsWith("<![CDATA[", start)) {
    const end = endOf(text, "]]>", start);
    const current = open.at(-1);
    if (end === undefined || current === undefined) return undefined;
    current.text += text.slice(start + "<![CDATA[".length, end - "]]>".length);
    return end;
  }
  const end = endOf(text, ">", start);
  if (end === undefined) return undefined;
  const inside = text.slice(start + 1, end - 1);
  const isRead = inside.startsWith("/") ? closeElement(inside.slice(1).trim(), open) : readTag(inside, open);
  return isRead ? end : undefined;
}

function readTag(inside: string, open: OpenElement[]): boolean {
  const [, name, attributes = "", slash] = TAG.exec(inside) ?? [];
  if (name === undefined || open.length > DEEPEST_ELEMENT) return false;
  open.push(openElement(name, attributes));
  return slash === "/" ? closeElement(name, open) : true;
}

function closeElement(qualifiedName: string, open: OpenElement[]): boolean {
  const closed = open.pop();
  const parent = open.at(-1);
  if (closed === undefined || parent === undefined || closed.qualifiedName !== qualifiedName) return false;
  const { name, attributes, children, text } = closed;
  parent.children.push({ name, attributes, children, text });
  return true;
}

function openElement(qualifiedName: string, attributeText: string): OpenElement {
  const attributes = new Map<string, string>();
  for (const [, name = "", double, single] of attributeText.matchAll(ATTRIBUTE))
    attributes.set(name, decodeEntities(double ?? single ?? "") ?? "");
  return { qualifiedName, name: localName(qualifiedName), attributes, children: [], text: "" };
}

function localName(qualifiedName: string): string {
  return qualifiedName.slice(qualifiedName.indexOf(":") + 1);
}

function endOf(text: string, mark: string, from: number): number | undefined {
  const index = text.indexOf(mark, from);
  return index < 0 ? undefined : index + mark.length;
}

function decodeEntities(text: string): string | undefined {
  if (!text.includes("&")) return text;
  let isBroken = false;
  const decoded = text.replaceAll(
    /&(?:#x([\da-fA-F]{1,6})|#(\d{1,7})|(\w+));|&/g,
    (_, hex, decimal, name) => {
      const character = typeof name === "string" ? ENTITIES.get(name) : characterOf(hex, decimal);
      isBroken ||= character === undefined;
      return character ?? "";
    },
  );
  return isBroken ? undefined : decoded;
}

function characterOf(hex: unknown, decimal: unknown): string | undefined {
  const code = typeof hex === "string" ? Number.parseInt(hex, 16) : Number(decimal);
  return Number.isInteger(code) && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
