import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext } from "../../../kernel/CallContext.ts";
import { dropContent } from "../contents/contentFiles.ts";
import { invalidArgument, noSuchKey, noSuchVersion } from "../errors.ts";
import { keyAdded, keyRemoved } from "../listings/sortedKeys.ts";
import {
  type BucketState,
  type Content,
  type DeleteMarker,
  type ObjectTraits,
  type ObjectVersion,
  type StoredObject,
  tableKey,
} from "../S3State.ts";

/** Metadata that FSx writes with every export; it tells the origin of a change. */
const DATA_LINK_AGENT = "aws-fsx-lustre";

export interface KeyOfBucket {
  readonly bucket: BucketState;
  readonly key: string;
}

export function versionsOf({ bucket, key }: KeyOfBucket): readonly ObjectVersion[] {
  const name = tableKey(key);
  return Object.hasOwn(bucket.objects, name) ? (bucket.objects[name] ?? []) : [];
}

/** The current version when it is an object. */
export function currentObject(at: KeyOfBucket): StoredObject | undefined {
  const newest = versionsOf(at)[0];
  return newest?.kind === "object" ? newest : undefined;
}

/**
 * The object that a read asks for.
 * @throws {AwsError} NoSuchKey, NoSuchVersion, or MethodNotAllowed for a version that is a delete marker.
 */
export function objectAt(at: KeyOfBucket, versionId: string | undefined, method: string): StoredObject {
  if (versionId === undefined) {
    const newest = versionsOf(at)[0];
    if (newest?.kind === "object") return newest;
    throw noSuchKey(at.key, newest?.versionId);
  }
  checkVersionId(versionId);
  const version = versionsOf(at).find((candidate) => candidate.versionId === versionId);
  if (version === undefined) throw noSuchVersion(at.key, versionId);
  if (version.kind === "object") return version;
  throw new AwsError("MethodNotAllowed", "The specified method is not allowed against this resource.", {
    httpStatus: 405,
    members: {
      Method: method,
      ResourceType: "DeleteMarker",
      "x-amz-delete-marker": "true",
      "x-amz-version-id": versionId,
    },
  });
}

/** The version id as answers show it: absent where versioning was never on. */
export function shownVersionId(bucket: BucketState, version: ObjectVersion): { VersionId?: string } {
  return bucket.versioning === undefined ? {} : { VersionId: version.versionId };
}

/** The version id of a write: S3 answers it only while versioning is on. */
export function writtenVersionId(bucket: BucketState, version: ObjectVersion): { VersionId?: string } {
  return bucket.versioning === "Enabled" ? { VersionId: version.versionId } : {};
}

/** Makes a content the current version of a key and tells who listens. */
export function writeObject(
  context: CallContext,
  at: KeyOfBucket,
  what: Content & ObjectTraits,
): StoredObject {
  const before = currentObject(at);
  const object: StoredObject = {
    kind: "object",
    versionId: nextVersionId(context, at.bucket),
    modifiedMs: modelledSecondMs(context),
    ...what,
  };
  pushVersion(context, at, object);
  const isExport = context.accessKeyId === "sandbox" && what.metadata["user-agent"] === DATA_LINK_AGENT;
  context.emit("s3.object-changed", {
    bucket: at.bucket.name,
    key: at.key,
    change: before === undefined ? "created" : "overwritten",
    origin: isExport ? "data-link" : "client",
  });
  return object;
}

/** Hides a key behind a delete marker, or removes it where versioning was never on. */
export function deleteCurrent(context: CallContext, at: KeyOfBucket): DeleteMarker | undefined {
  const before = currentObject(at);
  if (at.bucket.versioning === undefined) {
    if (before !== undefined) removeVersion(context, at, before);
    return undefined;
  }
  const marker: DeleteMarker = {
    kind: "delete-marker",
    versionId: nextVersionId(context, at.bucket),
    modifiedMs: modelledSecondMs(context),
  };
  pushVersion(context, at, marker);
  emitChange(context, at, before);
  return marker;
}

/** Removes one version for ever; undefined when there is none of this id. */
export function deleteVersion(
  context: CallContext,
  at: KeyOfBucket,
  versionId: string,
): ObjectVersion | undefined {
  checkVersionId(versionId);
  const version = versionsOf(at).find((candidate) => candidate.versionId === versionId);
  if (version !== undefined) removeVersion(context, at, version);
  return version;
}

export function checkVersionId(versionId: string): void {
  if (versionId === "")
    throw invalidArgument("Version id cannot be the empty string", "versionId", versionId);
  // AWS knows the ids that it made; those of the sandbox have a form of their own.
  if (versionId !== "null" && !/^[0-9A-Z]{32}$/.test(versionId))
    throw invalidArgument("Invalid version id specified", "versionId", versionId);
}

/** Replaces an object's tags: the only thing of a version that changes. */
export function replaceVersion(at: KeyOfBucket, before: StoredObject, after: StoredObject): void {
  const versions = at.bucket.objects[tableKey(at.key)];
  const index = versions?.indexOf(before) ?? -1;
  if (index >= 0) versions?.splice(index, 1, after);
}

function removeVersion(context: CallContext, at: KeyOfBucket, version: ObjectVersion): void {
  const name = tableKey(at.key);
  const before = currentObject(at);
  const left = versionsOf(at).filter((candidate) => candidate !== version);
  if (version.kind === "object") dropContent(context, version.contentId);
  if (left.length > 0) at.bucket.objects[name] = left;
  else {
    delete at.bucket.objects[name];
    keyRemoved(at.bucket.objects, at.key);
  }
  emitChange(context, at, before);
}

function emitChange(context: CallContext, at: KeyOfBucket, before: StoredObject | undefined): void {
  const now = currentObject(at);
  if (now === before) return;
  const change = now === undefined ? "deleted" : before === undefined ? "created" : "overwritten";
  context.emit("s3.object-changed", { bucket: at.bucket.name, key: at.key, change, origin: "client" });
}

function pushVersion(context: CallContext, at: KeyOfBucket, version: ObjectVersion): void {
  const versions = versionsOf(at);
  if (versions.length === 0) keyAdded(at.bucket.objects, at.key);
  const replaced = versions.find(
    (candidate) => version.versionId === "null" && candidate.versionId === "null",
  );
  if (replaced?.kind === "object") dropContent(context, replaced.contentId);
  at.bucket.objects[tableKey(at.key)] = [version, ...versions.filter((candidate) => candidate !== replaced)];
}

function nextVersionId(context: CallContext, bucket: BucketState): string {
  return bucket.versioning === "Enabled" ? context.ids.upperAlphanumeric("s3-version", 32) : "null";
}

/** S3's times have whole seconds. */
function modelledSecondMs(context: CallContext): number {
  return Math.floor(context.clock.nowMs() / 1000) * 1000;
}
