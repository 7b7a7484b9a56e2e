import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import type { SandboxEvents } from "../../../kernel/events.ts";
import { definePart } from "../../../kernel/ServiceModule.ts";
import type { OutputOf, StoredBody } from "../../../kernel/serviceModels.ts";
import { createTestKernel, TEST_START_MS } from "../../../testing/createTestKernel.ts";
import { s3 } from "../s3.ts";

const REGION = "us-east-1";
const Bucket = "data";

function account(versioning?: "Enabled" | "Suspended") {
  const events: SandboxEvents["s3.object-changed"][] = [];
  const listener = definePart("listener", {
    listeners: { "s3.object-changed": (event) => void events.push(event) },
  });
  const context = createTestKernel({ modules: [s3, listener] }).context(REGION);
  context.call("s3", "CreateBucket", { Bucket });
  if (versioning !== undefined) setVersioning(context, versioning);
  return { context, events };
}

function setVersioning(context: RegionContext, Status: "Enabled" | "Suspended"): void {
  context.call("s3", "PutBucketVersioning", { Bucket, VersioningConfiguration: { Status } });
}

function body(context: RegionContext, text: string): StoredBody {
  const filePath = join(mkdtempSync(join(context.dataDirectory, "in-")), "body");
  writeFileSync(filePath, text);
  return { filePath, sizeBytes: Buffer.byteLength(text) };
}

function put(context: RegionContext, Key: string, text: string) {
  return context.call("s3", "PutObject", { Bucket, Key, Body: body(context, text) });
}

function textOf({ Body }: OutputOf<"s3", "GetObject">): string {
  if (Body === undefined || Body instanceof Uint8Array) throw new Error("a part of a file was expected");
  return readFileSync(Body.filePath).subarray(Body.startByte, Body.endByte).toString();
}

function get(context: RegionContext, Key: string, VersionId?: string): string {
  return textOf(
    context.call("s3", "GetObject", { Bucket, Key, ...(VersionId === undefined ? {} : { VersionId }) }),
  );
}

test("what was put is got, with its headers, metadata and MD5", () => {
  const { context } = account();
  const written = context.call("s3", "PutObject", {
    Bucket,
    Key: "a/b.txt",
    Body: body(context, "hello"),
    ContentType: "text/plain",
    CacheControl: "no-cache",
    Metadata: { Owner: "me" },
    Tagging: "team=ml",
    ServerSideEncryption: "AES256",
  });
  expect(written).toEqual({ ETag: '"5d41402abc4b2a76b9719d911017c592"', ServerSideEncryption: "AES256" });
  const read = context.call("s3", "GetObject", { Bucket, Key: "a/b.txt" });
  expect(textOf(read)).toBe("hello");
  expect(read).toMatchObject({
    AcceptRanges: "bytes",
    ContentLength: 5,
    ContentType: "text/plain",
    CacheControl: "no-cache",
    Metadata: { owner: "me" },
    TagCount: 1,
  });
});

test.each([
  "../../escape",
  "/absolute",
  "a//b",
  "..",
  "dir/",
  "käse/😀",
  "__proto__",
  "a\nb",
  "x".repeat(1024),
])("the key %j is a key like any other and stays in the directory", (Key) => {
  const { context } = account();
  put(context, Key, "content");
  const read = context.call("s3", "GetObject", { Bucket, Key });
  expect(textOf(read)).toBe("content");
  const { Body } = read;
  const filePath = Body instanceof Uint8Array ? "" : (Body?.filePath ?? "");
  expect(relative(context.dataDirectory, filePath)).toMatch(/^s3\/[0-9a-f]{2}\/[0-9a-f]{30}$/);
  expect(context.call("s3", "ListObjectsV2", { Bucket }).Contents?.[0]?.Key).toBe(Key);
});

test("a key of more than 1,024 bytes is refused", () => {
  const { context } = account();
  expect(() => put(context, "ä".repeat(513), "")).toThrow(
    expect.objectContaining({ code: "KeyTooLongError" }),
  );
});

test.each([
  { range: "bytes=0-3", text: "0123", contentRange: "bytes 0-3/10" },
  { range: "bytes=7-", text: "789", contentRange: "bytes 7-9/10" },
  { range: "bytes=-2", text: "89", contentRange: "bytes 8-9/10" },
  { range: "bytes=5-99", text: "56789", contentRange: "bytes 5-9/10" },
  { range: "bytes=3-1", text: "0123456789", contentRange: undefined },
  { range: "lines=0-1", text: "0123456789", contentRange: undefined },
])("the range $range answers $text", ({ range, text, contentRange }) => {
  const { context } = account();
  put(context, "digits", "0123456789");
  const read = context.call("s3", "GetObject", { Bucket, Key: "digits", Range: range });
  expect(textOf(read)).toBe(text);
  expect(read.ContentRange).toBe(contentRange);
});

test("a range behind the end is a 416 with the real size", () => {
  const { context } = account();
  put(context, "digits", "0123456789");
  expect(() => context.call("s3", "GetObject", { Bucket, Key: "digits", Range: "bytes=10-" })).toThrow(
    expect.objectContaining({
      code: "InvalidRange",
      httpStatus: 416,
      members: { ActualObjectSize: 10, RangeRequested: "bytes=10-" },
    }),
  );
});

function statusOf(call: () => unknown): number {
  try {
    call();
    return 200;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return error.httpStatus;
  }
}

const ETAG = '"5d41402abc4b2a76b9719d911017c592"';
const LONG_AGO = new Date(0);
const NOW = new Date(TEST_START_MS);
const LATER = new Date(Date.UTC(2100, 0, 1));

test.each([
  { when: "If-Match matches", input: { IfMatch: ETAG }, httpStatus: 200 },
  { when: "If-Match differs", input: { IfMatch: '"x"' }, httpStatus: 412 },
  { when: "If-None-Match matches", input: { IfNoneMatch: ETAG }, httpStatus: 304 },
  { when: "If-None-Match differs", input: { IfNoneMatch: '"x"' }, httpStatus: 200 },
  { when: "it was not modified since", input: { IfModifiedSince: NOW }, httpStatus: 304 },
  { when: "the date is in the future", input: { IfModifiedSince: LATER }, httpStatus: 200 },
  { when: "it was modified since", input: { IfModifiedSince: LONG_AGO }, httpStatus: 200 },
  { when: "it must be unmodified and is not", input: { IfUnmodifiedSince: LONG_AGO }, httpStatus: 412 },
  {
    when: "If-Match matches, whatever the date",
    input: { IfMatch: ETAG, IfUnmodifiedSince: LONG_AGO },
    httpStatus: 200,
  },
])("a read answers $httpStatus when $when", ({ input, httpStatus }) => {
  const { context } = account();
  put(context, "a", "hello");
  const read = () => context.call("s3", "HeadObject", { Bucket, Key: "a", ...input });
  expect(statusOf(read)).toBe(httpStatus);
});

test("a write with If-None-Match: * happens once", () => {
  const { context } = account();
  const write = () => context.call("s3", "PutObject", { Bucket, Key: "lock", IfNoneMatch: "*" });
  write();
  expect(write).toThrow(expect.objectContaining({ code: "PreconditionFailed", httpStatus: 412 }));
});

test("every version stays readable under its id, behind a delete marker too", () => {
  const { context } = account("Enabled");
  const first = put(context, "config", "one").VersionId;
  const second = put(context, "config", "two").VersionId;
  const marker = context.call("s3", "DeleteObject", { Bucket, Key: "config" });
  expect(marker.DeleteMarker).toBe(true);
  expect(() => get(context, "config")).toThrow(
    expect.objectContaining({
      code: "NoSuchKey",
      members: expect.objectContaining({ "x-amz-delete-marker": "true" }),
    }),
  );
  expect([get(context, "config", first), get(context, "config", second)]).toEqual(["one", "two"]);
  expect(() => get(context, "config", marker.VersionId)).toThrow(
    expect.objectContaining({ code: "MethodNotAllowed", httpStatus: 405 }),
  );
  context.call("s3", "DeleteObject", { Bucket, Key: "config", VersionId: marker.VersionId });
  expect(get(context, "config")).toBe("two");
});

test("suspended versioning overwrites the version null and keeps the others", () => {
  const { context } = account("Enabled");
  const kept = put(context, "a", "kept").VersionId;
  setVersioning(context, "Suspended");
  expect(put(context, "a", "one").VersionId).toBeUndefined();
  put(context, "a", "two");
  const { Versions } = context.call("s3", "ListObjectVersions", { Bucket });
  expect(Versions?.map(({ VersionId }) => VersionId)).toEqual(["null", kept]);
  expect(get(context, "a")).toBe("two");
});

test("who listens is told of new, overwritten and deleted objects", () => {
  const { context, events } = account();
  put(context, "a", "one");
  put(context, "a", "two");
  context.call("s3", "DeleteObject", { Bucket, Key: "a" });
  context.call("s3", "DeleteObject", { Bucket, Key: "a" });
  expect(events.map(({ change }) => change)).toEqual(["created", "overwritten", "deleted"]);
});

test("DeleteObjects answers what it did with each key", () => {
  const { context } = account("Enabled");
  const VersionId = put(context, "a", "one").VersionId;
  put(context, "b", "two");
  const { Deleted } = context.call("s3", "DeleteObjects", {
    Bucket,
    Delete: { Objects: [{ Key: "a", VersionId }, { Key: "b" }] },
  });
  expect(Deleted?.[0]).toEqual({ Key: "a", VersionId });
  expect(Deleted?.[1]).toMatchObject({ Key: "b", DeleteMarker: true });
  expect(
    context.call("s3", "DeleteObjects", { Bucket, Delete: { Objects: [{ Key: "z" }], Quiet: true } }),
  ).toEqual({});
});

test("a copy has the source's bytes and metadata, also from another region and under a key that needs encoding", () => {
  const { context } = account();
  const west = context.inRegion("us-west-2");
  west.call("s3", "CreateBucket", {
    Bucket: "west",
    CreateBucketConfiguration: { LocationConstraint: "us-west-2" },
  });
  west.call("s3", "PutObject", {
    Bucket: "west",
    Key: "a b+c",
    Body: body(context, "hello"),
    Metadata: { made: "here" },
  });
  context.call("s3", "CopyObject", { Bucket, Key: "copy", CopySource: "/west/a%20b%2Bc" });
  expect(get(context, "copy")).toBe("hello");
  expect(context.call("s3", "HeadObject", { Bucket, Key: "copy" }).Metadata).toEqual({ made: "here" });
});

test("a copy onto itself must change something", () => {
  const { context } = account();
  put(context, "a", "hello");
  const copy = { Bucket, Key: "a", CopySource: `${Bucket}/a` };
  expect(() => context.call("s3", "CopyObject", copy)).toThrow(
    expect.objectContaining({ code: "InvalidRequest" }),
  );
  context.call("s3", "CopyObject", { ...copy, MetadataDirective: "REPLACE", Metadata: { x: "1" } });
  expect(context.call("s3", "HeadObject", { Bucket, Key: "a" }).Metadata).toEqual({ x: "1" });
});

test("a checksum is answered again to those who ask for it, of whole objects only", () => {
  const { context } = account();
  const ChecksumCRC32 = "NhCmhg==";
  const written = context.call("s3", "PutObject", {
    Bucket,
    Key: "a",
    Body: body(context, "hello"),
    ChecksumAlgorithm: "CRC32",
  });
  expect(written.ChecksumCRC32).toBe(ChecksumCRC32);
  const read = { Bucket, Key: "a", ChecksumMode: "ENABLED" as const };
  expect(context.call("s3", "GetObject", read).ChecksumCRC32).toBe(ChecksumCRC32);
  expect(context.call("s3", "GetObject", { ...read, Range: "bytes=0-1" }).ChecksumCRC32).toBeUndefined();
  expect(context.call("s3", "GetObject", { Bucket, Key: "a" }).ChecksumCRC32).toBeUndefined();
});

test("an MD5 that does not fit the body is refused and nothing is written", () => {
  const { context } = account();
  const ContentMD5 = Buffer.alloc(16).toString("base64");
  expect(() =>
    context.call("s3", "PutObject", { Bucket, Key: "a", Body: body(context, "hello"), ContentMD5 }),
  ).toThrow(expect.objectContaining({ code: "BadDigest" }));
  expect(() => get(context, "a")).toThrow(expect.objectContaining({ code: "NoSuchKey" }));
});

test("tags of an object are put, got and limited", () => {
  const { context } = account();
  put(context, "a", "hello");
  const TagSet = [{ Key: "team", Value: "ml" }];
  context.call("s3", "PutObjectTagging", { Bucket, Key: "a", Tagging: { TagSet } });
  expect(context.call("s3", "GetObjectTagging", { Bucket, Key: "a" }).TagSet).toEqual(TagSet);
  const tooMany = Array.from({ length: 11 }, (_, index) => ({ Key: `k${index}`, Value: "" }));
  expect(() =>
    context.call("s3", "PutObjectTagging", { Bucket, Key: "a", Tagging: { TagSet: tooMany } }),
  ).toThrow("Object tags cannot be greater than 10");
});

test("contents of removed and replaced objects do not stay on the disk", () => {
  const { context } = account();
  put(context, "a", "one");
  const { Body } = context.call("s3", "GetObject", { Bucket, Key: "a" });
  put(context, "a", "two");
  const filePath = Body instanceof Uint8Array ? "" : (Body?.filePath ?? "");
  expect(() => readFileSync(filePath)).toThrow("ENOENT");
});

test.each([
  { VersionId: "HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD", code: "InvalidArgument" },
  { VersionId: "A".repeat(32), code: "NoSuchVersion" },
])("reading the version $VersionId answers $code", ({ VersionId, code }) => {
  const { context } = account("Enabled");
  put(context, "a", "hello");
  expect(() => get(context, "a", VersionId)).toThrow(expect.objectContaining({ code }));
  const { Errors = [] } = context.call("s3", "DeleteObjects", {
    Bucket,
    Delete: { Objects: [{ Key: "a", VersionId }] },
  });
  expect(Errors.map(({ Code }) => Code)).toEqual(code === "InvalidArgument" ? ["NoSuchVersion"] : []);
});
