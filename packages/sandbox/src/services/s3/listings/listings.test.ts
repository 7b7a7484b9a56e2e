import { expect, test } from "vitest";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { createTestKernel } from "../../../testing/createTestKernel.ts";
import { s3 } from "../s3.ts";
import { compareKeys } from "./sortedKeys.ts";

const Bucket = "data";

function withKeys(keys: readonly string[]): RegionContext {
  const context = createTestKernel({ modules: [s3] }).context("us-east-1");
  context.call("s3", "CreateBucket", { Bucket });
  for (const Key of keys) context.call("s3", "PutObject", { Bucket, Key });
  return context;
}

const TREE = ["a.txt", "b/1", "b/2", "b/c/3", "d/4", "e.txt"];

interface Step {
  readonly names: readonly string[];
  readonly next: string | undefined;
}

function pageThrough(step: (token: string | undefined) => Step): string[][] {
  const pages: string[][] = [];
  let token: string | undefined;
  do {
    const page = step(token);
    pages.push([...page.names]);
    token = page.next;
  } while (token !== undefined);
  return pages;
}

test("ListObjectsV2 groups by the delimiter and pages through keys and prefixes alike", () => {
  const context = withKeys(TREE);
  const pages = pageThrough((ContinuationToken) => {
    const page = context.call("s3", "ListObjectsV2", {
      Bucket,
      Delimiter: "/",
      MaxKeys: 2,
      ...(ContinuationToken === undefined ? {} : { ContinuationToken }),
    });
    const names = [
      ...(page.Contents ?? []).map(({ Key = "" }) => Key),
      ...(page.CommonPrefixes ?? []).map(({ Prefix = "" }) => Prefix),
    ];
    expect(page.KeyCount).toBe(names.length);
    return { names, next: page.NextContinuationToken };
  });
  expect(pages).toEqual([
    ["a.txt", "b/"],
    ["e.txt", "d/"],
  ]);
});

test("ListObjects answers the next marker with a delimiter, and goes on behind it", () => {
  const context = withKeys(TREE);
  const pages = pageThrough((Marker) => {
    const page = context.call("s3", "ListObjects", {
      Bucket,
      Delimiter: "/",
      MaxKeys: 1,
      ...(Marker === undefined ? {} : { Marker }),
    });
    return {
      names: [
        ...(page.Contents ?? []).map(({ Key = "" }) => Key),
        ...(page.CommonPrefixes ?? []).map(({ Prefix = "" }) => Prefix),
      ],
      next: page.NextMarker,
    };
  });
  expect(pages).toEqual([["a.txt"], ["b/"], ["d/"], ["e.txt"]]);
});

test.each([
  { when: "a prefix", input: { Prefix: "b/" }, keys: ["b/1", "b/2", "b/c/3"] },
  { when: "a prefix within a name", input: { Prefix: "b/c" }, keys: ["b/c/3"] },
  { when: "a start", input: { StartAfter: "b/2" }, keys: ["b/c/3", "d/4", "e.txt"] },
  { when: "a start before the prefix", input: { StartAfter: "a", Prefix: "d" }, keys: ["d/4"] },
  { when: "no keys wanted", input: { MaxKeys: 0 }, keys: [] },
])("ListObjectsV2 with $when", ({ input, keys }) => {
  const page = withKeys(TREE).call("s3", "ListObjectsV2", { Bucket, ...input });
  expect((page.Contents ?? []).map(({ Key }) => Key)).toEqual(keys);
  expect(page.IsTruncated).toBe(false);
});

test("keys come in the order of their UTF-8 bytes and change with what is written", () => {
  const keys = ["z", "é", "\ue000", "😀", "A"];
  const context = withKeys([]);
  const list = () =>
    (context.call("s3", "ListObjects", { Bucket }).Contents ?? []).map(({ Key = "" }) => Key);
  expect(list()).toEqual([]);
  for (const Key of keys) context.call("s3", "PutObject", { Bucket, Key });
  const byBytes = keys.toSorted((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
  expect(list()).toEqual(byBytes);
  expect(keys.toSorted(compareKeys)).toEqual(byBytes);
  context.call("s3", "DeleteObject", { Bucket, Key: "é" });
  expect(list()).toEqual(byBytes.filter((key) => key !== "é"));
});

test("keys are URL-encoded for who asks", () => {
  const context = withKeys(["a b/ü+.txt"]);
  const page = context.call("s3", "ListObjects", { Bucket, EncodingType: "url" });
  expect(page.Contents?.[0]?.Key).toBe("a+b/%C3%BC%2B.txt");
});

test("a token that S3 did not make is refused", () => {
  expect(() => withKeys(TREE).call("s3", "ListObjectsV2", { Bucket, ContinuationToken: "nonsense" })).toThrow(
    expect.objectContaining({ code: "InvalidArgument" }),
  );
});

test("ListObjectVersions pages through versions and delete markers, newest first", () => {
  const context = withKeys([]);
  context.call("s3", "PutBucketVersioning", { Bucket, VersioningConfiguration: { Status: "Enabled" } });
  for (const Key of ["a", "a", "b"]) context.call("s3", "PutObject", { Bucket, Key });
  context.call("s3", "DeleteObject", { Bucket, Key: "b" });
  const seen: string[] = [];
  let markers = {};
  for (;;) {
    const page = context.call("s3", "ListObjectVersions", { Bucket, MaxKeys: 1, ...markers });
    seen.push(
      ...(page.Versions ?? []).map(({ Key, IsLatest }) => `${Key} ${IsLatest}`),
      ...(page.DeleteMarkers ?? []).map(({ Key, IsLatest }) => `${Key} marker ${IsLatest}`),
    );
    if (page.IsTruncated !== true) break;
    markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
  expect(seen).toEqual(["a true", "a false", "b marker true", "b false"]);
});
