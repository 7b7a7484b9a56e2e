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
export function checkReadConditions(object: StoredObject, conditions: ReadConditions, nowMs: number): void {
  const failed = failedCondition(object, conditions, nowMs);
  if (failed === undefined) return;
  if (failed === "If-Match" || failed === "If-Unmodified-Since") throw preconditionFailed(failed);
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
  nowMs: number,
): void {
  const conditions: ReadConditions = {
    IfMatch: input.CopySourceIfMatch,
    IfNoneMatch: input.CopySourceIfNoneMatch,
    IfModifiedSince: input.CopySourceIfModifiedSince,
    IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
  };
  const failed = failedCondition(object, conditions, nowMs);
  if (failed !== undefined) throw preconditionFailed(`x-amz-copy-source-${failed}`);
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

/** The first condition that does not hold; a date in the future is no condition. */
function failedCondition(object: StoredObject, conditions: ReadConditions, nowMs: number) {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  if (IfMatch !== undefined) {
    if (!matches(IfMatch, object.etag)) return "If-Match";
  } else if (IfUnmodifiedSince !== undefined && object.modifiedMs > IfUnmodifiedSince.getTime()) {
    return "If-Unmodified-Since";
  }
  if (IfNoneMatch !== undefined) return matches(IfNoneMatch, object.etag) ? "If-None-Match" : undefined;
  const sinceMs = IfModifiedSince?.getTime() ?? Infinity;
  return sinceMs <= nowMs && object.modifiedMs <= sinceMs ? "If-Modified-Since" : undefined;
}

function matches(header: string, etag: string): boolean {
  return header
    .split(",")
    .map((candidate) => candidate.trim().replace(/^W\//, "").replaceAll('"', ""))
    .some((candidate) => candidate === "*" || candidate === etag);
}
