import type { CallContext } from "../../../kernel/CallContext.ts";
import { bucketOf } from "../buckets/bucketOf.ts";
import { invalidArgument } from "../errors.ts";
import { quoted } from "../objects/conditions.ts";
import { currentObject } from "../objects/versions.ts";
import { canonicalOwner } from "../owner.ts";
import type { BucketState } from "../S3State.ts";
import type { S3Input, S3Output } from "../shapes.ts";
import { behind, createEncoder, entryName, groupOf, type Listing, listingOf, pageLimit } from "./listing.ts";
import { sortedKeys } from "./sortedKeys.ts";

type Contents = NonNullable<S3Output<"ListObjectsV2">["Contents"]>;

/** ListObjects, the first version: pages by the last key shown. */
export function listObjects(input: S3Input<"ListObjects">, context: CallContext): S3Output<"ListObjects"> {
  const bucket = bucketOf(input, context);
  const encode = createEncoder(input.EncodingType);
  const prefix = input.Prefix ?? "";
  const delimiter = input.Delimiter ?? "";
  const marker = input.Marker ?? "";
  const limit = pageLimit(input.MaxKeys, "max-keys");
  const listing = listCurrent(bucket, {
    prefix,
    delimiter,
    limit,
    fromKey: behind(marker),
    skippedPrefix: groupOf(marker, { prefix, delimiter }),
  });
  const last = listing.entries.at(-1);
  return {
    Name: bucket.name,
    Prefix: encode(prefix),
    Marker: encode(marker),
    MaxKeys: limit,
    IsTruncated: listing.nextKey !== undefined,
    ...shownEntries(bucket, listing, { encode, owner: canonicalOwner(context) }),
    ...(delimiter === "" ? {} : { Delimiter: encode(delimiter) }),
    ...(input.EncodingType === undefined ? {} : { EncodingType: input.EncodingType }),
    // S3 names the next marker only of listings with a delimiter; others go on from the last key.
    ...(listing.nextKey === undefined || last === undefined || delimiter === ""
      ? {}
      : { NextMarker: encode(entryName(last)) }),
  };
}

/** ListObjectsV2: pages by an opaque token. */
export function listObjectsV2(
  input: S3Input<"ListObjectsV2">,
  context: CallContext,
): S3Output<"ListObjectsV2"> {
  const bucket = bucketOf(input, context);
  const encode = createEncoder(input.EncodingType);
  const prefix = input.Prefix ?? "";
  const delimiter = input.Delimiter ?? "";
  const limit = pageLimit(input.MaxKeys, "max-keys");
  const fromKey =
    input.ContinuationToken === undefined
      ? behind(input.StartAfter ?? "")
      : keyOfToken(input.ContinuationToken);
  const listing = listCurrent(bucket, { prefix, delimiter, limit, fromKey });
  const owner = input.FetchOwner === true ? canonicalOwner(context) : undefined;
  return {
    Name: bucket.name,
    Prefix: encode(prefix),
    MaxKeys: limit,
    KeyCount: listing.entries.length,
    IsTruncated: listing.nextKey !== undefined,
    ...shownEntries(bucket, listing, { encode, owner }),
    ...(delimiter === "" ? {} : { Delimiter: encode(delimiter) }),
    ...(input.EncodingType === undefined ? {} : { EncodingType: input.EncodingType }),
    ...(input.StartAfter === undefined ? {} : { StartAfter: encode(input.StartAfter) }),
    ...(input.ContinuationToken === undefined ? {} : { ContinuationToken: input.ContinuationToken }),
    ...(listing.nextKey === undefined ? {} : { NextContinuationToken: tokenOf(listing.nextKey) }),
  };
}

function listCurrent(bucket: BucketState, request: Parameters<typeof listingOf>[1]): Listing {
  return listingOf(
    sortedKeys(bucket.objects),
    request,
    (key) => currentObject({ bucket, key }) !== undefined,
  );
}

function shownEntries(
  bucket: BucketState,
  listing: Listing,
  show: { readonly encode: (text: string) => string; readonly owner: { ID: string } | undefined },
): { Contents?: Contents; CommonPrefixes?: { Prefix: string }[] } {
  const contents: Contents = [];
  const commonPrefixes: { Prefix: string }[] = [];
  for (const entry of listing.entries) {
    if (entry.kind === "prefix") commonPrefixes.push({ Prefix: show.encode(entry.prefix) });
    else contents.push(...shownObject(bucket, entry.key, show));
  }
  return {
    ...(contents.length === 0 ? {} : { Contents: contents }),
    ...(commonPrefixes.length === 0 ? {} : { CommonPrefixes: commonPrefixes }),
  };
}

function shownObject(
  bucket: BucketState,
  key: string,
  show: { readonly encode: (text: string) => string; readonly owner: { ID: string } | undefined },
): Contents {
  const object = currentObject({ bucket, key });
  if (object === undefined) return [];
  return [
    {
      Key: show.encode(key),
      LastModified: new Date(object.modifiedMs),
      ETag: quoted(object.etag),
      Size: object.sizeBytes,
      StorageClass: object.storageClass,
      ...(object.checksum === undefined
        ? {}
        : { ChecksumAlgorithm: [object.checksum.algorithm], ChecksumType: object.checksum.type }),
      ...(show.owner === undefined ? {} : { Owner: show.owner }),
    },
  ];
}

function tokenOf(key: string): string {
  return Buffer.from(`1${key}`).toString("base64url");
}

function keyOfToken(token: string): string {
  const text = Buffer.from(token, "base64url").toString();
  if (!text.startsWith("1") || Buffer.from(text).toString("base64url") !== token)
    throw invalidArgument("The continuation token provided is incorrect", "continuation-token", token);
  return text.slice(1);
}
