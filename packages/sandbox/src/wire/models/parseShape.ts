import type { HttpBinding, Member, Shape, SimpleShape, TimestampFormat } from "./Shape.ts";

const SIMPLE_SHAPES: ReadonlyMap<string, SimpleShape> = new Map([
  ["S", simple("string")],
  ["N", simple("number")],
  ["B", simple("boolean")],
  ["T", simple("timestamp")],
  ["T5", simple("timestamp", "date-time")],
  ["T6", simple("timestamp", "http-date")],
  ["T7", simple("timestamp", "epoch-seconds")],
  ["D", simple("document")],
  ["I", simple("bigint")],
  ["F", simple("decimal")],
  ["X", simple("blob")],
  ["Z", simple("stream")],
  ["U", simple("unit")],
]);

/** Answers the shape of a reference, a number of a line or a letter. */
export type ShapeLookup = (reference: string) => Shape;

/** The lookup over the lines of a service in the models file; every shape is read once, when it is first used. */
export function createShapeLookup(lines: readonly string[]): ShapeLookup {
  const shapes = new Map<string, Shape>(SIMPLE_SHAPES);
  const lookup: ShapeLookup = (reference) => {
    const known = shapes.get(reference);
    if (known !== undefined) return known;
    const line = lines[Number(reference)];
    if (line === undefined) throw new Error(`the models file has no shape ${reference}`);
    const shape = parseShape(line, lookup);
    shapes.set(reference, shape);
    return shape;
  };
  return lookup;
}

/** Reads one line: `s Name|XmlName requiredCount member…`, `l Name element`, or `m Name key value`. */
function parseShape(line: string, lookup: ShapeLookup): Shape {
  const [kind = "", names = "", ...rest] = line.split(" ");
  const [name = "", xmlName = name] = names.split("|");
  switch (kind) {
    case "s":
    case "u": {
      const requiredCount = Number(rest[0]);
      const members = rest.slice(1).map((text, index) => parseMember(text, index < requiredCount, lookup));
      const membersByName = new Map(members.map((member) => [member.name, member]));
      const parts = { name, xmlName, members, membersByName };
      return kind === "u" ? { kind: "union", ...parts } : { kind: "structure", ...parts };
    }
    case "l":
      return { kind: "list", element: parseMember(`member,${rest[0] ?? ""}`, false, lookup) };
    case "m":
      return {
        kind: "map",
        key: parseMember(`key,${rest[0] ?? ""}`, false, lookup),
        value: parseMember(`value,${rest[1] ?? ""}`, false, lookup),
      };
    default:
      throw new Error(`the models file has an unknown kind of shape: ${line.slice(0, 40)}`);
  }
}

function parseMember(text: string, required: boolean, lookup: ShapeLookup): Member {
  const [name = "", reference = "", ...traitTexts] = text.split(",");
  const traits = new Map(traitTexts.map(splitTrait));
  const usualEc2 = traits.has("e");
  return {
    name,
    get target() {
      return lookup(reference);
    },
    required,
    xmlName: usualEc2 ? lowerFirst(name) : traits.get("x"),
    ec2QueryName: usualEc2 ? name : traits.get("q"),
    xmlFlattened: traits.has("f"),
    xmlAttribute: traits.has("A"),
    xmlNamespace: traits.get("n"),
    binding: bindingOf(traits),
  };
}

function splitTrait(text: string): [string, string] {
  const equals = text.indexOf("=");
  return equals < 0 ? [text, ""] : [text.slice(0, equals), text.slice(equals + 1)];
}

function bindingOf(traits: ReadonlyMap<string, string>): HttpBinding {
  if (traits.has("L")) return { place: "label" };
  if (traits.has("p") || traits.has("E")) return { place: "payload" };
  if (traits.has("c")) return { place: "status" };
  if (traits.has("Q")) return { place: "query-map" };
  const query = traits.get("y");
  if (query !== undefined) return { place: "query", name: query };
  const header = traits.get("h");
  if (header !== undefined) return { place: "header", name: header.toLowerCase() };
  const prefix = traits.get("P");
  if (prefix !== undefined) return { place: "header-map", prefix: prefix.toLowerCase() };
  return { place: "body" };
}

function simple(kind: SimpleShape["kind"], timestampFormat: TimestampFormat = "default"): SimpleShape {
  return { kind, timestampFormat };
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
