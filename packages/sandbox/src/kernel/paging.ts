import type { AwsError } from "./AwsError.ts";
import { compareText } from "./NameTable.ts";

export interface PageRequest {
  /** Token of the page before; undefined asks for the first page. */
  readonly token: string | undefined;
  readonly pageSize: number;
  /** Sorts and pages from the greatest key down. */
  readonly descending?: boolean;
  /** The service's error for a token that it did not make. */
  readonly badToken: () => AwsError;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

/** The page after the last key of the page before: things made or removed meanwhile disturb nothing. Sorts by key. */
export function pageByKey<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  request: PageRequest,
): Page<Item> {
  const after = request.token === undefined ? undefined : keyOfToken(request.token, request.badToken);
  const direction = request.descending === true ? -1 : 1;
  const rest = items
    .filter((item) => after === undefined || compareText(keyOf(item), after) * direction > 0)
    .sort((left, right) => compareText(keyOf(left), keyOf(right)) * direction);
  const page = rest.slice(0, request.pageSize);
  const last = page.at(-1);
  const nextToken = rest.length > page.length && last !== undefined ? tokenOfKey(keyOf(last)) : undefined;
  return { items: page, nextToken };
}

const TOKEN_PREFIX = "AAEAA";

function tokenOfKey(key: string): string {
  return `${TOKEN_PREFIX}${Buffer.from(key, "utf8").toString("base64url")}`;
}

function keyOfToken(token: string, badToken: () => AwsError): string {
  const key = Buffer.from(token.slice(TOKEN_PREFIX.length), "base64url").toString("utf8");
  if (tokenOfKey(key) !== token) throw badToken();
  return key;
}
