import type { CallContext } from "../../../kernel/CallContext.ts";
import { bucketOf } from "../buckets/bucketOf.ts";
import { checksumMember, checksumName } from "../contents/checksums.ts";
import { contentPath, shareContent } from "../contents/contentFiles.ts";
import { digestFile } from "../contents/digestFile.ts";
import { invalidArgument, invalidRequest } from "../errors.ts";
import type { Content, ObjectTraits, StoredObject } from "../S3State.ts";
import type { S3Input, S3Output } from "../shapes.ts";
import { checkWriteConditions, quoted } from "./conditions.ts";
import { type CopySource, copySourceOf } from "./copySource.ts";
import { checkKey, shownEncryption, traitsOf } from "./traits.ts";
import { type KeyOfBucket, shownVersionId, writeObject, writtenVersionId } from "./versions.ts";

const LARGEST_COPY_BYTES = 5 * 1024 ** 3;

export function copyObject(input: S3Input<"CopyObject">, context: CallContext): S3Output<"CopyObject"> {
  const bucket = bucketOf(input, context);
  const at = { bucket, key: input.Key ?? "" };
  checkKey(at.key);
  const source = copySourceOf(input, context);
  checkWriteConditions(at, input);
  checkCopy(input, source, at);
  const traits = copiedTraits(input, source.object, traitsOf(bucket, input));
  const object = writeObject(context, at, { ...traits, ...copiedContent(context, input, source.object) });
  const { VersionId: CopySourceVersionId } = shownVersionId(source.bucket, source.object);
  return {
    CopyObjectResult: {
      ETag: quoted(object.etag),
      LastModified: new Date(object.modifiedMs),
      ...checksumMember(object.checksum?.algorithm, object.checksum?.value),
    },
    ...shownEncryption(object),
    ...writtenVersionId(bucket, object),
    ...(CopySourceVersionId === undefined ? {} : { CopySourceVersionId }),
  };
}

function checkCopy(input: S3Input<"CopyObject">, source: CopySource, at: KeyOfBucket): void {
  for (const [name, directive] of [
    ["metadata", input.MetadataDirective],
    ["tagging", input.TaggingDirective],
  ] as const)
    if (directive !== undefined && directive !== "COPY" && directive !== "REPLACE")
      throw invalidArgument(`Unknown ${name} directive.`, `x-amz-${name}-directive`, directive);
  if (source.object.sizeBytes > LARGEST_COPY_BYTES)
    throw invalidRequest(
      `The specified copy source is larger than the maximum allowable size for a copy source: ${LARGEST_COPY_BYTES}`,
    );
  const isItself =
    source.bucket === at.bucket && source.key === at.key && !input.CopySource?.includes("?versionId=");
  const changes =
    input.MetadataDirective === "REPLACE" ||
    input.StorageClass !== undefined ||
    input.ServerSideEncryption !== undefined;
  if (isItself && !changes)
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
}

function copiedTraits(input: S3Input<"CopyObject">, source: StoredObject, given: ObjectTraits): ObjectTraits {
  const described = input.MetadataDirective === "REPLACE" ? given : source;
  return {
    headers: described.headers,
    metadata: described.metadata,
    tags: input.TaggingDirective === "REPLACE" ? given.tags : source.tags,
    storageClass: given.storageClass,
    encryption: given.encryption,
  };
}

/** One piece even where the source has parts, so that its ETag is the MD5. */
function copiedContent(context: CallContext, input: S3Input<"CopyObject">, source: StoredObject): Content {
  const algorithm = checksumName(input.ChecksumAlgorithm) ?? source.checksum?.algorithm;
  const path = contentPath(context, source.contentId);
  const { md5, checksum } = digestFile(path, algorithm);
  return {
    contentId: shareContent(context, source.contentId),
    sizeBytes: source.sizeBytes,
    etag: md5.toString("hex"),
    ...(algorithm === undefined || checksum === undefined
      ? {}
      : { checksum: { algorithm, value: checksum, type: "FULL_OBJECT" as const } }),
  };
}
