import { randomUUID } from "node:crypto";
import { mkdir, open, rm, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { AwsError } from "../../kernel/AwsError.ts";
import type { StoredBody } from "../../kernel/serviceModels.ts";
import type { Headers } from "../WireMessage.ts";
import { AwsChunkedDecoder } from "./AwsChunkedDecoder.ts";
import { BodyChecksums } from "./BodyChecksums.ts";

export interface ReceivedBody {
  readonly body: Buffer;
  readonly storedBody: StoredBody | undefined;
  /** The request's headers without the coding of the body, with its trailers. */
  readonly headers: Headers;
}

export interface BodyDestination {
  /** Directory for a file of the body; undefined keeps the body in memory. */
  readonly directory: string | undefined;
  /** False where checksums in the headers are not of the body. */
  readonly hasBodyChecksum: boolean;
  /** Largest body in memory. */
  readonly memoryLimitBytes: number;
}

/** S3's limit for one PutObject. */
const LARGEST_OBJECT_BYTES = 5 * 1024 ** 3;

/**
 * Reads the body of a request to S3: undoes `aws-chunked`, verifies length and checksums, and writes it to a new
 * file when a directory is given. After an error nothing is left behind.
 * @throws {AwsError} as S3 answers a body that it refuses.
 */
export async function receiveBody(
  source: AsyncIterable<Buffer>,
  headers: Headers,
  destination: BodyDestination,
): Promise<ReceivedBody> {
  const checksums = new BodyChecksums(destination.hasBodyChecksum ? headers : {});
  const decoder = isAwsChunked(headers) ? new AwsChunkedDecoder() : undefined;
  const sink =
    destination.directory === undefined ? memorySink(destination) : await fileSink(destination.directory);
  try {
    let sizeBytes = 0;
    for await (const piece of source)
      for (const data of decoder === undefined ? [piece] : decoder.decode(piece)) {
        sizeBytes += data.length;
        if (sizeBytes > LARGEST_OBJECT_BYTES) throw tooLarge();
        checksums.update(data);
        await sink.write(data);
      }
    decoder?.finish();
    verifyLength(headers, decoder === undefined, sizeBytes);
    checksums.verify(decoder?.trailers ?? {});
    const received = await sink.finish(sizeBytes);
    return { ...received, headers: withoutCoding(headers, decoder?.trailers) };
  } catch (error) {
    await sink.discard();
    throw error;
  }
}

interface Sink {
  write(data: Buffer): Promise<void> | void;
  finish(sizeBytes: number): Promise<Omit<ReceivedBody, "headers">>;
  discard(): Promise<void>;
}

function memorySink({ memoryLimitBytes }: BodyDestination): Sink {
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  return {
    write(data) {
      sizeBytes += data.length;
      if (sizeBytes > memoryLimitBytes) throw tooLarge();
      pieces.push(data);
    },
    finish: async () => ({ body: Buffer.concat(pieces), storedBody: undefined }),
    discard: async () => undefined,
  };
}

async function fileSink(directory: string): Promise<Sink> {
  const filePath = join(directory, randomUUID());
  const file = await openNew(directory, filePath);
  let isOpen = true;
  const close = async () => {
    if (isOpen) await file.close();
    isOpen = false;
  };
  return {
    async write(data) {
      for (let offset = 0; offset < data.length;)
        offset += (await file.write(data, offset, data.length - offset)).bytesWritten;
    },
    async finish(sizeBytes) {
      await close();
      return { body: Buffer.alloc(0), storedBody: { filePath, sizeBytes } };
    },
    async discard() {
      await close();
      await rm(filePath, { force: true });
    },
  };
}

async function openNew(directory: string, filePath: string): Promise<FileHandle> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  return open(filePath, "wx", 0o600);
}

function isAwsChunked(headers: Headers): boolean {
  return (
    (headers["content-encoding"] ?? "").split(",").some((coding) => coding.trim() === "aws-chunked") ||
    (headers["x-amz-content-sha256"] ?? "").startsWith("STREAMING-")
  );
}

function verifyLength(headers: Headers, isPlain: boolean, sizeBytes: number): void {
  const declared = isPlain ? headers["content-length"] : headers["x-amz-decoded-content-length"];
  if (declared === undefined || Number(declared) === sizeBytes) return;
  throw new AwsError(
    "IncompleteBody",
    "You did not provide the number of bytes specified by the Content-Length HTTP header.",
  );
}

function withoutCoding(headers: Headers, trailers: Readonly<Record<string, string>> | undefined): Headers {
  if (trailers === undefined) return headers;
  const rest: Record<string, string> = { ...headers, ...trailers };
  const codings = (headers["content-encoding"] ?? "")
    .split(",")
    .map((coding) => coding.trim())
    .filter((coding) => coding !== "aws-chunked" && coding !== "");
  if (codings.length === 0) delete rest["content-encoding"];
  else rest["content-encoding"] = codings.join(",");
  const decodedLength = headers["x-amz-decoded-content-length"];
  if (decodedLength === undefined) delete rest["content-length"];
  else rest["content-length"] = decodedLength;
  return rest;
}

function tooLarge(): AwsError {
  return new AwsError("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size");
}
