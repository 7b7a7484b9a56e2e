import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { InputOf } from "../../../kernel/serviceModels.ts";
import { TEST_START_MS } from "../../../testing/createTestKernel.ts";
import { s3 } from "../../s3/s3.ts";
import { LINK_CREATE_MS, LINK_SCAN_MS, LUSTRE_CREATE_MS } from "../durations.ts";
import { fsxStore } from "../FsxState.ts";
import {
  BUCKET,
  keysIn,
  linked,
  lustreWithBucket,
  putText,
  writeBelow,
} from "../testing/linkedFileSystem.ts";
import { linkOf } from "./linksOf.ts";
import { scanDirectory } from "./scanDirectory.ts";
import { syncDataLinks } from "./syncDataLinks.ts";

type Create = InputOf<"fsx", "CreateDataRepositoryAssociation">;

function codeOf(call: () => unknown): string {
  try {
    call();
    return "none";
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return error.code;
  }
}

function textIn(root: string, path: string): string | undefined {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : undefined;
}

/** Gives a file a time that the last look cannot have seen. */
function touch(root: string, path: string): void {
  utimesSync(join(root, path), 1_900_000_000, 1_900_000_000);
}

test("creating a link answers every field of the guide's sample", () => {
  const { context, fileSystemId, kernel } = lustreWithBucket(s3);
  const Events = ["NEW", "CHANGED", "DELETED"] as const;
  const { Association } = context.call("fsx", "CreateDataRepositoryAssociation", {
    FileSystemId: fileSystemId,
    FileSystemPath: "/data",
    DataRepositoryPath: `s3://${BUCKET}`,
    S3: { AutoImportPolicy: { Events: [...Events] }, AutoExportPolicy: { Events: [...Events] } },
    BatchImportMetaDataOnCreate: true,
  });
  const id = Association?.AssociationId ?? "";
  expect(id).toMatch(/^dra-0[0-9a-f]{16}$/);
  expect(Association).toEqual({
    AssociationId: id,
    ResourceARN: `arn:aws:fsx:us-west-2:123456789012:association/${fileSystemId}/${id}`,
    FileSystemId: fileSystemId,
    Lifecycle: "CREATING",
    FileSystemPath: "/data",
    DataRepositoryPath: `s3://${BUCKET}`,
    BatchImportMetaDataOnCreate: true,
    ImportedFileChunkSize: 1024,
    S3: { AutoImportPolicy: { Events }, AutoExportPolicy: { Events } },
    Tags: [],
    CreationTime: new Date(TEST_START_MS + LUSTRE_CREATE_MS),
  });
  kernel.clock.advance(LINK_CREATE_MS);
  const answer = context.call("fsx", "DescribeDataRepositoryAssociations", {
    Filters: [{ Name: "file-system-id", Values: [fileSystemId] }],
  });
  expect(answer.Associations?.map(({ Lifecycle }) => Lifecycle)).toEqual(["AVAILABLE"]);
});

test("what is in the bucket comes in with the link, and what changes there follows", () => {
  const { context, root } = linked(s3, { "train/a.bin": "one", "empty/": "" });
  expect(textIn(root, "data/train/a.bin")).toBe("one");
  expect(lstatSync(join(root, "data/empty")).isDirectory()).toBe(true);
  putText(context, "train/b.bin", "new");
  putText(context, "train/a.bin", "two");
  expect([textIn(root, "data/train/a.bin"), textIn(root, "data/train/b.bin")]).toEqual(["two", "new"]);
  context.call("s3", "DeleteObject", { Bucket: BUCKET, Key: "train/a.bin" });
  expect(textIn(root, "data/train/a.bin")).toBeUndefined();
});

test("without a batch import only later objects come in", () => {
  const made = lustreWithBucket(s3, { old: "old" });
  made.context.call("fsx", "CreateDataRepositoryAssociation", {
    FileSystemId: made.fileSystemId,
    FileSystemPath: "/data",
    DataRepositoryPath: `s3://${BUCKET}/`,
    S3: { AutoImportPolicy: { Events: ["NEW"] } },
  });
  made.kernel.clock.runUntilIdle();
  putText(made.context, "late", "late");
  expect(readdirSync(join(made.root, "data"))).toEqual(["late"]);
});

test("what a job writes is exported, changed and removed by the periodic look", () => {
  const { kernel, context, root } = linked(s3);
  writeBelow(root, "data/checkpoints/step-1.pt", "weights");
  kernel.clock.advance(LINK_SCAN_MS);
  expect(keysIn(context)).toEqual(["checkpoints/", "checkpoints/step-1.pt"]);
  const { Metadata } = context.call("s3", "HeadObject", { Bucket: BUCKET, Key: "checkpoints/step-1.pt" });
  expect(Metadata).toMatchObject({
    "user-agent": "aws-fsx-lustre",
    "file-permissions": expect.stringMatching(/^0100\d{3}$/),
  });
  writeFileSync(join(root, "data/checkpoints/step-1.pt"), "more weights");
  kernel.clock.advance(LINK_SCAN_MS);
  expect(
    context.call("s3", "HeadObject", { Bucket: BUCKET, Key: "checkpoints/step-1.pt" }).ContentLength,
  ).toBe(12);
  rmSync(join(root, "data/checkpoints"), { recursive: true });
  kernel.clock.advance(LINK_SCAN_MS);
  expect(keysIn(context)).toEqual([]);
});

test("asking for links brings their exports up to date, and a second look writes nothing", () => {
  const { context, root, kernel } = linked(s3, { a: "1" });
  writeBelow(root, "data/b", "2");
  context.call("fsx", "DescribeDataRepositoryAssociations", {});
  expect(keysIn(context)).toEqual(["a", "b"]);
  const puts = kernel.callCounts.get("s3:PutObject");
  syncDataLinks(context);
  kernel.clock.advance(LINK_SCAN_MS * 3);
  expect(kernel.callCounts.get("s3:PutObject")).toBe(puts);
});

test("two file systems linked to one bucket see each other's files without an end", () => {
  const { kernel, context, root } = linked(s3);
  const second = context.call("fsx", "CreateFileSystem", {
    FileSystemType: "LUSTRE",
    StorageCapacity: 1200,
    SubnetIds: ["subnet-a"],
    LustreConfiguration: { DeploymentType: "PERSISTENT_2", PerUnitStorageThroughput: 125 },
  }).FileSystem?.FileSystemId;
  kernel.clock.runUntilIdle();
  const Events = ["NEW", "CHANGED", "DELETED"] as const;
  context.call("fsx", "CreateDataRepositoryAssociation", {
    FileSystemId: second,
    FileSystemPath: "/",
    DataRepositoryPath: `s3://${BUCKET}`,
    S3: { AutoImportPolicy: { Events: [...Events] }, AutoExportPolicy: { Events: [...Events] } },
  });
  kernel.clock.runUntilIdle();
  writeBelow(root, "data/shared.txt", "hello");
  syncDataLinks(context);
  expect(textIn(join(context.dataDirectory, "fsx", second ?? ""), "shared.txt")).toBe("hello");
  const puts = kernel.callCounts.get("s3:PutObject");
  kernel.clock.advance(LINK_SCAN_MS * 4);
  expect(kernel.callCounts.get("s3:PutObject")).toBe(puts);
});

test.each([
  { policy: "NEW", keys: ["old", "new"].toSorted(), old: "v1" },
  { policy: "CHANGED", keys: ["old"], old: "v2" },
  { policy: "DELETED", keys: ["old"], old: "v1" },
] as const)("the export policy $policy carries that only", ({ policy, keys, old }) => {
  const { context, root } = linked(s3, { old: "v1" }, { exportEvents: [policy] });
  writeBelow(root, "data/new", "new");
  writeBelow(root, "data/old", "v2");
  touch(root, "data/old");
  syncDataLinks(context);
  expect(keysIn(context)).toEqual(keys);
  const { ETag } = context.call("s3", "HeadObject", { Bucket: BUCKET, Key: "old" });
  putText(context, "probe", old);
  expect(ETag).toBe(context.call("s3", "HeadObject", { Bucket: BUCKET, Key: "probe" }).ETag);
});

test.each([
  { policy: "NEW", files: ["new", "old"], old: "v1" },
  { policy: "CHANGED", files: ["old"], old: "v2" },
  { policy: "DELETED", files: ["old"], old: "v1" },
] as const)("the import policy $policy carries that only", ({ policy, files, old }) => {
  const { context, root } = linked(
    s3,
    { old: "v1", gone: "v1" },
    { importEvents: [policy], exportEvents: [] },
  );
  putText(context, "new", "new");
  putText(context, "old", "v2");
  context.call("s3", "DeleteObject", { Bucket: BUCKET, Key: "gone" });
  const left = readdirSync(join(root, "data")).filter((name) => name !== "gone");
  expect(left).toEqual(files);
  expect(textIn(root, "data/old")).toBe(old);
  expect(existsSync(join(root, "data/gone"))).toBe(policy !== "DELETED");
});

test("a file that was changed here is not overwritten from the bucket", () => {
  const { context, root } = linked(s3, { a: "theirs" }, { exportEvents: [] });
  writeBelow(root, "data/a", "ours");
  touch(root, "data/a");
  putText(context, "a", "theirs again");
  context.call("s3", "DeleteObject", { Bucket: BUCKET, Key: "a" });
  expect(textIn(root, "data/a")).toBe("ours");
});

test.each([
  { key: "../outside", reason: /not POSIX compliant/ },
  { key: "a/../../outside", reason: /not POSIX compliant/ },
  { key: "/absolute", reason: /not POSIX compliant/ },
  { key: "a//b", reason: /not POSIX compliant/ },
  { key: "./a", reason: /not POSIX compliant/ },
  { key: "n".repeat(256), reason: /longer than 255/ },
  { key: "file/below", reason: /a file is where the directory file would be/ },
  { key: "file/", reason: /a file of this name exists/ },
  { key: "directory", reason: /a directory of this name exists/ },
  { key: "out/passwd", reason: /a symbolic link is where the directory out would be/ },
])("the key $key is not imported and its failure is noted", ({ key, reason }) => {
  const { context, root, linkId } = linked(s3, { file: "file", "directory/in": "in" });
  symlinkSync(context.dataDirectory, join(root, "data/out"));
  const pathsIn = () => scanDirectory(root).map(({ path }) => path);
  const before = pathsIn();
  const outside = readdirSync(context.dataDirectory);
  putText(context, key, "content");
  expect(pathsIn()).toEqual(before);
  expect(readdirSync(context.dataDirectory).filter((name) => !name.startsWith("in-"))).toEqual(
    outside.filter((name) => !name.startsWith("in-")),
  );
  const [failure] = Object.values(linkOf(context, linkId).failures);
  expect(failure?.path).toBe(key);
  expect(failure?.reason).toMatch(reason);
});

test("a symbolic link in place of the linked directory is not followed", () => {
  const { context, root } = linked(s3, { a: "a" });
  const elsewhere = join(context.dataDirectory, "elsewhere");
  mkdirSync(elsewhere);
  writeFileSync(join(elsewhere, "secret"), "secret");
  rmSync(join(root, "data"), { recursive: true });
  symlinkSync(elsewhere, join(root, "data"));
  syncDataLinks(context);
  putText(context, "b", "b");
  expect(readdirSync(elsewhere)).toEqual(["secret"]);
  expect(keysIn(context)).toEqual(["a", "b"]);
});

test("symbolic links are exported as such and come back in another file system, unless they lead out", () => {
  const { context, root, kernel, fileSystemId } = linked(s3);
  writeBelow(root, "data/runs/1/log", "log");
  symlinkSync("runs/1", join(root, "data/latest"));
  syncDataLinks(context);
  const { Metadata } = context.call("s3", "HeadObject", { Bucket: BUCKET, Key: "latest" });
  expect(Metadata?.["file-permissions"]).toMatch(/^0120/);
  putText(context, "escape", "../../../../etc", { "file-permissions": "0120777" });
  expect(existsSync(join(root, "data/escape"))).toBe(false);
  context.call("fsx", "DeleteDataRepositoryAssociation", {
    AssociationId: Object.values(context.store(fsxStore).associations)[0]?.id,
    DeleteDataInFileSystem: true,
  });
  kernel.clock.runUntilIdle();
  expect(readdirSync(join(root, "data"))).toEqual([]);
  context.call("fsx", "CreateDataRepositoryAssociation", {
    FileSystemId: fileSystemId,
    FileSystemPath: "/again",
    DataRepositoryPath: `s3://${BUCKET}`,
    BatchImportMetaDataOnCreate: true,
  });
  kernel.clock.runUntilIdle();
  expect(textIn(root, "again/latest/log")).toBe("log");
  expect(lstatSync(join(root, "again/latest")).isSymbolicLink()).toBe(true);
});

test("a link to a prefix sees that prefix only, and exports below it", () => {
  const made = lustreWithBucket(s3, { "in/a": "a", other: "o" });
  made.context.call("fsx", "CreateDataRepositoryAssociation", {
    FileSystemId: made.fileSystemId,
    FileSystemPath: "/deep/data/",
    DataRepositoryPath: `s3://${BUCKET}/in`,
    BatchImportMetaDataOnCreate: true,
    S3: { AutoExportPolicy: { Events: ["NEW"] } },
  });
  made.kernel.clock.runUntilIdle();
  expect(readdirSync(join(made.root, "deep/data"))).toEqual(["a"]);
  writeBelow(made.root, "deep/data/out", "x");
  writeBelow(made.root, "deep/unlinked", "x");
  syncDataLinks(made.context);
  expect(keysIn(made.context)).toEqual(["in/a", "in/out", "other"]);
});

test.each<{ why: string; input: Partial<Create>; code: string }>([
  { why: "another directory and prefix", input: {}, code: "none" },
  { why: "the same directory", input: { FileSystemPath: "/data" }, code: "BadRequest" },
  { why: "a directory below", input: { FileSystemPath: "/data/a" }, code: "BadRequest" },
  { why: "a directory with the same beginning", input: { FileSystemPath: "/data2" }, code: "none" },
  { why: "the root beside another", input: { FileSystemPath: "/" }, code: "BadRequest" },
  { why: "the same prefix", input: { DataRepositoryPath: `s3://${BUCKET}/one/` }, code: "BadRequest" },
  {
    why: "the whole bucket above a prefix",
    input: { DataRepositoryPath: `s3://${BUCKET}` },
    code: "BadRequest",
  },
  { why: "a path that is not absolute", input: { FileSystemPath: "x" }, code: "BadRequest" },
  { why: "a path that climbs", input: { FileSystemPath: "/x/../y" }, code: "BadRequest" },
  { why: "no S3 path", input: { DataRepositoryPath: "nfs://x" }, code: "BadRequest" },
  {
    why: "an unknown file system",
    input: { FileSystemId: "fs-0123456789abcdef0" },
    code: "FileSystemNotFound",
  },
])("linking $why beside /data: $code", ({ input, code }) => {
  const { context, fileSystemId } = lustreWithBucket(s3);
  const create = (request: Partial<Create>) =>
    context.call("fsx", "CreateDataRepositoryAssociation", {
      FileSystemId: fileSystemId,
      DataRepositoryPath: `s3://${BUCKET}/two`,
      FileSystemPath: "/other",
      ...request,
    });
  create({ FileSystemPath: "/data", DataRepositoryPath: `s3://${BUCKET}/one` });
  expect(codeOf(() => create(input))).toBe(code);
});

test("a ninth link is refused, and requests wait for each other", () => {
  const { context, fileSystemId, kernel } = lustreWithBucket(s3);
  const create = (index: number) =>
    context.call("fsx", "CreateDataRepositoryAssociation", {
      FileSystemId: fileSystemId,
      FileSystemPath: `/d${index}`,
      DataRepositoryPath: `s3://${BUCKET}/p${index}`,
    });
  for (let index = 1; index <= 8; index += 1) create(index);
  expect(codeOf(() => create(9))).toBe("BadRequest");
  kernel.clock.advance(LINK_CREATE_MS * 3);
  const states = context
    .call("fsx", "DescribeDataRepositoryAssociations", {})
    .Associations?.filter(({ Lifecycle }) => Lifecycle === "AVAILABLE");
  expect(states).toHaveLength(3);
});

test.each([
  { why: "does not exist", bucket: "missing-bucket" },
  { why: "is in another region", bucket: "far-bucket" },
  { why: "is another account's", bucket: "us-west-2-aws-parallelcluster" },
])("a link is misconfigured while its bucket $why", ({ bucket }) => {
  const { context, fileSystemId, kernel } = lustreWithBucket(s3);
  context.inRegion("us-east-1").call("s3", "CreateBucket", { Bucket: "far-bucket" });
  context.call("fsx", "CreateDataRepositoryAssociation", {
    FileSystemId: fileSystemId,
    FileSystemPath: "/data",
    DataRepositoryPath: `s3://${bucket}`,
  });
  kernel.clock.runUntilIdle();
  const [link] = context.call("fsx", "DescribeDataRepositoryAssociations", {}).Associations ?? [];
  expect(link).toMatchObject({
    Lifecycle: "MISCONFIGURED",
    FailureDetails: { Message: expect.stringContaining(bucket) },
  });
});

test("a link recovers when its bucket is there, and exports what waited", () => {
  const { context, root, linkId, kernel } = linked(s3);
  context.call("s3", "DeleteBucket", { Bucket: BUCKET });
  writeBelow(root, "data/waiting", "x");
  kernel.clock.advance(LINK_SCAN_MS);
  expect(linkOf(context, linkId).lifecycle).toBe("MISCONFIGURED");
  context.call("s3", "CreateBucket", {
    Bucket: BUCKET,
    CreateBucketConfiguration: { LocationConstraint: "us-west-2" },
  });
  kernel.clock.advance(LINK_SCAN_MS);
  expect(linkOf(context, linkId).lifecycle).toBe("AVAILABLE");
  expect(keysIn(context)).toEqual(["waiting"]);
});

test("an update changes one policy and leaves the other", () => {
  const { context, linkId, kernel } = linked(s3);
  const { Association } = context.call("fsx", "UpdateDataRepositoryAssociation", {
    AssociationId: linkId,
    S3: { AutoExportPolicy: { Events: [] } },
  });
  expect(Association?.Lifecycle).toBe("UPDATING");
  kernel.clock.runUntilIdle();
  const [link] =
    context.call("fsx", "DescribeDataRepositoryAssociations", { AssociationIds: [linkId] }).Associations ??
    [];
  expect(link).toMatchObject({
    Lifecycle: "AVAILABLE",
    S3: { AutoImportPolicy: { Events: ["NEW", "CHANGED", "DELETED"] } },
  });
  expect(link?.S3?.AutoExportPolicy).toBeUndefined();
});

test("a removed link leaves its files and carries nothing more", () => {
  const { context, linkId, kernel, root } = linked(s3, { a: "a" });
  context.call("fsx", "DeleteDataRepositoryAssociation", { AssociationId: linkId });
  kernel.clock.runUntilIdle();
  expect(
    codeOf(() => context.call("fsx", "DeleteDataRepositoryAssociation", { AssociationId: linkId })),
  ).toBe("DataRepositoryAssociationNotFound");
  putText(context, "b", "b");
  writeBelow(root, "data/c", "c");
  kernel.clock.advance(LINK_SCAN_MS * 2);
  expect(readdirSync(join(root, "data"))).toEqual(["a", "c"]);
  expect(keysIn(context)).toEqual(["a", "b"]);
});

test.each([
  { filter: { Name: "data-repository-type", Values: ["S3"] } as const, count: 1 },
  { filter: { Name: "data-repository-type", Values: ["NFS"] } as const, count: 0 },
  { filter: { Name: "file-system-id", Values: ["fs-0"] } as const, count: 0 },
])("the filter $filter finds $count links", ({ filter, count }) => {
  const { context } = linked(s3);
  const { Associations } = context.call("fsx", "DescribeDataRepositoryAssociations", {
    Filters: [{ Name: filter.Name, Values: [...filter.Values] }],
  });
  expect(Associations).toHaveLength(count);
});

test("a data repository type that does not exist is refused", () => {
  const { context } = linked(s3);
  const Filters = [{ Name: "data-repository-type" as const, Values: ["GCS"] }];
  expect(codeOf(() => context.call("fsx", "DescribeDataRepositoryAssociations", { Filters }))).toBe(
    "InvalidDataRepositoryType",
  );
});

test("all that is known of links and their files is plain JSON", () => {
  const { context, root, kernel } = linked(s3, { a: "a" });
  writeBelow(root, "data/b/c", "c");
  putText(context, "../bad", "bad");
  syncDataLinks(context);
  const copy: unknown = JSON.parse(JSON.stringify(kernel.state));
  expect(copy).toEqual(kernel.state);
});

test("a directory object has the mode that its metadata says, as a file has", () => {
  const { context, root } = linked(s3);
  putText(context, "checkpoints/", "", { "file-permissions": "0040777" });
  expect(lstatSync(join(root, "data/checkpoints")).mode & 0o777).toBe(0o777);
});

test.skipIf(process.getuid?.() !== 0)("a file goes to the owner that its metadata says, else to root", () => {
  const { context, root } = linked(s3);
  putText(context, "mine", "x", { "file-owner": "1000", "file-group": "1001" });
  putText(context, "other", "x", { "file-owner": "someone" });
  const owners = ["mine", "other"].map((name) => {
    const { uid, gid } = lstatSync(join(root, "data", name));
    return [uid, gid];
  });
  expect(owners).toEqual([
    [1000, 1001],
    [0, 0],
  ]);
});
