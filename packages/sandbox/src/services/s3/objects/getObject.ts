import type { CallContext } from "../../../kernel/CallContext.ts";
import { bucketInAnyRegion } from "../buckets/bucketOf.ts";
import { checksumMember } from "../contents/checksums.ts";
import { contentPath } from "../contents/contentFiles.ts";
import type { ObjectHeaders, StoredObject } from "../S3State.ts";
import type { S3Input, S3Output } from "../shapes.ts";
import { type ByteRange, contentRange, rangeOf } from "./byteRange.ts";
import { checkReadConditions, quoted } from "./conditions.ts";
import { shownEncryption } from "./traits.ts";
import { objectAt, shownVersionId } from "./versions.ts";

export const READ_MEMBERS = [
  "Bucket",
  "IfMatch",
  "IfModifiedSince",
  "IfNoneMatch",
  "IfUnmodifiedSince",
  "Key",
  "Range",
  "ResponseCacheControl",
  "ResponseContentDisposition",
  "ResponseContentEncoding",
  "ResponseContentLanguage",
  "ResponseContentType",
  "ResponseExpires",
  "VersionId",
  "RequestPayer",
  "PartNumber",
  "ExpectedBucketOwner",
  "ChecksumMode",
] as const;

export function getObject(input: S3Input<"GetObject">, context: CallContext): S3Output<"GetObject"> {
  const { object, range, output } = readObject(input, context, "GET");
  return {
    ...output,
    Body: {
      filePath: contentPath(context, object.contentId),
      startByte: range.startByte,
      endByte: range.endByte,
    },
  };
}

export function headObject(input: S3Input<"HeadObject">, context: CallContext): S3Output<"HeadObject"> {
  return readObject(input, context, "HEAD").output;
}

function readObject(input: S3Input<"HeadObject">, context: CallContext, method: string) {
  // Reads are answered whatever the region: a URL signed in the old way (SigV2) names none.
  const bucket = bucketInAnyRegion(input, context);
  const object = objectAt({ bucket, key: input.Key ?? "" }, input.VersionId, method);
  checkReadConditions(object, input, context.clock.nowMs());
  const range = rangeOf(object, input);
  const output = {
    AcceptRanges: "bytes",
    LastModified: new Date(object.modifiedMs),
    ContentLength: range.endByte - range.startByte,
    ETag: quoted(object.etag),
    Metadata: { ...object.metadata },
    ...shownHeaders(object.headers, input),
    ...shownEncryption(object),
    ...shownVersionId(bucket, object),
    ...shownRange(object, range),
    ...shownParts(object, input.PartNumber),
    ...shownChecksum(object, input.ChecksumMode === "ENABLED" && !isRealPart(object, range)),
    ...(object.storageClass === "STANDARD" ? {} : { StorageClass: object.storageClass }),
    ...(object.tags.length === 0 ? {} : { TagCount: object.tags.length }),
  };
  return { object, range, output };
}

function shownHeaders(headers: ObjectHeaders, input: S3Input<"HeadObject">) {
  const given = {
    CacheControl: input.ResponseCacheControl ?? headers.cacheControl,
    ContentDisposition: input.ResponseContentDisposition ?? headers.contentDisposition,
    ContentEncoding: input.ResponseContentEncoding ?? headers.contentEncoding,
    ContentLanguage: input.ResponseContentLanguage ?? headers.contentLanguage,
    ContentType: input.ResponseContentType ?? headers.contentType,
  };
  const expires =
    input.ResponseExpires ?? (headers.expiresMs === undefined ? undefined : new Date(headers.expiresMs));
  return { ...given, ...(expires === undefined ? {} : { Expires: expires }) };
}

function shownRange(object: StoredObject, range: ByteRange) {
  return range.isPartial ? { ContentRange: contentRange(range, object.sizeBytes) } : {};
}

function shownParts(object: StoredObject, partNumber: number | undefined) {
  return partNumber === undefined || object.parts === undefined ? {} : { PartsCount: object.parts.length };
}

/** A checksum covers the whole object: a client would find it wrong for a part. */
function isRealPart(object: StoredObject, range: ByteRange): boolean {
  return range.isPartial && range.endByte - range.startByte < object.sizeBytes;
}

function shownChecksum({ checksum }: StoredObject, isAskedFor: boolean) {
  if (checksum === undefined || !isAskedFor) return {};
  return { ...checksumMember(checksum.algorithm, checksum.value), ChecksumType: checksum.type };
}
