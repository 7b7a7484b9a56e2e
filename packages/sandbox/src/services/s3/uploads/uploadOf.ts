import type { CallContext } from "../../../kernel/CallContext.ts";
import { bucketOf } from "../buckets/bucketOf.ts";
import { invalidArgument, noSuchUpload } from "../errors.ts";
import type { BucketState, Upload } from "../S3State.ts";
import type { BucketRequest } from "../shapes.ts";

export interface UploadRequest extends BucketRequest {
  readonly Key?: string | undefined;
  readonly UploadId?: string | undefined;
}

/** @throws {AwsError} NoSuchUpload also where the upload is of another key. */
export function uploadOf(
  request: UploadRequest,
  context: CallContext,
): { bucket: BucketState; upload: Upload } {
  const bucket = bucketOf(request, context);
  const uploadId = request.UploadId ?? "";
  const upload = Object.hasOwn(bucket.uploads, uploadId) ? bucket.uploads[uploadId] : undefined;
  if (upload === undefined || upload.key !== request.Key) throw noSuchUpload(uploadId);
  return { bucket, upload };
}

/** @throws {AwsError} InvalidArgument outside of 1 to 10,000. */
export function checkedPartNumber(partNumber: number | undefined): number {
  if (partNumber !== undefined && partNumber >= 1 && partNumber <= 10_000) return partNumber;
  throw invalidArgument(
    "Part number must be an integer between 1 and 10000, inclusive",
    "partNumber",
    String(partNumber),
  );
}

/** Numbers and parts in ascending order. */
export function numberedParts(upload: Upload): readonly (readonly [number, Upload["parts"][string]])[] {
  return Object.entries(upload.parts)
    .map(([number, part]) => [Number(number), part] as const)
    .sort(([left], [right]) => left - right);
}
