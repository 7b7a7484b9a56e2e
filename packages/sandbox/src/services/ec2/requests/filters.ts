import type { Filter, Tag } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";

type FieldValue = string | number | boolean | undefined;

/** What each filter of an operation looks at. */
export type FilterFields<Item> = Readonly<Record<string, (item: Item) => FieldValue | readonly FieldValue[]>>;

export interface FilterRules<Item> {
  readonly fields: FilterFields<Item>;
  /** Set for kinds that carry tags: adds `tag:<key>`, `tag-key` and `tag-value`. */
  readonly tagsOf?: (item: Item) => readonly Tag[];
}

const MOST_VALUES = 200;

/**
 * Keeps the items that match every filter; a filter matches when any of its values does. `*` and `?` are
 * wildcards, a backslash takes their meaning away.
 * @throws {AwsError} `InvalidParameterValue` for an unknown filter
 */
export function applyFilters<Item>(
  items: readonly Item[],
  filters: readonly Filter[] | undefined,
  rules: FilterRules<Item>,
): readonly Item[] {
  const predicates = (filters ?? []).map((filter) => predicateOf(filter, rules));
  if (predicates.length === 0) return items;
  return items.filter((item) => predicates.every((matches) => matches(item)));
}

function predicateOf<Item>(filter: Filter, rules: FilterRules<Item>): (item: Item) => boolean {
  const name = filter.Name ?? "";
  const values = filter.Values ?? [];
  if (values.length > MOST_VALUES)
    throw new AwsError(
      "FilterLimitExceeded",
      `The maximum number of filter values specified on a single call is ${MOST_VALUES}`,
    );
  const read = fieldOf(name, rules);
  const matches = matcherOf(values);
  return (item) => {
    const value = read(item);
    return isSeveral(value) ? value.some((each) => isMatch(each, matches)) : isMatch(value, matches);
  };
}

function isSeveral(value: FieldValue | readonly FieldValue[]): value is readonly FieldValue[] {
  return Array.isArray(value);
}

function isMatch(value: FieldValue, matches: (text: string) => boolean): boolean {
  if (value === undefined) return false;
  return matches(String(value));
}

function fieldOf<Item>(
  name: string,
  { fields, tagsOf }: FilterRules<Item>,
): (item: Item) => FieldValue | readonly FieldValue[] {
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (field !== undefined) return field;
  if (tagsOf !== undefined) {
    if (name.startsWith("tag:") && name.length > 4) {
      const key = name.slice(4);
      return (item) => tagsOf(item).find((tag) => tag.Key === key)?.Value;
    }
    if (name === "tag-key") return (item) => tagsOf(item).map((tag) => tag.Key);
    if (name === "tag-value") return (item) => tagsOf(item).map((tag) => tag.Value);
  }
  throw new AwsError("InvalidParameterValue", `The filter '${name}' is invalid`);
}

function matcherOf(values: readonly string[]): (text: string) => boolean {
  const exact = new Set<string>();
  const patterns: RegExp[] = [];
  for (const value of values) {
    if (/[*?\\]/.test(value)) patterns.push(patternOf(value));
    else exact.add(value);
  }
  return (text) => exact.has(text) || patterns.some((pattern) => pattern.test(text));
}

function patternOf(value: string): RegExp {
  const source = value.replace(/\\([\s\S])|[*?]|[.+^${}()|[\]\\/]/g, (match, escaped: string | undefined) => {
    if (escaped !== undefined) return quote(escaped);
    if (match === "*") return "[\\s\\S]*";
    return match === "?" ? "[\\s\\S]" : quote(match);
  });
  return new RegExp(`^${source}$`, "u");
}

function quote(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}
