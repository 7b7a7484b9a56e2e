import { createHash, randomUUID } from "node:crypto";
import {
  PAYLOAD_TYPES,
  SessionStream,
  textPayload,
  uint32Payload,
  type SessionMessage,
} from "@trainyard/core";
import { AgentSession, type AgentSessionOptions, type SessionConnection } from "../AgentSession.ts";

const digest = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

/** A session of a node with a client on the other side, on a clock of the test's. */
export interface TestClient {
  readonly agent: AgentSession;
  readonly received: SessionMessage[];
  readonly clock: { ms: number };
  readonly state: { ended: boolean; closedSockets: number };
  /** Drops frames in both directions while true. */
  readonly line: { broken: boolean };
  send(payloadType: number, payload: Uint8Array | string): void;
  sendFlag(flag: number): void;
  connect(): SessionConnection;
  answerHandshake(clientVersion?: string, status?: number): void;
  advance(ms: number): void;
  shown(): string;
  /** What the client was sent to show. */
  shownBytes(): Buffer;
  /** The words of the end of the channel; undefined while it is open. */
  lastWords(): string | undefined;
}

const TICK_MS = 100;

export function createTestClient(options: Pick<AgentSessionOptions, "task" | "startWork">): TestClient {
  const clock = { ms: 1_000 };
  const state = { ended: false, closedSockets: 0 };
  const line = { broken: false };
  const received: SessionMessage[] = [];
  const ticks = new Set<() => void>();
  const deliver = createLine();
  const agent = new AgentSession({
    ...options,
    id: "sandbox-1",
    target: "i-1",
    nowMs: () => clock.ms,
    every: (_intervalMs, tick) => repeat(ticks, tick),
    onEnd: () => (state.ended = true),
  });
  const stream = createClientStream(
    clock,
    (bytes) => void (line.broken || deliver(() => agent.receive(bytes))),
  );
  return {
    agent,
    received,
    clock,
    state,
    line,
    send: (payloadType, payload) =>
      stream.send(payloadType, typeof payload === "string" ? textPayload(payload) : payload),
    sendFlag: (flag) => stream.send(PAYLOAD_TYPES.flag, uint32Payload(flag)),
    connect() {
      const connection = {
        send: (bytes: Uint8Array) =>
          void (line.broken || deliver(() => void received.push(...stream.receive(bytes)))),
        close: () => void (state.closedSockets += 1),
      };
      agent.attach(connection);
      stream.resendAll();
      return connection;
    },
    answerHandshake: (clientVersion, status) =>
      stream.send(PAYLOAD_TYPES.handshakeResponse, handshakeAnswer(clientVersion, status)),
    advance(ms) {
      for (let passedMs = 0; passedMs < ms; passedMs += TICK_MS) {
        clock.ms += TICK_MS;
        for (const tick of ticks) tick();
        stream.resend();
      }
    },
    ...readersOf(received),
  };
}

/** Delivers one frame after the other, also those that are sent while one is delivered. */
function createLine(): (delivery: () => void) => void {
  const waiting: (() => void)[] = [];
  let busy = false;
  return (delivery) => {
    waiting.push(delivery);
    if (busy) return;
    busy = true;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) next();
    busy = false;
  };
}

function handshakeAnswer(clientVersion = "1.2.707.0", status = 1): Uint8Array {
  const action = { ActionType: "SessionType", ActionStatus: status, ActionResult: null, Error: "" };
  return textPayload(
    JSON.stringify({ ClientVersion: clientVersion, ProcessedClientActions: [action], Errors: null }),
  );
}

function shownOf(received: readonly SessionMessage[]): Buffer {
  const shown = received.filter(({ payloadType }) => payloadType === PAYLOAD_TYPES.output);
  return Buffer.concat(shown.map(({ payload }) => payload));
}

function lastWordsOf(received: readonly SessionMessage[]): string | undefined {
  const closed = received.find(({ messageType }) => messageType === "channel_closed");
  if (closed === undefined) return undefined;
  const content: { Output: string } = JSON.parse(new TextDecoder().decode(closed.payload));
  return content.Output;
}

function readersOf(
  received: readonly SessionMessage[],
): Pick<TestClient, "shown" | "shownBytes" | "lastWords"> {
  return {
    shown: () => shownOf(received).toString(),
    shownBytes: () => shownOf(received),
    lastWords: () => lastWordsOf(received),
  };
}

function repeat(ticks: Set<() => void>, tick: () => void): () => void {
  ticks.add(tick);
  return () => void ticks.delete(tick);
}

function createClientStream(
  clock: { readonly ms: number },
  transmit: (bytes: Uint8Array) => void,
): SessionStream {
  return new SessionStream({ sends: "input", digest, newId: randomUUID, nowMs: () => clock.ms, transmit });
}
