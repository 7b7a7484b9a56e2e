import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import { once } from "node:events";

import type { ChannelChanges } from "./olderVersions.ts";

/** A way to the sandbox whose data channels can be cut. */
export interface CuttableEndpoint {
  readonly url: string;
  /** Breaks every open channel, without a goodbye. */
  cut(): void;
  /** How many channels were opened so far. */
  channelCount(): number;
  close(): void;
}

const same = (chunk: Buffer): Buffer => chunk;
const NO_CHANGES: ChannelChanges = { fromNode: same, fromClient: same };

/** Passes calls on to the sandbox and gives its own address for the sandbox's in the answers. */
export async function openCuttableEndpoint(
  sandboxUrl: string,
  changes: ChannelChanges = NO_CHANGES,
): Promise<CuttableEndpoint> {
  const { host, hostname, port } = new URL(sandboxUrl);
  const channels = new Set<Socket>();
  let count = 0;
  let ownHost = "";
  const server = createServer((incoming, response) => {
    const { method, url, headers } = incoming;
    const outgoing = request({ hostname, port, method, path: url, headers }, (answer) =>
      answerWith(response, answer, (text) => text.replaceAll(host, ownHost)),
    );
    incoming.pipe(outgoing);
  });
  server.on("upgrade", (incoming, client: Socket, head: Buffer) => {
    count += 1;
    const sandbox = connect(Number(port), hostname);
    const lines = incoming.rawHeaders.map((word, index) => (index % 2 === 0 ? `${word}: ` : `${word}\r\n`));
    sandbox.write(`GET ${incoming.url} HTTP/1.1\r\n${lines.join("")}\r\n`);
    sandbox.write(head);
    for (const [from, to, change] of [
      [client, sandbox, changes.fromClient],
      [sandbox, client, changes.fromNode],
    ] as const) {
      channels.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        channels.delete(from);
        to.destroy();
      });
      from.on("data", (chunk: Buffer) => void (to.writable && to.write(change(chunk))));
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  ownHost = `127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  const cut = (): void => {
    for (const socket of channels) socket.resetAndDestroy();
  };
  return {
    url: `http://${ownHost}`,
    cut,
    channelCount: () => count,
    close() {
      cut();
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Passes an answer on with another text. */
export function answerWith(
  response: ServerResponse,
  answer: IncomingMessage,
  change: (text: string) => string,
): void {
  const chunks: Buffer[] = [];
  answer.on("data", (chunk: Buffer) => chunks.push(chunk));
  answer.on("end", () => {
    const { "content-length": _, ...headers } = answer.headers;
    response.writeHead(answer.statusCode ?? 500, headers);
    response.end(change(Buffer.concat(chunks).toString()));
  });
}
