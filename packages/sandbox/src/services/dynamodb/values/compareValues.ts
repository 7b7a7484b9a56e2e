import { compareText } from "../../../kernel/NameTable.ts";
import { compareNumbers } from "./decimal.ts";
import { typeOf, type StoredValue } from "./StoredValue.ts";

/** Order of two values of the same type that has one (text, number, bytes); undefined for all others. */
export function compareValues(left: StoredValue, right: StoredValue): number | undefined {
  if ("N" in left && "N" in right) return compareNumbers(left.N, right.N);
  if ("S" in left && "S" in right) return Buffer.compare(Buffer.from(left.S), Buffer.from(right.S));
  if ("B" in left && "B" in right)
    return Buffer.compare(Buffer.from(left.B, "base64"), Buffer.from(right.B, "base64"));
  return undefined;
}

/** Equality of any two values: sets without regard to order, maps without regard to order of names. */
export function sameValue(left: StoredValue, right: StoredValue): boolean {
  return typeOf(left) === typeOf(right) && canonical(left) === canonical(right);
}

function canonical(value: StoredValue): string {
  if ("M" in value) {
    const entries = Object.entries(value.M).sort(([a], [b]) => compareText(a, b));
    return `{${entries.map(([name, element]) => `${JSON.stringify(name)}:${canonical(element)}`).join()}}`;
  }
  if ("L" in value) return `[${value.L.map(canonical).join()}]`;
  const elements = setElements(value);
  return JSON.stringify(elements === undefined ? value : [typeOf(value), ...[...elements].sort(compareText)]);
}

export function setElements(value: StoredValue): readonly string[] | undefined {
  if ("SS" in value) return value.SS;
  if ("NS" in value) return value.NS;
  return "BS" in value ? value.BS : undefined;
}
