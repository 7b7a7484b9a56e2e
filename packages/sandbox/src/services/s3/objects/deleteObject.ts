import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext } from "../../../kernel/CallContext.ts";
import { bucketOf } from "../buckets/bucketOf.ts";
import { malformedXml } from "../errors.ts";
import type { S3Input, S3Output } from "../shapes.ts";
import { checkWriteConditions } from "./conditions.ts";
import { deleteCurrent, deleteVersion, type KeyOfBucket } from "./versions.ts";

const MOST_OBJECTS = 1000;

export function deleteObject(input: S3Input<"DeleteObject">, context: CallContext): S3Output<"DeleteObject"> {
  const at = { bucket: bucketOf(input, context), key: input.Key ?? "" };
  if (input.IfMatch !== undefined) checkWriteConditions(at, { IfMatch: input.IfMatch });
  return removed(context, at, input.VersionId);
}

export function deleteObjects(
  input: S3Input<"DeleteObjects">,
  context: CallContext,
): S3Output<"DeleteObjects"> {
  const bucket = bucketOf(input, context);
  const objects = input.Delete?.Objects ?? [];
  if (objects.length === 0 || objects.length > MOST_OBJECTS) throw malformedXml();
  const deleted: NonNullable<S3Output<"DeleteObjects">["Deleted"]> = [];
  const errors: NonNullable<S3Output<"DeleteObjects">["Errors"]> = [];
  for (const { Key, VersionId, ETag } of objects) {
    const named = { Key: Key ?? "", ...(VersionId === undefined ? {} : { VersionId }) };
    try {
      const at = { bucket, key: named.Key };
      if (ETag !== undefined) checkWriteConditions(at, { IfMatch: ETag });
      deleted.push({ ...named, ...deletedMembers(removed(context, at, VersionId), VersionId) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      errors.push({ ...named, ...shownError(error) });
    }
  }
  return {
    ...(input.Delete?.Quiet === true ? {} : { Deleted: deleted }),
    ...(errors.length === 0 ? {} : { Errors: errors }),
  };
}

function removed(
  context: CallContext,
  at: KeyOfBucket,
  versionId: string | undefined,
): S3Output<"DeleteObject"> {
  if (versionId === undefined) {
    const marker = deleteCurrent(context, at);
    return marker === undefined ? {} : { DeleteMarker: true, VersionId: marker.versionId };
  }
  const version = deleteVersion(context, at, versionId);
  return {
    VersionId: versionId,
    ...(version?.kind === "delete-marker" ? { DeleteMarker: true } : {}),
  };
}

/** Of several objects, one with an impossible version id is one without this version. */
function shownError(error: AwsError): { Code: string; Message: string } {
  return error.code === "InvalidArgument"
    ? { Code: "NoSuchVersion", Message: "The specified version does not exist." }
    : { Code: error.code, Message: error.message };
}

function deletedMembers(result: S3Output<"DeleteObject">, versionId: string | undefined) {
  if (result.DeleteMarker !== true) return {};
  return {
    DeleteMarker: true,
    DeleteMarkerVersionId: result.VersionId,
    ...(versionId === undefined ? {} : { VersionId: versionId }),
  };
}
