import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type RawData, type WebSocket } from "ws";
import { openChannel, type SessionChannel } from "../services/ssm/session/openChannel.ts";
import { isForeign } from "./refuseForeign.ts";
import type { SandboxSession } from "./SandboxSession.ts";

export interface AcceptSessionsOptions {
  readonly server: Server;
  readonly session: SandboxSession;
  readonly port: number;
  readonly onDefect: (error: unknown, what: string) => void;
}

const PATH = /^\/_session\/([a-z]{2}[a-z-]*-\d)\/([\w-]+)(?:\?|$)/;
const LARGEST_MESSAGE_BYTES = 1_048_576;

/** Takes the data channels of Systems Manager's sessions. Answers a function that ends them all. */
export function acceptSessions(options: AcceptSessionsOptions): () => void {
  const { server, session, port, onDefect } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  server.on("upgrade", (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    const [, region, id] = PATH.exec(incoming.url ?? "") ?? [];
    if (isForeign(incoming, port)) return refuse(socket, "403 Forbidden");
    if (region === undefined || id === undefined) return refuse(socket, "404 Not Found");
    sockets.handleUpgrade(incoming, socket, head, (webSocket) => {
      try {
        serve(webSocket, openChannel(session.kernel.context(region), id, connectionOf(webSocket)));
      } catch (error) {
        onDefect(error, `opening the session ${id}`);
        webSocket.terminate();
      }
    });
  });

  function serve(webSocket: WebSocket, channel: SessionChannel): void {
    webSocket.on("message", (data, isBinary) => {
      try {
        const bytes = bytesOf(data);
        if (isBinary) channel.receive(bytes);
        else channel.open(bytes.toString());
      } catch (error) {
        onDefect(error, "a message of a session");
        webSocket.terminate();
      }
    });
    webSocket.on("error", () => webSocket.terminate());
    webSocket.on("close", () => channel.close());
  }

  return () => {
    for (const webSocket of sockets.clients) webSocket.terminate();
    sockets.close();
  };
}

function connectionOf(webSocket: WebSocket) {
  return {
    send(bytes: Uint8Array): void {
      if (webSocket.readyState === webSocket.OPEN) webSocket.send(bytes);
    },
    close: () => webSocket.close(),
  };
}

function bytesOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
