import type { ListShape, Member, Shape, StructureShape } from "../models/Shape.ts";
import type { Path, Refusals } from "../Refusals.ts";
import { scalarFromText } from "../scalars.ts";
import { setMember } from "../setMember.ts";
import type { WireRequest } from "../WireMessage.ts";

/**
 * Reads the members that stand in the path, the query string and the headers.
 * @throws {AwsError} in the protocol's words.
 */
export function readBindings(
  shape: StructureShape,
  labels: Readonly<Record<string, string>>,
  request: WireRequest,
  refusals: Refusals,
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const member of shape.members) {
    const value = readBinding(member, labels, request, refusals);
    if (value !== undefined) setMember(read, member.name, value);
  }
  return read;
}

function readBinding(
  member: Member,
  labels: Readonly<Record<string, string>>,
  request: WireRequest,
  refusals: Refusals,
): unknown {
  const path = [member.name];
  switch (member.binding.place) {
    case "label":
      return readText(member.target, labels[member.name], path, refusals);
    case "query":
      return readQueryValues(member.target, request.query.get(member.binding.name), path, refusals);
    case "header":
      return readHeader(member.target, request.headers[member.binding.name], path, refusals);
    case "header-map":
      return readHeaderMap(member.binding.prefix, request);
    case "query-map":
    case "status":
    case "payload":
    case "body":
      return undefined;
  }
}

function readText(shape: Shape, text: string | undefined, path: Path, refusals: Refusals): unknown {
  if (text === undefined) return undefined;
  if (shape.kind === "list" || shape.kind === "map" || shape.kind === "structure" || shape.kind === "union")
    throw refusals.wrongType(path, shape.kind, text);
  const value = scalarFromText(shape, text);
  if (value === undefined) throw refusals.wrongType(path, shape.kind, text);
  return value;
}

function readQueryValues(
  shape: Shape,
  values: readonly string[] | undefined,
  path: Path,
  refusals: Refusals,
): unknown {
  if (values === undefined) return undefined;
  if (shape.kind === "list") return readList(shape, values, path, refusals);
  return readText(shape, values[0], path, refusals);
}

function readHeader(shape: Shape, text: string | undefined, path: Path, refusals: Refusals): unknown {
  if (text === undefined) return undefined;
  if (shape.kind !== "list") return readText(shape, text.trim(), path, refusals);
  const parts = text.split(",").map((part) => part.trim());
  return readList(shape, parts, path, refusals);
}

function readList(shape: ListShape, texts: readonly string[], path: Path, refusals: Refusals): unknown[] {
  return texts.map((text) => readText(shape.element.target, text, path, refusals));
}

function readHeaderMap(prefix: string, request: WireRequest): Record<string, unknown> | undefined {
  const names = Object.keys(request.headers).filter((name) => name.startsWith(prefix));
  if (names.length === 0) return undefined;
  const read: Record<string, unknown> = {};
  for (const name of names) setMember(read, name.slice(prefix.length), request.headers[name]);
  return read;
}
