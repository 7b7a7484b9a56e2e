import { TrainyardError, type RemoteSession } from "@trainyard/core";
import { WebSocket, type RawData } from "ws";

export interface SessionSocket {
  send(bytes: Uint8Array): void;
  sendText(text: string): void;
  close(): void;
}

const OPEN_LIMIT_MS = 20_000;
const KEEP_ALIVE_MS = 5 * 60_000;

/** Opens a data channel; only one that was open closes. @throws {TrainyardError} `SESSION_FAILED` */
export function openSocket(
  { streamUrl: url, headers }: Pick<RemoteSession, "streamUrl" | "headers">,
  events: { readonly onMessage: (bytes: Uint8Array) => void; readonly onClose: () => void },
): Promise<SessionSocket> {
  const socket = new WebSocket(url, { headers, handshakeTimeout: OPEN_LIMIT_MS, perMessageDeflate: false });
  const pings = setInterval(
    () => socket.readyState === socket.OPEN && socket.ping("keepalive"),
    KEEP_ALIVE_MS,
  );
  return new Promise((resolve, reject) => {
    socket.on("message", (data, isBinary) => {
      if (isBinary) events.onMessage(bytesOf(data));
    });
    socket.once("close", () => clearInterval(pings));
    socket.on("error", (error) => reject(failed(url, error)));
    socket.once("open", () => {
      socket.once("close", events.onClose);
      resolve(sessionSocket(socket));
    });
  });
}

function sessionSocket(socket: WebSocket): SessionSocket {
  return {
    send: (bytes) => void (socket.readyState === socket.OPEN && socket.send(bytes)),
    sendText: (text) => socket.send(text),
    close: () => socket.close(),
  };
}

function failed(url: string, error: Error): TrainyardError {
  const { host } = new URL(url);
  return new TrainyardError("SESSION_FAILED", `the session's connection to ${host} fails: ${error.message}`, {
    hint: "Check the network; the address must be reachable by WebSocket.",
    details: { host },
    cause: error,
  });
}

function bytesOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
