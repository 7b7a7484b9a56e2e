import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { createTestKernel } from "../../../testing/createTestKernel.ts";
import { s3 } from "../s3.ts";

const PART_BYTES = 5 * 1024 ** 2;
const at = { Bucket: "data", Key: "big" };

function started(options: { ChecksumAlgorithm?: "CRC32" } = {}) {
  const context = createTestKernel({ modules: [s3] }).context("us-east-1");
  context.call("s3", "CreateBucket", { Bucket: at.Bucket });
  const { UploadId } = context.call("s3", "CreateMultipartUpload", {
    ...at,
    ContentType: "model/x",
    ...options,
  });
  return { context, UploadId };
}

function part(context: RegionContext, content: Buffer) {
  const filePath = join(mkdtempSync(join(context.dataDirectory, "in-")), "part");
  writeFileSync(filePath, content);
  return { filePath, sizeBytes: content.length };
}

function upload(context: RegionContext, UploadId: string | undefined, contents: readonly Buffer[]) {
  return contents.map((content, index) => {
    const PartNumber = index + 1;
    const Body = part(context, content);
    const { ETag, ChecksumCRC32 } = context.call("s3", "UploadPart", { ...at, UploadId, PartNumber, Body });
    return ChecksumCRC32 === undefined ? { PartNumber, ETag } : { PartNumber, ETag, ChecksumCRC32 };
  });
}

const CONTENTS = [Buffer.alloc(PART_BYTES, "a"), Buffer.from("tail")];
const MD5_OF_PARTS = createHash("md5")
  .update(Buffer.concat(CONTENTS.map((content) => createHash("md5").update(content).digest())))
  .digest("hex");

test("parts become one object with the ETag of its parts, and can be read one by one", () => {
  const { context, UploadId } = started();
  const Parts = upload(context, UploadId, CONTENTS);
  const done = context.call("s3", "CompleteMultipartUpload", { ...at, UploadId, MultipartUpload: { Parts } });
  expect(done.ETag).toBe(`"${MD5_OF_PARTS}-2"`);
  const whole = context.call("s3", "GetObject", at);
  expect(whole).toMatchObject({ ContentLength: PART_BYTES + 4, ContentType: "model/x" });
  const second = context.call("s3", "GetObject", { ...at, PartNumber: 2 });
  expect(second).toMatchObject({ ContentLength: 4, PartsCount: 2 });
  const { Body } = second;
  if (Body === undefined || Body instanceof Uint8Array) throw new Error("a part of a file was expected");
  expect(readFileSync(Body.filePath).subarray(Body.startByte, Body.endByte).toString()).toBe("tail");
  expect(context.call("s3", "ListMultipartUploads", { Bucket: at.Bucket }).Uploads).toEqual([]);
});

test("checksums of the parts make a composite one", () => {
  const { context, UploadId } = started({ ChecksumAlgorithm: "CRC32" });
  const Parts = upload(context, UploadId, CONTENTS);
  const done = context.call("s3", "CompleteMultipartUpload", { ...at, UploadId, MultipartUpload: { Parts } });
  expect(done).toMatchObject({ ChecksumType: "COMPOSITE", ChecksumCRC32: expect.stringMatching(/==-2$/) });
  const attributes = context.call("s3", "GetObjectAttributes", {
    ...at,
    ObjectAttributes: ["ObjectParts", "ObjectSize", "ETag"],
  });
  expect(attributes).toMatchObject({
    ObjectSize: PART_BYTES + 4,
    ETag: `${MD5_OF_PARTS}-2`,
    ObjectParts: {
      TotalPartsCount: 2,
      Parts: [
        { PartNumber: 1, Size: PART_BYTES },
        { PartNumber: 2, Size: 4 },
      ],
    },
  });
});

test.each([
  {
    why: "a part but the last is small",
    contents: [Buffer.from("a"), Buffer.from("b")],
    code: "EntityTooSmall",
  },
  {
    why: "a part is missing",
    contents: [Buffer.from("a")],
    extra: { PartNumber: 7, ETag: '"x"' },
    code: "InvalidPart",
  },
  {
    why: "the order is wrong",
    contents: [Buffer.from("a")],
    extra: { PartNumber: 1, ETag: '"x"' },
    code: "InvalidPartOrder",
  },
  { why: "no part is named", contents: [], code: "MalformedXML" },
])("an upload is not completed when $why", ({ contents, extra, code }) => {
  const { context, UploadId } = started();
  const named = upload(context, UploadId, contents);
  const Parts = extra === undefined ? named : [...named, extra];
  expect(() =>
    context.call("s3", "CompleteMultipartUpload", { ...at, UploadId, MultipartUpload: { Parts } }),
  ).toThrow(expect.objectContaining({ code }));
  expect(context.call("s3", "ListParts", { ...at, UploadId }).Parts).toHaveLength(contents.length);
});

test("a part can be copied from a range of another object", () => {
  const { context, UploadId } = started();
  const source = part(context, Buffer.from("0123456789"));
  context.call("s3", "PutObject", { Bucket: at.Bucket, Key: "source", Body: source });
  const copy = { ...at, UploadId, PartNumber: 1, CopySource: "data/source" };
  const { CopyPartResult } = context.call("s3", "UploadPartCopy", { ...copy, CopySourceRange: "bytes=2-4" });
  expect(CopyPartResult?.ETag).toBe(`"${createHash("md5").update("234").digest("hex")}"`);
  expect(() => context.call("s3", "UploadPartCopy", { ...copy, CopySourceRange: "bytes=2-10" })).toThrow(
    expect.objectContaining({ code: "InvalidArgument" }),
  );
});

test("an aborted upload is gone and a bucket with uploads under way can be deleted", () => {
  const { context, UploadId } = started();
  upload(context, UploadId, [Buffer.from("a")]);
  const { UploadId: other } = context.call("s3", "CreateMultipartUpload", at);
  context.call("s3", "AbortMultipartUpload", { ...at, UploadId });
  expect(() => context.call("s3", "ListParts", { ...at, UploadId })).toThrow(
    expect.objectContaining({ code: "NoSuchUpload", httpStatus: 404 }),
  );
  expect(
    context.call("s3", "ListMultipartUploads", { Bucket: at.Bucket }).Uploads?.map((entry) => entry.UploadId),
  ).toEqual([other]);
  context.call("s3", "DeleteBucket", { Bucket: at.Bucket });
});

test.each([0, 10_001])("the part number %i is refused", (PartNumber) => {
  const { context, UploadId } = started();
  expect(() => context.call("s3", "UploadPart", { ...at, UploadId, PartNumber })).toThrow(
    expect.objectContaining({ code: "InvalidArgument" }),
  );
});

// localstack: tests/aws/services/s3/test_s3_list_operations.snapshot.json
test("a list of uploads names the next place only behind an upload, and takes no marker of another key", () => {
  const { context, UploadId } = started();
  const { Bucket } = at;
  context.call("s3", "CreateMultipartUpload", { Bucket, Key: "folder/file" });
  const list = (more: {
    Delimiter?: string;
    Prefix?: string;
    KeyMarker?: string;
    UploadIdMarker?: string | undefined;
  }) => context.call("s3", "ListMultipartUploads", { Bucket, MaxUploads: 1, ...more });
  const [behindUpload, behindPrefix] = [
    list({ KeyMarker: "folder" }),
    list({ Delimiter: "/", Prefix: "folder" }),
  ];
  expect(behindUpload).toMatchObject({ NextKeyMarker: expect.any(String) });
  expect(behindPrefix).toMatchObject({
    CommonPrefixes: [{ Prefix: "folder/" }],
    NextKeyMarker: "",
    NextUploadIdMarker: "",
  });
  expect(() => list({ KeyMarker: "folder/file", UploadIdMarker: UploadId })).toThrow(
    "Invalid uploadId marker",
  );
});
