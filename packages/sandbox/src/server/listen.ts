import { createServer, type Server } from "node:http";
import type { Socket } from "node:net";

const LOOPBACK = "127.0.0.1";
const KEEP_ALIVE_MS = 65_000;
const HEADERS_TIMEOUT_MS = 30_000;
const LARGEST_HEADERS_BYTES = 32_768;

export interface ListeningServer {
  readonly server: Server;
  readonly port: number;
}

/**
 * Listens on loopback. What is no HTTP is answered 400, a CONNECT (clients with `HTTPS_PROXY`) 403, and neither
 * ends the server.
 * @param port - 0 takes any free one.
 * @throws {Error} with the code `EADDRINUSE` when the port is taken.
 */
export async function listen(port: number): Promise<ListeningServer> {
  const server = createServer({
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: HEADERS_TIMEOUT_MS,
    // Uploads take as long as they take.
    requestTimeout: 0,
    maxHeaderSize: LARGEST_HEADERS_BYTES,
    noDelay: true,
  });
  server.on("clientError", (error: Error, socket: Socket) => refuse(socket, statusOf(error)));
  server.on("connect", (_request, socket: Socket) => refuse(socket, "403 Forbidden"));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, LOOPBACK, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return { server, port: address.port };
}

function statusOf(error: Error): string {
  const code = "code" in error ? error.code : undefined;
  return code === "HPE_HEADER_OVERFLOW" ? "431 Request Header Fields Too Large" : "400 Bad Request";
}

function refuse(socket: Socket, status: string): void {
  socket.on("error", () => socket.destroy());
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
