import type { CallContext } from "../../../kernel/CallContext.ts";
import { bucketOf } from "../buckets/bucketOf.ts";
import { type ChecksumName, checksumName } from "../contents/checksums.ts";
import { dropContent } from "../contents/contentFiles.ts";
import { invalidRequest } from "../errors.ts";
import { checkKey, shownEncryption, traitsOf } from "../objects/traits.ts";
import type { Upload } from "../S3State.ts";
import type { S3Input, S3Output } from "../shapes.ts";
import { uploadOf } from "./uploadOf.ts";

export function createMultipartUpload(
  input: S3Input<"CreateMultipartUpload">,
  context: CallContext,
): S3Output<"CreateMultipartUpload"> {
  const bucket = bucketOf(input, context);
  const key = input.Key ?? "";
  checkKey(key);
  const upload: Upload = {
    uploadId: context.ids.hex("s3-upload", 64),
    key,
    initiatedMs: Math.floor(context.clock.nowMs() / 1000) * 1000,
    ...traitsOf(bucket, input),
    ...checksumPlan(checksumName(input.ChecksumAlgorithm), input.ChecksumType),
    parts: {},
  };
  bucket.uploads[upload.uploadId] = upload;
  return {
    Bucket: bucket.name,
    Key: key,
    UploadId: upload.uploadId,
    ...shownEncryption(upload),
    ...(upload.checksumAlgorithm === undefined ? {} : { ChecksumAlgorithm: upload.checksumAlgorithm }),
    ...(upload.checksumType === undefined ? {} : { ChecksumType: upload.checksumType }),
  };
}

export function abortMultipartUpload(
  input: S3Input<"AbortMultipartUpload">,
  context: CallContext,
): S3Output<"AbortMultipartUpload"> {
  const { bucket, upload } = uploadOf(input, context);
  for (const part of Object.values(upload.parts)) dropContent(context, part.contentId);
  delete bucket.uploads[upload.uploadId];
  return {};
}

/** A CRC can be of the whole object, digests only of the parts; CRC64NVME only of the whole. */
function checksumPlan(
  algorithm: ChecksumName | undefined,
  type: string | undefined,
): Pick<Upload, "checksumAlgorithm" | "checksumType"> {
  if (algorithm === undefined) {
    if (type !== undefined)
      throw invalidRequest(
        "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.",
      );
    return {};
  }
  const isDigest = !algorithm.startsWith("CRC");
  const wanted = type ?? (algorithm === "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE");
  if ((wanted === "FULL_OBJECT" && isDigest) || (wanted === "COMPOSITE" && algorithm === "CRC64NVME"))
    throw invalidRequest(
      `The ${wanted} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  if (wanted !== "FULL_OBJECT" && wanted !== "COMPOSITE")
    throw invalidRequest("Value for x-amz-checksum-type header is invalid.");
  return { checksumAlgorithm: algorithm, checksumType: wanted };
}
