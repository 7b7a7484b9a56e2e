import type { Filter, Tag } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import { applyFilters, type FilterFields } from "./filters.ts";
import { pageOf, type Page, type PageRequest } from "./paging.ts";
import { refuseDryRun } from "./parameters.ts";
import { lookUp, missing, type ResourceKind } from "./resourceKinds.ts";

/** How a Describe operation finds its items. */
export interface Listing<Item> {
  readonly kind: ResourceKind;
  readonly items: Readonly<Record<string, Item>>;
  readonly idOf: (item: Item) => string;
  readonly fields: FilterFields<Item>;
  readonly tagsOf?: (item: Item) => readonly Tag[];
  readonly leastResults?: number;
  readonly mostResults?: number;
  readonly defaultResults?: number;
  /** Name of the list of ids in the message that refuses it together with MaxResults; absent: both may be given. */
  readonly idsParameter?: string;
}

export interface ListRequest extends PageRequest {
  readonly DryRun?: boolean | undefined;
  readonly Filters?: readonly Filter[] | undefined;
  readonly ids?: readonly string[] | undefined;
}

/** Ids, filters and paging in the way that all Describe operations of EC2 share. */
export function list<Item>(listing: Listing<Item>, request: ListRequest): Page<Item> {
  const candidates = byIds(listing, request);
  const { fields, tagsOf } = listing;
  const selected = applyFilters(candidates, request.Filters, {
    fields,
    ...(tagsOf === undefined ? {} : { tagsOf }),
  });
  const page = pageOf(selected, request, {
    idOf: listing.idOf,
    leastResults: listing.leastResults ?? 5,
    mostResults: listing.mostResults ?? 1000,
    ...(listing.defaultResults === undefined ? {} : { defaultResults: listing.defaultResults }),
  });
  refuseDryRun(request.DryRun);
  return page;
}

function byIds<Item>(listing: Listing<Item>, request: ListRequest): readonly Item[] {
  const ids = request.ids ?? [];
  if (ids.length === 0) return Object.values(listing.items);
  if (listing.idsParameter !== undefined && request.MaxResults !== undefined)
    throw new AwsError(
      "InvalidParameterCombination",
      `The parameter ${listing.idsParameter} cannot be used with the parameter maxResults`,
    );
  const unique = [...new Set(ids)];
  const absent = unique.filter((id) => !Object.hasOwn(listing.items, id));
  if (absent.length > 0) throw missing(absent, listing.kind);
  return unique.flatMap((id) => lookUp(listing.items, id) ?? []);
}
