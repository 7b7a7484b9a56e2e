import type { ServerResponse } from "node:http";

/** Answers with a short line of text. */
export function sendText(response: ServerResponse, status: number, text: string): void {
  send(response, status, "text/plain; charset=utf-8", `${text}\n`);
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  send(response, status, "application/json", `${JSON.stringify(value)}\n`);
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, {
    "content-type": contentType,
    "content-length": String(Buffer.byteLength(body)),
    "cache-control": "no-store",
  });
  response.end(body);
}
