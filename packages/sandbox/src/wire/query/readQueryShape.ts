import type { ListShape, MapShape, Member, Shape, SimpleShape, StructureShape } from "../models/Shape.ts";
import type { Path, Refusals } from "../Refusals.ts";
import { scalarFromText } from "../scalars.ts";
import { setMember } from "../setMember.ts";
import type { FormNode } from "./parseForm.ts";

export interface QueryDialect {
  /** EC2's lists are always flat, and its names differ from those in XML. */
  readonly isEc2: boolean;
  readonly refusals: Refusals;
}

/**
 * Reads a structure from the parameters below a node; their number bounds the nesting.
 * @param ignored - names that are not members, such as `Action` at the top.
 * @throws {AwsError} in the protocol's words.
 */
export function readQueryStructure(
  shape: StructureShape,
  node: FormNode,
  path: Path,
  dialect: QueryDialect & { readonly ignored?: ReadonlySet<string> },
): Record<string, unknown> {
  const { isEc2, refusals, ignored } = dialect;
  const read: Record<string, unknown> = {};
  const known = new Set<string>();
  for (const member of shape.members) {
    const name = queryName(member, isEc2);
    known.add(name);
    const child = node.children.get(name);
    if (child === undefined) continue;
    setMember(read, member.name, readMember(member, child, [...path, name], { isEc2, refusals }));
  }
  for (const name of node.children.keys())
    if (!known.has(name) && ignored?.has(name) !== true) throw refusals.unknownMember([...path, name]);
  return read;
}

/** The name of a member in a request. */
export function queryName(member: Member, isEc2: boolean): string {
  if (!isEc2) return member.xmlName ?? member.name;
  return member.ec2QueryName ?? upperFirst(member.xmlName ?? member.name);
}

function readMember(member: Member, node: FormNode, path: Path, dialect: QueryDialect): unknown {
  const shape = member.target;
  const isFlat = dialect.isEc2 || member.xmlFlattened;
  switch (shape.kind) {
    case "list":
      return readList(shape, isFlat ? node : childOf(node, shape.element.xmlName ?? "member"), path, dialect);
    case "map":
      return readMap(shape, isFlat ? node : childOf(node, "entry"), path, dialect);
    default:
      return readShape(shape, node, path, dialect);
  }
}

function readShape(shape: Shape, node: FormNode, path: Path, dialect: QueryDialect): unknown {
  switch (shape.kind) {
    case "structure":
    case "union":
      if (node.value !== undefined && node.value !== "")
        throw dialect.refusals.wrongType(path, "structure", node.value);
      return readQueryStructure(shape, node, path, dialect);
    case "list":
      return readList(
        shape,
        dialect.isEc2 ? node : childOf(node, shape.element.xmlName ?? "member"),
        path,
        dialect,
      );
    case "map":
      return readMap(shape, dialect.isEc2 ? node : childOf(node, "entry"), path, dialect);
    default:
      return readScalar(shape, node, path, dialect);
  }
}

function readScalar(shape: SimpleShape, node: FormNode, path: Path, { refusals }: QueryDialect): unknown {
  const [below] = node.children.keys();
  if (node.value === undefined) throw refusals.unknownMember([...path, below ?? ""]);
  const value = scalarFromText(shape, node.value);
  if (value === undefined) throw refusals.wrongType(path, shape.kind, node.value);
  return value;
}

/** An empty list arrives as `Capabilities=`. */
function readList(shape: ListShape, node: FormNode, path: Path, dialect: QueryDialect): unknown[] {
  return numbered(node, path, dialect).map(([index, child]) =>
    readShape(shape.element.target, child, [...path, index], dialect),
  );
}

function readMap(
  shape: MapShape,
  node: FormNode,
  path: Path,
  dialect: QueryDialect,
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const [index, entry] of numbered(node, path, dialect)) {
    const key = entry.children.get(shape.key.xmlName ?? "key")?.value;
    const value = entry.children.get(shape.value.xmlName ?? "value");
    if (key === undefined || value === undefined)
      throw dialect.refusals.wrongType([...path, index], "map", entry.value ?? "");
    setMember(read, key, readShape(shape.value.target, value, [...path, index, "value"], dialect));
  }
  return read;
}

function numbered(node: FormNode, path: Path, { refusals }: QueryDialect): [string, FormNode][] {
  if (node.value !== undefined && node.value !== "" && node.children.size === 0)
    throw refusals.wrongType(path, "list", node.value);
  const children = [...node.children];
  const wrong = children.find(([index]) => !/^\d{1,9}$/.test(index));
  if (wrong !== undefined) throw refusals.unknownMember([...path, wrong[0]]);
  return children.sort(([left], [right]) => Number(left) - Number(right));
}

const NOTHING: FormNode = { value: undefined, children: new Map() };

/** What lies below a fixed name such as `member`; anything else below is read as it is, to be refused by its name. */
function childOf(node: FormNode, name: string): FormNode {
  const child = node.children.get(name);
  if (child !== undefined && node.children.size === 1) return child;
  return node.children.size === 0 && (node.value ?? "") === "" ? NOTHING : node;
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
