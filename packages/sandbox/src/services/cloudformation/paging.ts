import { validationError } from "../../cloudformation/validationError.ts";

/** The page after the item whose id the token holds; items keep their order. */
export function pageAfter<Item>(
  items: readonly Item[],
  idOf: (item: Item) => string,
  token: string | undefined,
  pageSize: number,
): { readonly page: readonly Item[]; readonly nextToken: { readonly NextToken?: string } } {
  const start = token === undefined ? 0 : items.findIndex((item) => idOf(item) === idOfToken(token)) + 1;
  if (token !== undefined && start === 0)
    throw validationError("The specified NextToken is invalid or has expired.");
  const page = items.slice(start, start + pageSize);
  const last = page.at(-1);
  const more = last !== undefined && start + pageSize < items.length;
  return { page, nextToken: more ? { NextToken: tokenOfId(idOf(last)) } : {} };
}

function tokenOfId(id: string): string {
  return Buffer.from(id, "utf8").toString("base64url");
}

function idOfToken(token: string): string {
  return Buffer.from(token, "base64url").toString("utf8");
}
