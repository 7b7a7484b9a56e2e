import type { Json, JsonObject } from "../../kernel/json.ts";

/** Lists whose order AWS does not keep: their entries are compared as a set. */
const SETS: ReadonlySet<string> = new Set(["ManagedPolicyArns"]);

/** Names of the top level properties that differ, in the order of `after`, then those that are gone. */
export function differences(before: JsonObject, after: JsonObject): string[] {
  const names = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  return names.filter((name) => {
    const unordered = SETS.has(name);
    return comparable(before[name], unordered) !== comparable(after[name], unordered);
  });
}

export function sameJson(left: Json | undefined, right: Json | undefined): boolean {
  return comparable(left, false) === comparable(right, false);
}

/** A text that is the same for equal values: the order of an object's keys does not matter. */
function comparable(value: Json | undefined, unordered: boolean): string {
  if (value === undefined) return "";
  if (unordered && Array.isArray(value))
    return value
      .map((item: Json) => comparable(item, false))
      .sort()
      .join();
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  );
}
