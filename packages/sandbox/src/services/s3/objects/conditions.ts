import { AwsError } from "../../../kernel/AwsError.ts";
import { noSuchKey, notModelled, preconditionFailed } from "../errors.ts";
import type { StoredObject } from "../S3State.ts";
import { currentObject, type KeyOfBucket } from "./versions.ts";

export interface ReadConditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
  readonly IfModifiedSince?: Date | undefined;
  readonly IfUnmodifiedSince?: Date | undefined;
}

export interface WriteConditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
}

/** @throws {AwsError} PreconditionFailed (412) or NotModified (304), in the precedence of RFC 9110. */
export function checkReadConditions(object: StoredObject, conditions: ReadConditions): void {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  if (IfMatch !== undefined) {
    if (!matches(IfMatch, object.etag)) throw preconditionFailed("If-Match");
  } else if (IfUnmodifiedSince !== undefined && object.modifiedMs > IfUnmodifiedSince.getTime()) {
    throw preconditionFailed("If-Unmodified-Since");
  }
  const notModified =
    IfNoneMatch === undefined
      ? IfModifiedSince !== undefined && object.modifiedMs <= IfModifiedSince.getTime()
      : matches(IfNoneMatch, object.etag);
  if (notModified)
    throw new AwsError("NotModified", "Not Modified", {
      httpStatus: 304,
      members: { ETag: quoted(object.etag) },
    });
}

/** For the source of a copy: every failed condition is a 412. */
export function checkCopyConditions(
  object: StoredObject,
  input: {
    readonly CopySourceIfMatch?: string | undefined;
    readonly CopySourceIfNoneMatch?: string | undefined;
    readonly CopySourceIfModifiedSince?: Date | undefined;
    readonly CopySourceIfUnmodifiedSince?: Date | undefined;
  },
): void {
  const conditions: ReadConditions = {
    IfMatch: input.CopySourceIfMatch,
    IfNoneMatch: input.CopySourceIfNoneMatch,
    IfModifiedSince: input.CopySourceIfModifiedSince,
    IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
  };
  try {
    checkReadConditions(object, conditions);
  } catch (error) {
    if (!(error instanceof AwsError) || error.httpStatus !== 304) throw error;
    throw preconditionFailed(
      input.CopySourceIfNoneMatch === undefined
        ? "x-amz-copy-source-If-Modified-Since"
        : "x-amz-copy-source-If-None-Match",
    );
  }
}

/** @throws {AwsError} PreconditionFailed, or NoSuchKey where If-Match finds nothing. */
export function checkWriteConditions(at: KeyOfBucket, conditions: WriteConditions): void {
  const current = currentObject(at);
  if (conditions.IfNoneMatch !== undefined) {
    if (conditions.IfNoneMatch !== "*") throw notModelled("If-None-Match with another value than *");
    if (current !== undefined) throw preconditionFailed("If-None-Match");
  }
  if (conditions.IfMatch === undefined) return;
  if (current === undefined) throw noSuchKey(at.key);
  if (!matches(conditions.IfMatch, current.etag)) throw preconditionFailed("If-Match");
}

export function quoted(etag: string): string {
  return `"${etag}"`;
}

function matches(header: string, etag: string): boolean {
  return header
    .split(",")
    .map((candidate) => candidate.trim().replace(/^W\//, "").replaceAll('"', ""))
    .some((candidate) => candidate === "*" || candidate === etag);
}
