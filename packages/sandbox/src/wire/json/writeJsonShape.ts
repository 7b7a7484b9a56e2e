import type { Shape, SimpleShape, StructureShape } from "../models/Shape.ts";
import { dateFromValue, timestampValue } from "../scalars.ts";
import { isRecord, setMember } from "../setMember.ts";

/** How a format writes what JSON and CBOR do not share. */
export interface JsonDialect {
  blob(bytes: Uint8Array): unknown;
  timestamp(date: Date): unknown;
}

export const JSON_DIALECT: JsonDialect = {
  blob: (bytes) => Buffer.from(bytes).toString("base64"),
  timestamp: (date) => timestampValue(date, "epoch-seconds"),
};

/** The body members of a structure as plain values, ready to be serialized. */
export function writeJsonStructure(
  shape: StructureShape,
  value: unknown,
  dialect: JsonDialect = JSON_DIALECT,
): Record<string, unknown> {
  const written: Record<string, unknown> = {};
  if (!isRecord(value)) return written;
  for (const member of shape.members) {
    if (member.binding.place !== "body") continue;
    const memberValue = value[member.name];
    if (memberValue !== undefined && memberValue !== null)
      written[member.name] = writeShape(member.target, memberValue, dialect);
  }
  return written;
}

function writeShape(shape: Shape, value: unknown, dialect: JsonDialect): unknown {
  switch (shape.kind) {
    case "structure":
    case "union":
      return writeJsonStructure(shape, value, dialect);
    case "list":
      return Array.isArray(value)
        ? value.map((element: unknown) =>
            element === null || element === undefined
              ? null
              : writeShape(shape.element.target, element, dialect),
          )
        : [];
    case "map": {
      const written: Record<string, unknown> = {};
      for (const [key, element] of Object.entries(isRecord(value) ? value : {}))
        if (element !== undefined) setMember(written, key, writeShape(shape.value.target, element, dialect));
      return written;
    }
    default:
      return writeScalar(shape, value, dialect);
  }
}

function writeScalar(shape: SimpleShape, value: unknown, dialect: JsonDialect): unknown {
  switch (shape.kind) {
    case "timestamp":
      return shape.timestampFormat === "default" || shape.timestampFormat === "epoch-seconds"
        ? dialect.timestamp(dateFromValue(value))
        : timestampValue(dateFromValue(value), shape.timestampFormat);
    case "blob":
    case "stream":
      return value instanceof Uint8Array ? dialect.blob(value) : value;
    case "bigint":
    case "decimal":
      return Number(value);
    case "number":
      return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
    default:
      return value;
  }
}
