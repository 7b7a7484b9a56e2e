import type { CallContext } from "../../../kernel/CallContext.ts";
import { bucketOf } from "../buckets/bucketOf.ts";
import { invalidArgument } from "../errors.ts";
import { quoted } from "../objects/conditions.ts";
import { versionsOf } from "../objects/versions.ts";
import { canonicalOwner } from "../owner.ts";
import type { BucketState, ObjectVersion } from "../S3State.ts";
import type { S3Input, S3Output } from "../shapes.ts";
import { behind, createEncoder, groupOf, laterKey, pageLimit } from "./listing.ts";
import { placeOf, sortedKeys } from "./sortedKeys.ts";

type Output = S3Output<"ListObjectVersions">;

type Entry =
  | { readonly kind: "prefix"; readonly prefix: string }
  | {
      readonly kind: "version";
      readonly key: string;
      readonly version: ObjectVersion;
      readonly isLatest: boolean;
    };

export function listObjectVersions(input: S3Input<"ListObjectVersions">, context: CallContext): Output {
  const bucket = bucketOf(input, context);
  if (input.VersionIdMarker !== undefined && input.KeyMarker === undefined)
    throw invalidArgument(
      "A version-id marker cannot be specified without a key marker.",
      "version-id-marker",
      input.VersionIdMarker,
    );
  const encode = createEncoder(input.EncodingType);
  const limit = pageLimit(input.MaxKeys, "max-keys");
  const page: Entry[] = [];
  let isTruncated = false;
  for (const entry of entriesOf(bucket, input)) {
    isTruncated = page.length >= limit && limit > 0;
    if (page.length >= limit) break;
    page.push(entry);
  }
  return {
    Name: bucket.name,
    Prefix: encode(input.Prefix ?? ""),
    KeyMarker: encode(input.KeyMarker ?? ""),
    VersionIdMarker: input.VersionIdMarker ?? "",
    MaxKeys: limit,
    IsTruncated: isTruncated,
    ...shownPage(page, encode, canonicalOwner(context)),
    ...(isTruncated ? nextMarkers(page.at(-1), encode) : {}),
    ...(input.Delimiter === undefined ? {} : { Delimiter: encode(input.Delimiter) }),
    ...(input.EncodingType === undefined ? {} : { EncodingType: input.EncodingType }),
  };
}

function* entriesOf(bucket: BucketState, input: S3Input<"ListObjectVersions">): Generator<Entry> {
  const prefix = input.Prefix ?? "";
  const delimiter = input.Delimiter ?? "";
  const keyMarker = input.KeyMarker ?? "";
  const keys = sortedKeys(bucket.objects);
  const from = input.VersionIdMarker === undefined ? behind(keyMarker) : keyMarker;
  let lastPrefix = groupOf(keyMarker, { prefix, delimiter });
  for (let index = placeOf(keys, laterKey(from, prefix)); index < keys.length; index += 1) {
    const key = keys[index] ?? "";
    if (!key.startsWith(prefix)) return;
    const group = groupOf(key, { prefix, delimiter });
    if (group === undefined) {
      yield* versionEntries(bucket, key, key === keyMarker ? input.VersionIdMarker : undefined);
    } else if (group !== lastPrefix) {
      lastPrefix = group;
      yield { kind: "prefix", prefix: group };
    }
  }
}

function versionEntries(bucket: BucketState, key: string, afterVersionId: string | undefined): Entry[] {
  const versions = versionsOf({ bucket, key });
  const entries = versions.map((version, index) => ({
    kind: "version" as const,
    key,
    version,
    isLatest: index === 0,
  }));
  if (afterVersionId === undefined) return entries;
  return entries.slice(versions.findIndex(({ versionId }) => versionId === afterVersionId) + 1);
}

function shownPage(
  page: readonly Entry[],
  encode: (text: string) => string,
  owner: { ID: string },
): Pick<Output, "Versions" | "DeleteMarkers" | "CommonPrefixes"> {
  const shown = {
    Versions: [] as NonNullable<Output["Versions"]>,
    DeleteMarkers: [] as NonNullable<Output["DeleteMarkers"]>,
    CommonPrefixes: [] as NonNullable<Output["CommonPrefixes"]>,
  };
  for (const entry of page) {
    if (entry.kind === "prefix") {
      shown.CommonPrefixes.push({ Prefix: encode(entry.prefix) });
      continue;
    }
    const { version } = entry;
    const named = {
      Key: encode(entry.key),
      VersionId: version.versionId,
      IsLatest: entry.isLatest,
      LastModified: new Date(version.modifiedMs),
      Owner: owner,
    };
    if (version.kind === "delete-marker") shown.DeleteMarkers.push(named);
    else
      shown.Versions.push({
        ...named,
        ETag: quoted(version.etag),
        Size: version.sizeBytes,
        StorageClass: "STANDARD",
        ...(version.checksum === undefined
          ? {}
          : { ChecksumAlgorithm: [version.checksum.algorithm], ChecksumType: version.checksum.type }),
      });
  }
  return Object.fromEntries(Object.entries(shown).filter(([, list]) => list.length > 0));
}

function nextMarkers(
  last: Entry | undefined,
  encode: (text: string) => string,
): Pick<Output, "NextKeyMarker" | "NextVersionIdMarker"> {
  if (last === undefined) return {};
  if (last.kind === "prefix") return { NextKeyMarker: encode(last.prefix) };
  return { NextKeyMarker: encode(last.key), NextVersionIdMarker: last.version.versionId };
}
