import { validationError } from "../dynamodbErrors.ts";
import type { StoredItem, StoredValue } from "../values/StoredValue.ts";

/** Names of map entries and indexes of list elements, the attribute's name first. */
export type DocumentPath = readonly (string | number)[];

export function valueAt(item: StoredItem, path: DocumentPath): StoredValue | undefined {
  let value: StoredValue | undefined = { M: item };
  for (const step of path) {
    if (value === undefined) return undefined;
    value = childOf(value, step);
  }
  return value;
}

/** The item with the value at the path; parents must exist. */
export function withValueAt(item: StoredItem, path: DocumentPath, value: StoredValue): StoredItem {
  const changed = changedAt({ M: item }, path, () => value);
  return "M" in changed ? changed.M : item;
}

export function withoutValueAt(item: StoredItem, path: DocumentPath): StoredItem {
  const changed = changedAt({ M: item }, path, () => undefined);
  return "M" in changed ? changed.M : item;
}

export function pathText(path: DocumentPath): string {
  return `[${path.map((step) => (typeof step === "number" ? `[${step}]` : step)).join(", ")}]`;
}

function childOf(value: StoredValue, step: string | number): StoredValue | undefined {
  if (typeof step === "number") return "L" in value ? value.L[step] : undefined;
  return "M" in value && Object.hasOwn(value.M, step) ? value.M[step] : undefined;
}

function changedAt(
  parent: StoredValue,
  path: DocumentPath,
  change: () => StoredValue | undefined,
): StoredValue {
  const [step, ...rest] = path;
  if (step === undefined) return change() ?? parent;
  const child = childOf(parent, step);
  if (rest.length > 0) {
    if (child === undefined) throw invalidPath();
    return withChild(parent, step, changedAt(child, rest, change));
  }
  const value = change();
  if (value === undefined)
    return child === undefined ? checkedParent(parent, step) : withoutChild(parent, step);
  return withChild(parent, step, value);
}

function withChild(parent: StoredValue, step: string | number, child: StoredValue): StoredValue {
  checkedParent(parent, step);
  if ("L" in parent && typeof step === "number") {
    // An index behind the end appends, however far behind it is.
    const index = Math.min(step, parent.L.length);
    return { L: [...parent.L.slice(0, index), child, ...parent.L.slice(index + 1)] };
  }
  if (!("M" in parent)) throw invalidPath();
  const others = Object.entries(parent.M).filter(([name]) => name !== step);
  return { M: Object.fromEntries([...others, [String(step), child]]) };
}

function withoutChild(parent: StoredValue, step: string | number): StoredValue {
  if ("L" in parent) return { L: parent.L.filter((_element, index) => index !== step) };
  if (!("M" in parent)) throw invalidPath();
  return { M: Object.fromEntries(Object.entries(parent.M).filter(([name]) => name !== step)) };
}

function checkedParent(parent: StoredValue, step: string | number): StoredValue {
  if (typeof step === "number" ? "L" in parent : "M" in parent) return parent;
  throw invalidPath();
}

function invalidPath(): Error {
  return validationError("The document path provided in the update expression is invalid for update");
}
