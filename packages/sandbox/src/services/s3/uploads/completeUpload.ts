import { createHash } from "node:crypto";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext } from "../../../kernel/CallContext.ts";
import {
  checksumMember,
  checksumMismatch,
  createRunningChecksum,
  givenChecksum,
} from "../contents/checksums.ts";
import { contentPath, dropContent, joinContents } from "../contents/contentFiles.ts";
import { digestFile } from "../contents/digestFile.ts";
import { malformedXml } from "../errors.ts";
import { checkWriteConditions, quoted } from "../objects/conditions.ts";
import { shownEncryption } from "../objects/traits.ts";
import { writeObject, writtenVersionId } from "../objects/versions.ts";
import type { Content, StoredChecksum, Upload, UploadedPart } from "../S3State.ts";
import type { S3Input, S3Output } from "../shapes.ts";
import { uploadOf } from "./uploadOf.ts";

type Input = S3Input<"CompleteMultipartUpload">;

/** Every part but the last has at least this size. */
const SMALLEST_PART_BYTES = 5 * 1024 ** 2;

export function completeMultipartUpload(
  input: Input,
  context: CallContext,
): S3Output<"CompleteMultipartUpload"> {
  const { bucket, upload } = uploadOf(input, context);
  const at = { bucket, key: upload.key };
  const parts = chosenParts(upload, input);
  checkWriteConditions(at, input);
  const content = joinedContent(context, { upload, parts, input });
  delete bucket.uploads[upload.uploadId];
  for (const part of Object.values(upload.parts)) dropContent(context, part.contentId);
  const { headers, metadata, tags, storageClass, encryption } = upload;
  const object = writeObject(context, at, {
    ...content,
    headers,
    metadata,
    tags,
    storageClass,
    encryption,
  });
  return {
    Location: `${context.endpointUrl}/${bucket.name}/${encodeURIComponent(upload.key)}`,
    Bucket: bucket.name,
    Key: upload.key,
    ETag: quoted(object.etag),
    ...shownEncryption(object),
    ...writtenVersionId(bucket, object),
    ...checksumMember(object.checksum?.algorithm, object.checksum?.value),
    ...(object.checksum === undefined ? {} : { ChecksumType: object.checksum.type }),
  };
}

/** @throws {AwsError} MalformedXML, InvalidPartOrder, InvalidPart, EntityTooSmall. */
function chosenParts(upload: Upload, input: Input): readonly UploadedPart[] {
  const named = input.MultipartUpload?.Parts ?? [];
  if (named.length === 0) throw malformedXml();
  let lastNumber = 0;
  const parts = named.map(({ PartNumber = 0, ETag = "", ...checksums }) => {
    if (PartNumber <= lastNumber) throw invalidPartOrder(upload);
    lastNumber = PartNumber;
    const part = upload.parts[String(PartNumber)];
    if (part === undefined || ETag.replaceAll('"', "") !== part.etag)
      throw invalidPart(upload, PartNumber, ETag);
    const given = givenChecksum(checksums);
    if (given !== undefined && part.checksum !== undefined && given.value !== part.checksum.value)
      throw invalidPart(upload, PartNumber, ETag);
    return { number: PartNumber, part };
  });
  for (const { number, part } of parts.slice(0, -1))
    if (part.sizeBytes < SMALLEST_PART_BYTES) throw entityTooSmall(number, part);
  return parts.map(({ part }) => part);
}

function joinedContent(
  context: CallContext,
  options: { upload: Upload; parts: readonly UploadedPart[]; input: Input },
): Content {
  const { upload, parts, input } = options;
  const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0);
  if (input.MpuObjectSize !== undefined && input.MpuObjectSize !== sizeBytes)
    throw new AwsError(
      "InvalidRequest",
      `The provided 'x-amz-mp-object-size' header value ${input.MpuObjectSize} does not match what was computed: ${sizeBytes}`,
    );
  const md5s = Buffer.concat(parts.map((part) => Buffer.from(part.etag, "hex")));
  const contentId = joinContents(
    context,
    parts.map((part) => part.contentId),
  );
  const checksum = joinedChecksum(contentPath(context, contentId), upload, parts);
  const given = givenChecksum(input);
  if (given !== undefined && checksum !== undefined && plain(given.value) !== plain(checksum.value)) {
    dropContent(context, contentId);
    throw checksumMismatch(given.name);
  }
  return {
    contentId,
    sizeBytes,
    etag: `${createHash("md5").update(md5s).digest("hex")}-${parts.length}`,
    ...(checksum === undefined ? {} : { checksum }),
    parts: parts.map(keptPart),
  };
}

function keptPart({ sizeBytes, checksum }: UploadedPart): { sizeBytes: number; checksum?: string } {
  return { sizeBytes, ...(checksum === undefined ? {} : { checksum: checksum.value }) };
}

function joinedChecksum(
  path: string,
  upload: Upload,
  parts: readonly UploadedPart[],
): StoredChecksum | undefined {
  const algorithm = upload.checksumAlgorithm;
  if (algorithm === undefined) return undefined;
  if (upload.checksumType === "FULL_OBJECT") {
    const { checksum: value } = digestFile(path, algorithm);
    return value === undefined ? undefined : { algorithm, value, type: "FULL_OBJECT" };
  }
  const running = createRunningChecksum(algorithm);
  for (const part of parts) running.update(Buffer.from(part.checksum?.value ?? "", "base64"));
  return { algorithm, value: `${running.digestBase64()}-${parts.length}`, type: "COMPOSITE" };
}

/** A composite checksum may be given with or without the number of parts. */
function plain(value: string): string {
  return value.replace(/-\d+$/, "");
}

function invalidPartOrder(upload: Upload): AwsError {
  return new AwsError(
    "InvalidPartOrder",
    "The list of parts was not in ascending order. Parts must be ordered by part number.",
    { members: { UploadId: upload.uploadId } },
  );
}

function invalidPart(upload: Upload, partNumber: number, etag: string): AwsError {
  return new AwsError(
    "InvalidPart",
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    {
      members: {
        ETag: etag.replaceAll('"', ""),
        PartNumber: partNumber,
        UploadId: upload.uploadId,
      },
    },
  );
}

function entityTooSmall(partNumber: number, part: UploadedPart): AwsError {
  return new AwsError("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", {
    members: {
      ETag: part.etag,
      MinSizeAllowed: SMALLEST_PART_BYTES,
      PartNumber: partNumber,
      ProposedSize: part.sizeBytes,
    },
  });
}
