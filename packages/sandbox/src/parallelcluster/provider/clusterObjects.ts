import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RegionContext } from "../../kernel/CallContext.ts";

/** Uploads a text as a client would and answers its version id (`null` in a bucket without versions). */
export function putText(
  context: RegionContext,
  place: { readonly bucket: string; readonly key: string },
  text: string,
): string {
  const directory = join(context.dataDirectory, "parallelcluster");
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const filePath = join(directory, `upload-${context.ids.hex("parallelcluster-upload", 16)}`);
  writeFileSync(filePath, text);
  const answer = context.call("s3", "PutObject", {
    Bucket: place.bucket,
    Key: place.key,
    Body: { filePath, sizeBytes: Buffer.byteLength(text) },
  });
  return answer.VersionId ?? "null";
}

/** @throws {AwsError} as S3 answers, when there is no such object. */
export function getText(
  context: RegionContext,
  place: { readonly bucket: string; readonly key: string; readonly versionId?: string },
): string {
  const { Body } = context.call("s3", "GetObject", {
    Bucket: place.bucket,
    Key: place.key,
    ...(place.versionId === undefined ? {} : { VersionId: place.versionId }),
  });
  if (Body === undefined) return "";
  if (Body instanceof Uint8Array) return Buffer.from(Body).toString("utf8");
  return readFileSync(Body.filePath).subarray(Body.startByte, Body.endByte).toString("utf8");
}

/** Removes every version of every object under a prefix; a bucket that is gone is not an error of this function. */
export function deleteAllVersions(context: RegionContext, bucket: string, prefix: string): void {
  for (;;) {
    const page = context.call("s3", "ListObjectVersions", { Bucket: bucket, Prefix: prefix });
    const objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].flatMap(({ Key, VersionId }) =>
      Key === undefined || VersionId === undefined ? [] : [{ Key, VersionId }],
    );
    if (objects.length === 0) return;
    context.call("s3", "DeleteObjects", { Bucket: bucket, Delete: { Objects: objects, Quiet: true } });
  }
}
