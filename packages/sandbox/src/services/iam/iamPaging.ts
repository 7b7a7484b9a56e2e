import { pageByKey } from "../../kernel/paging.ts";
import { validationError } from "./iamErrors.ts";

export interface IamPageInput {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

export interface IamPage<Item> {
  readonly items: Item[];
  readonly IsTruncated: boolean;
  readonly Marker?: string | undefined;
}

/** One page of a list, in order of `keyOf`, as all List operations of IAM give it. */
export function iamPage<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  input: IamPageInput,
): IamPage<Item> {
  const pageSize = input.MaxItems ?? 100;
  if (pageSize < 1 || pageSize > 1000)
    throw validationError(
      `1 validation error detected: Value '${pageSize}' at 'maxItems' failed to satisfy constraint: Member must have value ${pageSize < 1 ? "greater than or equal to 1" : "less than or equal to 1000"}`,
    );
  const page = pageByKey(items, keyOf, {
    token: input.Marker,
    pageSize,
    badToken: () => validationError("Invalid Marker."),
  });
  const truncated = page.nextToken === undefined ? {} : { Marker: page.nextToken };
  return { items: [...page.items], IsTruncated: page.nextToken !== undefined, ...truncated };
}
