import type { AwsError } from "../../../kernel/AwsError.ts";
import { invalidValue } from "./parameters.ts";

export interface PageRequest {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

export interface PageRules<Item> {
  readonly idOf: (item: Item) => string;
  readonly leastResults: number;
  readonly mostResults: number;
  /** Page size when the request names none; absent: everything in one page. */
  readonly defaultResults?: number;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

interface Position {
  readonly offset: number;
  readonly after: string;
}

/**
 * One page of a list. The token names the last item, so that what is added or removed between two pages
 * repeats and skips nothing.
 * @throws {AwsError} `InvalidParameterValue` for a bad token or a size out of range
 */
export function pageOf<Item>(
  items: readonly Item[],
  request: PageRequest,
  rules: PageRules<Item>,
): Page<Item> {
  const size = sizeOf(request, rules);
  const start = request.NextToken === undefined ? 0 : startOf(items, request.NextToken, rules.idOf);
  const page = items.slice(start, start + size);
  const last = page.at(-1);
  if (last === undefined || start + size >= items.length) return { items: page, nextToken: undefined };
  return { items: page, nextToken: encode({ offset: start + size, after: rules.idOf(last) }) };
}

function sizeOf<Item>({ MaxResults }: PageRequest, rules: PageRules<Item>): number {
  if (MaxResults === undefined) return rules.defaultResults ?? Number.POSITIVE_INFINITY;
  if (MaxResults < rules.leastResults)
    throw invalidValue(
      `Value ( ${MaxResults} ) for parameter maxResults is invalid. Expecting a value greater than or equal to ${rules.leastResults}.`,
    );
  // EC2 answers at most `mostResults` for a larger number in some operations and refuses it in others; refusing is the stricter
  if (MaxResults > rules.mostResults)
    throw invalidValue(
      `Value ( ${MaxResults} ) for parameter maxResults is invalid. Expecting a value less than or equal to ${rules.mostResults}.`,
    );
  return MaxResults;
}

function startOf<Item>(items: readonly Item[], token: string, idOf: (item: Item) => string): number {
  const { offset, after } = decode(token);
  const before = items[offset - 1];
  if (before !== undefined && idOf(before) === after) return offset;
  const index = items.findIndex((item) => idOf(item) === after);
  return index < 0 ? Math.min(offset, items.length) : index + 1;
}

function encode(position: Position): string {
  return Buffer.from(`${position.offset}/${position.after}`).toString("base64");
}

function decode(token: string): Position {
  const match = /^(\d{1,9})\/(.+)$/s.exec(Buffer.from(token, "base64").toString());
  const position = { offset: Number(match?.[1]), after: match?.[2] ?? "" };
  if (match === null || encode(position) !== token) throw badToken();
  return position;
}

function badToken(): AwsError {
  return invalidValue("Unable to parse pagination token");
}
