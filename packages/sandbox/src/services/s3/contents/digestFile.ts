import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { type ChecksumName, createRunningChecksum } from "./checksums.ts";

const CHUNK_BYTES = 1 << 20;

export interface FileDigest {
  readonly md5: Buffer;
  readonly sizeBytes: number;
  /** Base64; undefined when no algorithm was asked for. */
  readonly checksum: string | undefined;
}

/** Reads a file once (an absent one has no bytes) for its MD5 and, when asked for, one more checksum. */
export function digestFile(filePath: string | undefined, algorithm: ChecksumName | undefined): FileDigest {
  const md5 = createHash("md5");
  const running = algorithm === undefined ? undefined : createRunningChecksum(algorithm);
  let sizeBytes = 0;
  if (filePath !== undefined)
    readChunks(filePath, (chunk) => {
      md5.update(chunk);
      running?.update(chunk);
      sizeBytes += chunk.length;
    });
  return { md5: md5.digest(), sizeBytes, checksum: running?.digestBase64() };
}

function readChunks(filePath: string, onChunk: (chunk: Buffer) => void): void {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  const file = openSync(filePath, "r");
  try {
    for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer))
      onChunk(buffer.subarray(0, length));
  } finally {
    closeSync(file);
  }
}
