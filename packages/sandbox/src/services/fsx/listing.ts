import { type Page, pageByKey } from "../../kernel/paging.ts";
import { badRequest, enumMember } from "./errors.ts";

export interface ListRequest {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

interface GivenFilter {
  readonly Name?: string | undefined;
  readonly Values?: readonly string[] | undefined;
}

const LARGEST_PAGE = 2_147_483_647;
const DEFAULT_PAGE = 100;

/** One page in order of ids. @throws {AwsError} BadRequest for a token that was not made here. */
export function pageOf<Item extends { readonly id: string }>(
  items: readonly Item[],
  request: ListRequest,
): Page<Item> {
  const pageSize = request.MaxResults ?? DEFAULT_PAGE;
  if (pageSize < 1 || pageSize > LARGEST_PAGE) throw badRequest("MaxResults must be greater than 0.");
  return pageByKey(items, (item) => item.id, {
    token: request.NextToken,
    pageSize,
    badToken: () => badRequest("The provided NextToken is invalid."),
  });
}

/** The items that have, for every filter, one of its values. */
export function filtered<Item, const Name extends string>(
  items: readonly Item[],
  filters: readonly GivenFilter[] | undefined,
  valueOf: Readonly<Record<Name, (item: Item) => string>>,
): Item[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys widens the keys of a record
  const names = Object.keys(valueOf) as Name[];
  const checks = (filters ?? []).map(({ Name: name, Values = [] }) => {
    const known = enumMember(name, "filters.1.member.name", names);
    if (known === undefined) throw badRequest("A filter needs a name.");
    return (item: Item) => Values.includes(valueOf[known](item));
  });
  return items.filter((item) => checks.every((check) => check(item)));
}
