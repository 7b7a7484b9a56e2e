import { createReadStream } from "node:fs";
import type { ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { OpenAnswer } from "./openContent.ts";

/** Writes an answer; nothing happens when the client has gone. */
export async function sendAnswer(response: ServerResponse, answer: OpenAnswer): Promise<void> {
  const { status, body } = answer;
  if (typeof body === "string" || body instanceof Uint8Array) {
    response.writeHead(status, withLength(response, answer, Buffer.byteLength(body)));
    response.end(body);
    return;
  }
  const { fileDescriptor, startByte, endByte } = body;
  const lengthBytes = Math.max(0, endByte - startByte);
  response.writeHead(status, { ...answer.headers, "content-length": String(lengthBytes) });
  if (fileDescriptor === undefined) {
    response.end();
    return;
  }
  try {
    const content = createReadStream("", { fd: fileDescriptor, start: startByte, end: endByte - 1 });
    await pipeline(content, response);
  } catch (error) {
    if (!isClientGone(error)) throw error;
  }
}

function withLength(
  response: ServerResponse,
  { status, headers }: OpenAnswer,
  bodyBytes: number,
): Readonly<Record<string, string>> {
  const hasNoBody = status === 204 || status === 304 || response.req.method === "HEAD";
  return hasNoBody ? headers : { ...headers, "content-length": String(bodyBytes) };
}

function isClientGone(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error)) return false;
  return ["ERR_STREAM_PREMATURE_CLOSE", "ERR_STREAM_DESTROYED", "ECONNRESET", "EPIPE"].includes(
    String(error.code),
  );
}
