import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext } from "../../../kernel/CallContext.ts";
import { bucketInAnyRegion } from "../buckets/bucketOf.ts";
import { invalidArgument } from "../errors.ts";
import type { BucketState, StoredObject } from "../S3State.ts";
import { checkCopyConditions } from "./conditions.ts";
import { objectAt } from "./versions.ts";

export const COPY_SOURCE_MEMBERS = [
  "CopySource",
  "CopySourceIfMatch",
  "CopySourceIfModifiedSince",
  "CopySourceIfNoneMatch",
  "CopySourceIfUnmodifiedSince",
  "ExpectedSourceBucketOwner",
] as const;

export interface CopySourceInput {
  readonly CopySource?: string | undefined;
  readonly CopySourceIfMatch?: string | undefined;
  readonly CopySourceIfNoneMatch?: string | undefined;
  readonly CopySourceIfModifiedSince?: Date | undefined;
  readonly CopySourceIfUnmodifiedSince?: Date | undefined;
  readonly ExpectedSourceBucketOwner?: string | undefined;
}

export interface CopySource {
  readonly bucket: BucketState;
  readonly key: string;
  readonly object: StoredObject;
}

/**
 * The object that `x-amz-copy-source` names: `bucket/key`, URL-encoded, with `?versionId=` behind it.
 * @throws {AwsError} as a read of it would, or PreconditionFailed.
 */
export function copySourceOf(input: CopySourceInput, context: CallContext): CopySource {
  const { bucketName, key, versionId } = parsedCopySource(input.CopySource ?? "");
  const bucket = bucketInAnyRegion(
    { Bucket: bucketName, ExpectedBucketOwner: input.ExpectedSourceBucketOwner },
    context,
  );
  const object = sourceObject({ bucket, key, versionId });
  checkCopyConditions(object, input, context.clock.nowMs());
  return { bucket, key, object };
}

function sourceObject(at: { bucket: BucketState; key: string; versionId: string | undefined }) {
  try {
    return objectAt(at, at.versionId, "GET");
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "MethodNotAllowed") throw error;
    throw new AwsError(
      "InvalidRequest",
      "The source of a copy request may not specifically refer to a delete marker by version id.",
    );
  }
}

function parsedCopySource(copySource: string) {
  const [path = "", version] = copySource.replace(/^\//, "").split("?versionId=", 2);
  const decoded = decodedPath(path);
  const slash = decoded.indexOf("/");
  if (slash <= 0 || slash === decoded.length - 1)
    throw invalidArgument("Invalid copy source object key", "x-amz-copy-source", copySource);
  return { bucketName: decoded.slice(0, slash), key: decoded.slice(slash + 1), versionId: version };
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw invalidArgument("Invalid copy source encoding.", "x-amz-copy-source", path);
  }
}
