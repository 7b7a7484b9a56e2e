import type { Shape } from "./models/Shape.ts";
import type { Path } from "./Refusals.ts";
import { isRecord } from "./setMember.ts";

/** Paths of the required members that an input lacks, in the order of the model. */
export function findMissing(shape: Shape, value: unknown): readonly Path[] {
  const missing: Path[] = [];
  collect(shape, value, [], missing);
  return missing;
}

function collect(shape: Shape, value: unknown, path: Path, missing: Path[]): void {
  switch (shape.kind) {
    case "structure":
    case "union":
      if (!isRecord(value)) return;
      for (const member of shape.members) {
        const memberValue = value[member.name];
        if (memberValue !== undefined)
          collectNested(member.target, memberValue, [...path, member.name], missing);
        else if (member.required) missing.push([...path, member.name]);
      }
      return;
    case "list":
      if (!Array.isArray(value)) return;
      for (const [index, element] of value.entries())
        collectNested(shape.element.target, element, [...path, String(index + 1), "member"], missing);
      return;
    case "map":
      if (!isRecord(value)) return;
      for (const [key, element] of Object.entries(value))
        collectNested(shape.value.target, element, [...path, key, "member"], missing);
      return;
    default:
  }
}

function collectNested(shape: Shape, value: unknown, path: Path, missing: Path[]): void {
  if (typeof value === "object" && value !== null) collect(shape, value, path, missing);
}
