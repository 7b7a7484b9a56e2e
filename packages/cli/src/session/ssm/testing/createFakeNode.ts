import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import {
  MESSAGE_TYPES,
  PAYLOAD_TYPES,
  SessionStream,
  textPayload,
  type RemoteGateway,
} from "@trainyard/core";
import { WebSocketServer, type WebSocket } from "ws";

export interface NodeInput {
  readonly type: number;
  readonly text: string;
}

/** A node that the test plays, on a socket of this machine. */
export interface FakeNode {
  readonly remote: RemoteGateway;
  /** First messages of the client's connections. */
  readonly opened: string[];
  /** What authorised them. */
  readonly authorizations: (string | undefined)[];
  readonly closedSessions: string[];
  /** What the client sent, in order. */
  readonly inputs: NodeInput[];
  send(payloadType: number, text: string): void;
  end(words?: string): void;
  /** Breaks the connection. */
  drop(): void;
  stop(): Promise<void>;
}

const HANDSHAKE = {
  AgentVersion: "3.3.1611.0",
  RequestedClientActions: [
    { ActionType: "SessionType", ActionParameters: { SessionType: "Standard_Stream", Properties: null } },
  ],
};

/** @param react - what the node does with each message of the client, the answer to the handshake too. */
export async function createFakeNode(
  react: (input: NodeInput, node: FakeNode) => void,
  resumes: "token" | "ended" = "token",
): Promise<FakeNode> {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await once(server, "listening");
  let socket: WebSocket | undefined;
  const stream = new SessionStream({
    sends: "output",
    digest: (bytes) => createHash("sha256").update(bytes).digest(),
    newId: randomUUID,
    nowMs: () => Date.now(),
    transmit: (bytes) => void (socket?.readyState === socket?.OPEN && socket?.send(bytes)),
  });
  const closedSessions: string[] = [];
  const node: FakeNode = {
    remote: remoteOf(urlOf(server), closedSessions, resumes),
    opened: [],
    authorizations: [],
    closedSessions,
    inputs: [],
    send: (payloadType, text) => stream.send(payloadType, textPayload(text)),
    end: (words = "") =>
      stream.sendAside(MESSAGE_TYPES.closed, textPayload(JSON.stringify({ Output: words }))),
    drop: () => socket?.terminate(),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const greet = (text: string): void => {
    node.opened.push(text);
    if (node.opened.length > 1) stream.resendAll();
    else node.send(PAYLOAD_TYPES.handshakeRequest, JSON.stringify(HANDSHAKE));
  };
  const take = (bytes: Buffer): void => {
    for (const { payloadType: type, payload } of stream.receive(bytes)) {
      const input = { type, text: Buffer.from(payload).toString() };
      node.inputs.push(input);
      react(input, node);
    }
  };
  server.on("connection", (made, { headers }) => {
    socket = made;
    node.authorizations.push(headers.authorization);
    made.on("message", (data, isBinary) => {
      const bytes = Buffer.isBuffer(data) ? data : Buffer.alloc(0);
      if (isBinary) take(bytes);
      else greet(bytes.toString());
    });
  });
  return node;
}

function urlOf(server: WebSocketServer): string {
  const address = server.address();
  return `ws://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/`;
}

function remoteOf(streamUrl: string, closedSessions: string[], resumes: "token" | "ended"): RemoteGateway {
  const sessionWith = (token: string) => ({
    id: "s-1",
    streamUrl,
    token,
    headers: { authorization: `signed for ${token}` },
  });
  return {
    start: () => Promise.reject(new Error("no commands")),
    result: async () => "running",
    cancel: async () => undefined,
    openSession: async () => sessionWith("first"),
    resumeSession: async () => (resumes === "ended" ? "ended" : sessionWith("second")),
    closeSession: async (id) => void closedSessions.push(id),
  };
}
