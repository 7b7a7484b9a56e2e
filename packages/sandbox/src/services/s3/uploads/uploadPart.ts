import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext } from "../../../kernel/CallContext.ts";
import { checksumMember, givenChecksum } from "../contents/checksums.ts";
import { contentPath, dropContent, shareContent, sliceContent } from "../contents/contentFiles.ts";
import { digestFile } from "../contents/digestFile.ts";
import { invalidArgument, invalidRequest } from "../errors.ts";
import { quoted } from "../objects/conditions.ts";
import { copySourceOf } from "../objects/copySource.ts";
import { receivedContent } from "../objects/putObject.ts";
import { shownEncryption } from "../objects/traits.ts";
import { shownVersionId } from "../objects/versions.ts";
import type { Content, StoredObject, Upload, UploadedPart } from "../S3State.ts";
import type { S3Input, S3Output } from "../shapes.ts";
import { checkedPartNumber, uploadOf } from "./uploadOf.ts";

export function uploadPart(input: S3Input<"UploadPart">, context: CallContext): S3Output<"UploadPart"> {
  const partNumber = checkedPartNumber(input.PartNumber);
  const { upload } = uploadOf(input, context);
  checkAlgorithm(upload, input);
  const content = receivedContent(context, {
    ...input,
    ChecksumAlgorithm: upload.checksumAlgorithm ?? input.ChecksumAlgorithm,
  });
  const part = keepPart(context, { upload, partNumber, content });
  return {
    ETag: quoted(part.etag),
    ...shownEncryption(upload),
    ...checksumMember(part.checksum?.algorithm, part.checksum?.value),
  };
}

export function uploadPartCopy(
  input: S3Input<"UploadPartCopy">,
  context: CallContext,
): S3Output<"UploadPartCopy"> {
  const partNumber = checkedPartNumber(input.PartNumber);
  const { upload } = uploadOf(input, context);
  const source = copySourceOf(input, context);
  const content = copiedPart(context, { upload, object: source.object, range: input.CopySourceRange });
  const part = keepPart(context, { upload, partNumber, content });
  const { VersionId: CopySourceVersionId } = shownVersionId(source.bucket, source.object);
  return {
    CopyPartResult: {
      ETag: quoted(part.etag),
      LastModified: new Date(part.modifiedMs),
      ...checksumMember(part.checksum?.algorithm, part.checksum?.value),
    },
    ...shownEncryption(upload),
    ...(CopySourceVersionId === undefined ? {} : { CopySourceVersionId }),
  };
}

/** A part of the same number is replaced. */
function keepPart(
  context: CallContext,
  { upload, partNumber, content }: { upload: Upload; partNumber: number; content: Content },
): UploadedPart {
  const part: UploadedPart = {
    ...content,
    modifiedMs: Math.floor(context.clock.nowMs() / 1000) * 1000,
  };
  const replaced = upload.parts[String(partNumber)];
  if (replaced !== undefined) dropContent(context, replaced.contentId);
  upload.parts[String(partNumber)] = part;
  return part;
}

function checkAlgorithm(upload: Upload, input: S3Input<"UploadPart">): void {
  const given = givenChecksum(input)?.name;
  const planned = upload.checksumAlgorithm;
  if (given === undefined || planned === undefined || given === planned) return;
  throw invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${planned.toLowerCase()}, actual checksum Type: ${given.toLowerCase()}`,
  );
}

function copiedPart(
  context: CallContext,
  options: { upload: Upload; object: StoredObject; range: string | undefined },
): Content {
  const { upload, object, range } = options;
  const contentId =
    range === undefined
      ? shareContent(context, object.contentId)
      : sliceContent(context, object.contentId, copiedRange(range, object.sizeBytes));
  const algorithm = upload.checksumAlgorithm;
  const digest = digestFile(contentPath(context, contentId), algorithm);
  return {
    contentId,
    sizeBytes: digest.sizeBytes,
    etag: digest.md5.toString("hex"),
    ...(algorithm === undefined || digest.checksum === undefined
      ? {}
      : { checksum: { algorithm, value: digest.checksum, type: "FULL_OBJECT" as const } }),
  };
}

/** Here, unlike in reads, both ends must be given and lie within the source. */
function copiedRange(range: string, sizeBytes: number): { startByte: number; endByte: number } {
  const match = /^bytes=(\d+)-(\d+)$/.exec(range);
  const startByte = Number(match?.[1] ?? Number.NaN);
  const lastByte = Number(match?.[2] ?? Number.NaN);
  if (!(startByte <= lastByte))
    throw invalidArgument(
      "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
      "x-amz-copy-source-range",
      range,
    );
  if (lastByte >= sizeBytes)
    throw new AwsError(
      "InvalidArgument",
      `Range specified is not valid for source object of size: ${sizeBytes}`,
      { members: { ArgumentName: "x-amz-copy-source-range", ArgumentValue: range } },
    );
  return { startByte, endByte: lastByte + 1 };
}
