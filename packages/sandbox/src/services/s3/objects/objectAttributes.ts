import type { CallContext } from "../../../kernel/CallContext.ts";
import { bucketOf } from "../buckets/bucketOf.ts";
import { checksumMember } from "../contents/checksums.ts";
import { invalidArgument } from "../errors.ts";
import type { StoredObject } from "../S3State.ts";
import type { S3Input, S3Output } from "../shapes.ts";
import { objectAt, shownVersionId } from "./versions.ts";

const ATTRIBUTES: ReadonlySet<string> = new Set([
  "ETag",
  "Checksum",
  "ObjectParts",
  "StorageClass",
  "ObjectSize",
]);

export function getObjectAttributes(
  input: S3Input<"GetObjectAttributes">,
  context: CallContext,
): S3Output<"GetObjectAttributes"> {
  const bucket = bucketOf(input, context);
  const wanted = new Set<string>(input.ObjectAttributes ?? []);
  for (const attribute of wanted)
    if (!ATTRIBUTES.has(attribute))
      throw invalidArgument("Invalid attribute name specified.", "x-amz-object-attributes", attribute);
  const object = objectAt({ bucket, key: input.Key ?? "" }, input.VersionId, "GET");
  return {
    LastModified: new Date(object.modifiedMs),
    ...shownVersionId(bucket, object),
    ...(wanted.has("ETag") ? { ETag: object.etag } : {}),
    ...(wanted.has("Checksum") ? checksumOf(object) : {}),
    ...(wanted.has("ObjectParts") ? partsOf(object, input) : {}),
    ...(wanted.has("StorageClass") ? { StorageClass: object.storageClass } : {}),
    ...(wanted.has("ObjectSize") ? { ObjectSize: object.sizeBytes } : {}),
  };
}

function checksumOf({ checksum }: StoredObject): Pick<S3Output<"GetObjectAttributes">, "Checksum"> {
  if (checksum === undefined) return {};
  const value = checksum.type === "COMPOSITE" ? checksum.value.replace(/-\d+$/, "") : checksum.value;
  return { Checksum: { ...checksumMember(checksum.algorithm, value), ChecksumType: checksum.type } };
}

function partsOf(
  object: StoredObject,
  input: S3Input<"GetObjectAttributes">,
): Pick<S3Output<"GetObjectAttributes">, "ObjectParts"> {
  if (object.parts === undefined) return {};
  const TotalPartsCount = object.parts.length;
  // S3 lists the parts only of an upload with checksums per part.
  if (object.checksum?.type !== "COMPOSITE") return { ObjectParts: { TotalPartsCount } };
  const after = Number(input.PartNumberMarker ?? "0");
  const limit = Math.min(input.MaxParts ?? 1000, 1000);
  const numbered = object.parts.map((part, index) => ({
    PartNumber: index + 1,
    Size: part.sizeBytes,
    ...checksumMember(object.checksum?.algorithm, part.checksum),
  }));
  const page = numbered.slice(after, after + limit);
  return {
    ObjectParts: {
      TotalPartsCount,
      PartNumberMarker: String(after),
      NextPartNumberMarker: String(page.at(-1)?.PartNumber ?? 0),
      MaxParts: limit,
      IsTruncated: after + limit < TotalPartsCount,
      Parts: page,
    },
  };
}
