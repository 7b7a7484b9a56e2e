import { readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { AwsError } from "../../kernel/AwsError.ts";
import { defineOperations, defineService, type ServiceModule } from "../../kernel/ServiceModule.ts";

/** An S3 of one folder for tests of the wire: keys are kept as files named by their hexadecimal text. */
export function createTinyS3(): ServiceModule {
  const sizes = new Map<string, number>();
  return defineService("s3", { operations: { ...objectOperations(sizes), ...otherOperations } });
}

function objectOperations(sizes: Map<string, number>) {
  return defineOperations<"s3">()({
    PutObject: {
      members: PUT_MEMBERS,
      run(input, context) {
        if (input.Body === undefined) throw new Error("a body always comes");
        const name = nameOf(input.Bucket, input.Key);
        renameSync(input.Body.filePath, join(context.dataDirectory, name));
        sizes.set(name, input.Body.sizeBytes);
        return { ETag: `"${input.Body.sizeBytes}"`, VersionId: input.ContentEncoding ?? "none" };
      },
    },
    GetObject: {
      members: ["Bucket", "Key", "Range", "ChecksumMode"],
      run(input, context) {
        const name = nameOf(input.Bucket, input.Key);
        const size = sizes.get(name);
        if (size === undefined) throw new AwsError("NoSuchKey", "The specified key does not exist.");
        const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(input.Range ?? "") ?? [];
        const startByte = Number(first ?? 0);
        const endByte = last === undefined ? size : Number(last) + 1;
        return {
          Body: { filePath: join(context.dataDirectory, name), startByte, endByte },
          ContentLength: endByte - startByte,
          ...(first === undefined ? {} : { ContentRange: `bytes ${startByte}-${endByte - 1}/${size}` }),
        };
      },
    },
    HeadObject: {
      members: ["Bucket", "Key", "ChecksumMode"],
      run(input) {
        const size = sizes.get(nameOf(input.Bucket, input.Key));
        if (size === undefined) throw new AwsError("NotFound", "Not Found", { httpStatus: 404 });
        return { ContentLength: size, LastModified: new Date(0) };
      },
    },
  });
}

const PUT_MEMBERS = [
  "Bucket",
  "Key",
  "Body",
  "Metadata",
  "ContentType",
  "ContentEncoding",
  "ContentLength",
  "ContentMD5",
  "ChecksumAlgorithm",
  "ChecksumCRC32",
  "ChecksumCRC32C",
  "ChecksumCRC64NVME",
  "ChecksumSHA1",
  "ChecksumSHA256",
  "ChecksumSHA512",
  "ChecksumMD5",
] as const;

const otherOperations = defineOperations<"s3">()({
  GetBucketLocation: {
    members: ["Bucket"],
    run: (input) => (input.Bucket === "east" ? {} : { LocationConstraint: "eu-west-1" as const }),
  },
  DeleteObjects: {
    members: ["Bucket", "Delete", "ChecksumAlgorithm"],
    run: (input) => ({ Deleted: (input.Delete?.Objects ?? []).map(({ Key }) => ({ Key })) }),
  },
});

/** The bytes that were put, read past the wire. */
export function readTinyObject(dataDirectory: string, bucket: string, key: string): Buffer {
  return readFileSync(join(dataDirectory, nameOf(bucket, key)));
}

function nameOf(bucket: string | undefined, key: string | undefined): string {
  return Buffer.from(`${bucket}/${key}`).toString("hex");
}
