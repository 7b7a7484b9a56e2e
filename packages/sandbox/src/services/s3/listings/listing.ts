import { invalidArgument } from "../errors.ts";
import { compareKeys, placeOf } from "./sortedKeys.ts";

/** What a listing asks for, the same in all versions of the API. */
export interface ListingRequest {
  readonly prefix: string;
  /** Keys that share the text from the prefix to this are one common prefix; empty means none. */
  readonly delimiter: string;
  readonly limit: number;
  /** The listing begins with the first key that is not before this. */
  readonly fromKey: string;
  /** A common prefix that an earlier page has answered already. */
  readonly skippedPrefix?: string | undefined;
}

export type ListingEntry =
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "prefix"; readonly prefix: string };

export interface Listing {
  readonly entries: readonly ListingEntry[];
  /** Key with which the next page begins; undefined on the last page. */
  readonly nextKey: string | undefined;
}

/** One page of a listing over keys in S3's order, of those for which `isListed` holds. */
export function listingOf(
  keys: readonly string[],
  request: ListingRequest,
  isListed: (key: string) => boolean,
): Listing {
  const { prefix, limit } = request;
  const entries: ListingEntry[] = [];
  let lastPrefix = request.skippedPrefix;
  const start = placeOf(keys, laterKey(request.fromKey, prefix));
  for (let index = start; index < keys.length; index += 1) {
    const key = keys[index] ?? "";
    if (!key.startsWith(prefix)) break;
    const group = groupOf(key, request);
    if ((group !== undefined && group === lastPrefix) || !isListed(key)) continue;
    if (entries.length >= limit) return { entries, nextKey: limit === 0 ? undefined : key };
    entries.push(group === undefined ? { kind: "key", key } : { kind: "prefix", prefix: group });
    if (group !== undefined) lastPrefix = group;
  }
  return { entries, nextKey: undefined };
}

/** The common prefix that a key belongs to. */
export function groupOf(
  key: string,
  { prefix, delimiter }: Pick<ListingRequest, "prefix" | "delimiter">,
): string | undefined {
  if (delimiter === "") return undefined;
  const place = key.indexOf(delimiter, prefix.length);
  return place < 0 ? undefined : key.slice(0, place + delimiter.length);
}

export function entryName(entry: ListingEntry): string {
  return entry.kind === "key" ? entry.key : entry.prefix;
}

/** @throws {AwsError} InvalidArgument below 0; more than 1000 means 1000. */
export function pageLimit(limit: number | undefined, argumentName: string): number {
  if (limit === undefined) return 1000;
  if (limit < 0 || limit > 2_147_483_647)
    throw invalidArgument(
      `Argument ${argumentName} must be an integer between 0 and 2147483647`,
      argumentName,
      String(limit),
    );
  return Math.min(limit, 1000);
}

/** Encodes what a listing shows when the client asks for `encoding-type=url`. */
export function createEncoder(encodingType: string | undefined): (text: string) => string {
  if (encodingType === undefined) return (text) => text;
  if (encodingType !== "url")
    throw invalidArgument("Invalid Encoding Method specified in Request", "encoding-type", encodingType);
  return (text) =>
    encodeURIComponent(text)
      .replaceAll("%2F", "/")
      .replaceAll("%20", "+")
      .replace(/[!'()]/g, percent);
}

/** The key behind another: the first that a listing "after" it may begin with. */
export function behind(key: string): string {
  return key === "" ? "" : `${key}\u0000`;
}

/** The one of two keys that stands later. */
export function laterKey(left: string, right: string): string {
  return compareKeys(left, right) > 0 ? left : right;
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
