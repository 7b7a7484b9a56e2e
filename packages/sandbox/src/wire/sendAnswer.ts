import { open } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { WireAnswer } from "./WireMessage.ts";

/** Writes an answer; nothing happens when the client has gone. */
export async function sendAnswer(response: ServerResponse, answer: WireAnswer): Promise<void> {
  const { status, body } = answer;
  if (typeof body === "string" || body instanceof Uint8Array) {
    response.writeHead(status, withLength(response, answer, Buffer.byteLength(body)));
    response.end(body);
    return;
  }
  const { filePath, startByte, endByte } = body;
  const lengthBytes = endByte - startByte;
  if (response.req.method === "HEAD" || lengthBytes <= 0) {
    response.writeHead(status, { ...answer.headers, "content-length": String(Math.max(0, lengthBytes)) });
    response.end();
    return;
  }
  const file = await open(filePath, "r");
  response.writeHead(status, { ...answer.headers, "content-length": String(lengthBytes) });
  try {
    await pipeline(file.createReadStream({ start: startByte, end: endByte - 1 }), response);
  } catch (error) {
    if (!isClientGone(error)) throw error;
  }
}

function withLength(
  response: ServerResponse,
  { status, headers }: WireAnswer,
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
