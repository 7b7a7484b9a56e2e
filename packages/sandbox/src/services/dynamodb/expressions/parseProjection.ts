import type { StoredItem, StoredValue } from "../values/StoredValue.ts";
import { valueAt, type DocumentPath } from "./documentPath.ts";
import type { ExpressionReader } from "./ExpressionReader.ts";

export function parseProjection(reader: ExpressionReader): DocumentPath[] {
  const paths = [reader.path()];
  while (reader.acceptMark(",")) paths.push(reader.path());
  reader.expectEnd();
  return paths;
}

/** The parts of an item at the paths, in the shape of the item; list elements close up. */
export function projected(item: StoredItem, paths: readonly DocumentPath[]): StoredItem {
  const present = paths.filter((path) => valueAt(item, path) !== undefined);
  const part = partOf({ M: item }, present);
  return "M" in part ? part.M : {};
}

function partOf(value: StoredValue, paths: readonly DocumentPath[]): StoredValue {
  if (paths.some((path) => path.length === 0)) return value;
  const below = (step: string | number): DocumentPath[] =>
    paths.filter((path) => path[0] === step).map((path) => path.slice(1));
  if ("M" in value) {
    const entries = Object.entries(value.M).filter(([name]) => below(name).length > 0);
    return { M: Object.fromEntries(entries.map(([name, child]) => [name, partOf(child, below(name))])) };
  }
  if (!("L" in value)) return value;
  return {
    L: value.L.flatMap((child, index) => (below(index).length > 0 ? [partOf(child, below(index))] : [])),
  };
}
