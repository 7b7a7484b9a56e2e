import type { IncomingMessage } from "node:http";
import { AwsError } from "../kernel/AwsError.ts";

const LARGEST_BODY_BYTES = 16 * 1024 * 1024;
const NOTHING = Buffer.alloc(0);

/**
 * Reads a whole body into memory.
 * @throws {AwsError} `RequestEntityTooLarge`; rejects when the client goes before the end.
 */
export async function readMemoryBody(
  incoming: IncomingMessage,
  largestBytes = LARGEST_BODY_BYTES,
): Promise<Buffer> {
  const { headers } = incoming;
  if (headers["transfer-encoding"] === undefined && (headers["content-length"] ?? "0") === "0")
    return NOTHING;
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let sizeBytes = 0;
    incoming.on("data", (piece: Buffer) => {
      sizeBytes += piece.length;
      if (sizeBytes <= largestBytes) pieces.push(piece);
      else {
        incoming.removeAllListeners("data");
        incoming.resume();
        reject(tooLarge());
      }
    });
    incoming.on("end", () => resolve(pieces.length === 1 ? (pieces[0] ?? NOTHING) : Buffer.concat(pieces)));
    incoming.on("error", reject);
  });
}

function tooLarge(): AwsError {
  return new AwsError("RequestEntityTooLarge", "The request body is too large.", { httpStatus: 413 });
}
