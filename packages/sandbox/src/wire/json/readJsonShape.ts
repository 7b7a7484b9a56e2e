import type { Shape, SimpleShape, StructureShape } from "../models/Shape.ts";
import { DEEPEST_NESTING, type Path, type Refusals } from "../Refusals.ts";
import { dateFromText, scalarFromText } from "../scalars.ts";
import { isRecord, setMember } from "../setMember.ts";

/**
 * Reads a structure from parsed JSON (or CBOR). Null is absence.
 * @throws {AwsError} in the protocol's words, for a wrong type or a member that the shape does not have.
 */
export function readJsonStructure(
  shape: StructureShape,
  value: unknown,
  path: Path,
  refusals: Refusals,
): Record<string, unknown> {
  if (!isRecord(value)) throw refusals.wrongType(path, "structure", typeNameOf(value));
  if (path.length > DEEPEST_NESTING) throw refusals.wrongType(path, "structure", "too deep a nesting");
  const read: Record<string, unknown> = {};
  for (const [name, memberValue] of Object.entries(value)) {
    if (memberValue === null || memberValue === undefined) continue;
    const member = shape.membersByName.get(name);
    // The type hint that some serializers add to a union.
    if (member === undefined && shape.kind === "union" && name === "__type") continue;
    if (member === undefined) throw refusals.unknownMember([...path, name]);
    setMember(read, name, readShape(member.target, memberValue, [...path, name], refusals));
  }
  return read;
}

function readShape(shape: Shape, value: unknown, path: Path, refusals: Refusals): unknown {
  switch (shape.kind) {
    case "structure":
    case "union":
      return readJsonStructure(shape, value, path, refusals);
    case "list":
      if (!Array.isArray(value)) throw refusals.wrongType(path, "list", typeNameOf(value));
      return value.map((element, index) =>
        element === null
          ? null
          : readShape(shape.element.target, element, [...path, String(index + 1)], refusals),
      );
    case "map": {
      if (!isRecord(value)) throw refusals.wrongType(path, "map", typeNameOf(value));
      const read: Record<string, unknown> = {};
      for (const [key, element] of Object.entries(value))
        if (element !== null)
          setMember(read, key, readShape(shape.value.target, element, [...path, key], refusals));
      return read;
    }
    default: {
      const scalar = readScalar(shape, value);
      if (scalar === undefined) throw refusals.wrongType(path, shape.kind, typeNameOf(value));
      return scalar;
    }
  }
}

function readScalar(shape: SimpleShape, value: unknown): unknown {
  switch (shape.kind) {
    case "document":
    case "unit":
      return value;
    case "string":
      return typeof value === "string" ? value : undefined;
    case "boolean":
      return typeof value === "boolean" ? value : undefined;
    case "number":
      return numberOf(value);
    case "timestamp":
      return timestampOf(value);
    case "blob":
    case "stream":
      return value instanceof Uint8Array ? value : textScalar(shape, value);
    case "bigint":
    case "decimal":
      return typeof value === "number" ? scalarFromText(shape, String(value)) : undefined;
  }
}

function textScalar(shape: SimpleShape, value: unknown): unknown {
  return typeof value === "string" ? scalarFromText(shape, value) : undefined;
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  return value === "NaN" || value === "Infinity" || value === "-Infinity" ? Number(value) : undefined;
}

function timestampOf(value: unknown): Date | undefined {
  if (value instanceof Date) return value;
  return typeof value === "number" || typeof value === "string" ? dateFromText(String(value)) : undefined;
}

/** The kind of a JSON value as AWS's services name it. */
function typeNameOf(value: unknown): string {
  if (Array.isArray(value)) return "LIST_VALUE";
  switch (typeof value) {
    case "string":
      return "STRING_VALUE";
    case "number":
    case "bigint":
      return "NUMBER_VALUE";
    case "boolean":
      return value ? "TRUE_VALUE" : "FALSE_VALUE";
    default:
      return "STRUCTURE_VALUE";
  }
}
