import type { CallContext } from "../../../kernel/CallContext.ts";
import { bucketOf } from "../buckets/bucketOf.ts";
import { checksumMember } from "../contents/checksums.ts";
import { invalidArgument } from "../errors.ts";
import { createEncoder, groupOf, pageLimit } from "../listings/listing.ts";
import { compareKeys } from "../listings/sortedKeys.ts";
import { quoted } from "../objects/conditions.ts";
import { canonicalOwner } from "../owner.ts";
import type { BucketState, Upload, UploadedPart } from "../S3State.ts";
import type { S3Input, S3Output } from "../shapes.ts";
import { numberedParts, uploadOf } from "./uploadOf.ts";

type UploadEntry =
  | { readonly kind: "upload"; readonly upload: Upload }
  | { readonly kind: "prefix"; readonly prefix: string };

export function listMultipartUploads(
  input: S3Input<"ListMultipartUploads">,
  context: CallContext,
): S3Output<"ListMultipartUploads"> {
  const bucket = bucketOf(input, context);
  const encode = createEncoder(input.EncodingType);
  const limit = pageLimit(input.MaxUploads, "max-uploads");
  const entries = entriesOf(bucket, input);
  const page = entries.slice(0, limit);
  const isTruncated = limit > 0 && entries.length > limit;
  const prefixes = page.flatMap((entry) => (entry.kind === "prefix" ? [entry.prefix] : []));
  return {
    Bucket: bucket.name,
    KeyMarker: encode(input.KeyMarker ?? ""),
    UploadIdMarker: input.UploadIdMarker ?? "",
    MaxUploads: limit,
    IsTruncated: isTruncated,
    ...(input.Prefix === undefined ? {} : { Prefix: encode(input.Prefix) }),
    ...(input.Delimiter === undefined ? {} : { Delimiter: encode(input.Delimiter) }),
    ...(input.EncodingType === undefined ? {} : { EncodingType: input.EncodingType }),
    ...nextMarkers(page.at(-1), encode),
    Uploads: page.flatMap((entry) =>
      entry.kind === "upload" ? [shownUpload(entry.upload, encode, context)] : [],
    ),
    ...(prefixes.length === 0
      ? {}
      : { CommonPrefixes: prefixes.map((prefix) => ({ Prefix: encode(prefix) })) }),
  };
}

export function listParts(input: S3Input<"ListParts">, context: CallContext): S3Output<"ListParts"> {
  const { bucket, upload } = uploadOf(input, context);
  const limit = pageLimit(input.MaxParts, "max-parts");
  const after = Number(input.PartNumberMarker ?? "0");
  if (!Number.isInteger(after))
    throw invalidArgument(
      "Provided part-number-marker not an integer or within integer range",
      "part-number-marker",
      input.PartNumberMarker ?? "",
    );
  const left = numberedParts(upload).filter(([number]) => number > after);
  const page = left.slice(0, limit);
  const owner = canonicalOwner(context);
  return {
    Bucket: bucket.name,
    Key: upload.key,
    UploadId: upload.uploadId,
    PartNumberMarker: String(after),
    NextPartNumberMarker: String(page.at(-1)?.[0] ?? 0),
    MaxParts: limit,
    IsTruncated: limit > 0 && left.length > limit,
    Parts: page.map(([number, part]) => shownPart(number, part)),
    Initiator: owner,
    Owner: owner,
    StorageClass: upload.storageClass,
    ...shownPlan(upload),
  };
}

function shownPart(PartNumber: number, part: UploadedPart) {
  return {
    PartNumber,
    LastModified: new Date(part.modifiedMs),
    ETag: quoted(part.etag),
    Size: part.sizeBytes,
    ...checksumMember(part.checksum?.algorithm, part.checksum?.value),
  };
}

function entriesOf(bucket: BucketState, input: S3Input<"ListMultipartUploads">): UploadEntry[] {
  const prefix = input.Prefix ?? "";
  const delimiter = input.Delimiter ?? "";
  const keyMarker = input.KeyMarker ?? "";
  const uploads = Object.values(bucket.uploads)
    .filter(({ key }) => key.startsWith(prefix))
    .sort(
      (left, right) =>
        compareKeys(left.key, right.key) ||
        left.initiatedMs - right.initiatedMs ||
        compareKeys(left.uploadId, right.uploadId),
    );
  let lastPrefix = groupOf(keyMarker, { prefix, delimiter });
  return uploadsBehind(uploads, keyMarker, input.UploadIdMarker).flatMap((upload): UploadEntry[] => {
    const group = groupOf(upload.key, { prefix, delimiter });
    if (group === undefined) return [{ kind: "upload", upload }];
    if (group === lastPrefix) return [];
    lastPrefix = group;
    return [{ kind: "prefix", prefix: group }];
  });
}

function uploadsBehind(
  uploads: readonly Upload[],
  keyMarker: string,
  uploadIdMarker: string | undefined,
): readonly Upload[] {
  if (keyMarker === "") return uploads;
  const marked = uploads.findIndex(({ key, uploadId }) => key === keyMarker && uploadId === uploadIdMarker);
  if (marked >= 0) return uploads.slice(marked + 1);
  if (uploadIdMarker !== undefined && uploads.some(({ uploadId }) => uploadId === uploadIdMarker))
    throw invalidArgument("Invalid uploadId marker", "upload-id-marker", uploadIdMarker);
  return uploads.filter(({ key }) => compareKeys(key, keyMarker) > 0);
}

function shownUpload(upload: Upload, encode: (text: string) => string, context: CallContext) {
  const owner = canonicalOwner(context);
  return {
    UploadId: upload.uploadId,
    Key: encode(upload.key),
    Initiated: new Date(upload.initiatedMs),
    StorageClass: upload.storageClass,
    Owner: owner,
    Initiator: owner,
    ...shownPlan(upload),
  };
}

function shownPlan(upload: Upload) {
  return {
    ...(upload.checksumAlgorithm === undefined ? {} : { ChecksumAlgorithm: upload.checksumAlgorithm }),
    ...(upload.checksumType === undefined ? {} : { ChecksumType: upload.checksumType }),
  };
}

/** AWS names no place to go on from behind a common prefix, not even on a page that is cut off. */
function nextMarkers(last: UploadEntry | undefined, encode: (text: string) => string) {
  if (last?.kind !== "upload") return { NextKeyMarker: "", NextUploadIdMarker: "" };
  return { NextKeyMarker: encode(last.upload.key), NextUploadIdMarker: last.upload.uploadId };
}
