import { readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { AwsError } from "../../kernel/AwsError.ts";
import { defineService } from "../../kernel/ServiceModule.ts";
import type { ServiceModule } from "../../kernel/ServiceModule.ts";

/** An S3 of one folder for tests of the wire: keys are kept as files named by their hexadecimal text. */
export function createTinyS3(): ServiceModule {
  const sizes = new Map<string, number>();
  return defineService("s3", {
    operations: {
      PutObject: {
        members: [
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
        ],
        run(input, context) {
          const body = input.Body;
          if (body === undefined) throw new Error("a body always comes");
          renameSync(body.filePath, join(context.dataDirectory, nameOf(input.Bucket, input.Key)));
          sizes.set(nameOf(input.Bucket, input.Key), body.sizeBytes);
          return { ETag: `"${body.sizeBytes}"`, VersionId: input.ContentEncoding ?? "none" };
        },
      },
      GetObject: {
        members: ["Bucket", "Key", "Range", "ChecksumMode"],
        run(input, context) {
          const size = sizes.get(nameOf(input.Bucket, input.Key));
          if (size === undefined) throw new AwsError("NoSuchKey", "The specified key does not exist.");
          const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(input.Range ?? "") ?? [];
          const startByte = Number(first ?? 0);
          const endByte = last === undefined ? size : Number(last) + 1;
          return {
            Body: {
              filePath: join(context.dataDirectory, nameOf(input.Bucket, input.Key)),
              startByte,
              endByte,
            },
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
      GetBucketLocation: {
        members: ["Bucket"],
        run: (input) => (input.Bucket === "east" ? {} : { LocationConstraint: "eu-west-1" as const }),
      },
      DeleteObjects: {
        members: ["Bucket", "Delete", "ChecksumAlgorithm"],
        run: (input) => ({ Deleted: (input.Delete?.Objects ?? []).map(({ Key }) => ({ Key })) }),
      },
    },
  });
}

/** The bytes that were put, read past the wire. */
export function readTinyObject(dataDirectory: string, bucket: string, key: string): Buffer {
  return readFileSync(join(dataDirectory, nameOf(bucket, key)));
}

function nameOf(bucket: string | undefined, key: string | undefined): string {
  return Buffer.from(`${bucket}/${key}`).toString("hex");
}
