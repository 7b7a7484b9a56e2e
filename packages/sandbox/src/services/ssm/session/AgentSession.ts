import { createHash, randomUUID } from "node:crypto";
import {
  FLAGS,
  jsonPayload,
  MESSAGE_TYPES,
  PAYLOAD_TYPES,
  SessionStream,
  textPayload,
  uint32Of,
  uint32Payload,
  type SessionMessage,
} from "@trainyard/core";
import { AGENT_VERSION } from "../nodes/agentVersion.ts";
import { handshakeRequest, readHandshakeResponse } from "./handshake.ts";
import type { SessionTask } from "./SessionState.ts";
import type { SessionOutput, SessionWork, StartWork } from "./SessionWork.ts";

/** A client's socket. */
export interface SessionConnection {
  send(bytes: Uint8Array): void;
  close(): void;
}

export interface AgentSessionOptions {
  readonly id: string;
  readonly target: string;
  readonly task: SessionTask;
  readonly startWork: StartWork;
  readonly nowMs: () => number;
  /** Calls back again and again until the answered function is called. */
  readonly every: (intervalMs: number, callback: () => void) => () => void;
  readonly onEnd: () => void;
}

const PIECE_BYTES = 1_024;
/** Messages under way to the client, and messages that wait behind them before the work is asked to pause. */
const WINDOW = 128;
const MOST_WAITING = 256;
const TICK_MS = 100;
/** How long the end waits for a client that acknowledges nothing. */
const END_LIMIT_MS = 10_000;
const HANDSHAKE_LIMIT_MS = 15_000;
const HANDSHAKE_FAILED = "Encountered error while initiating handshake. ";
const HANDSHAKE_LATE =
  "Handshake timed out. Please ensure that you have the latest version of the session manager plugin.";
/** As Session Manager: a session without a client ends after 20 minutes. */
const IDLE_LIMIT_MS = 20 * 60_000;

/** The node's side of a session: handshake, numbered messages both ways, the work, resumed connections, the end. */
export class AgentSession implements SessionOutput {
  readonly #options: AgentSessionOptions;
  readonly #stream: SessionStream;
  readonly #waiting: Uint8Array[] = [];
  readonly #drained: (() => void)[] = [];
  readonly #cancelTick: () => void;
  #connection: SessionConnection | undefined;
  #lastSeenMs: number;
  #openedAtMs: number | undefined;
  #work: SessionWork | undefined;
  #ending: { readonly words: string; readonly sinceMs: number } | undefined;
  #hasEnded = false;

  constructor(options: AgentSessionOptions) {
    this.#options = options;
    this.#lastSeenMs = options.nowMs();
    this.#stream = new SessionStream({
      sends: "output",
      digest: (bytes) => createHash("sha256").update(bytes).digest(),
      newId: randomUUID,
      nowMs: options.nowMs,
      transmit: (bytes) => this.#connection?.send(bytes),
    });
    this.#cancelTick = options.every(TICK_MS, () => this.#tick());
  }

  /** A client has opened the channel: the first one is greeted, a later one takes over. */
  attach(connection: SessionConnection): void {
    this.#connection?.close();
    this.#connection = connection;
    if (this.#openedAtMs !== undefined) return this.#stream.resendAll();
    this.#openedAtMs = this.#options.nowMs();
    const request = handshakeRequest(this.#options.task, AGENT_VERSION);
    if (request === undefined) this.#startWork("");
    else this.#stream.send(PAYLOAD_TYPES.handshakeRequest, textPayload(JSON.stringify(request)));
  }

  /** The connection has broken; the session goes on and waits for another. */
  detach(connection: SessionConnection): void {
    if (this.#connection === connection) this.#connection = undefined;
  }

  receive(bytes: Uint8Array): void {
    this.#lastSeenMs = this.#options.nowMs();
    for (const message of this.#stream.receive(bytes)) this.#handle(message);
    this.#pump();
  }

  get isFull(): boolean {
    return this.#waiting.length > MOST_WAITING;
  }

  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES)
      this.#waiting.push(bytes.slice(at, at + PIECE_BYTES));
    this.#pump();
  }

  whenDrained(callback: () => void): void {
    this.#drained.push(callback);
  }

  refuseConnection(): void {
    this.#stream.send(PAYLOAD_TYPES.flag, uint32Payload(FLAGS.connectToPortError));
  }

  end(words: string): void {
    this.#ending ??= { words, sinceMs: this.#options.nowMs() };
    this.#tick();
  }

  #handle(message: SessionMessage): void {
    if (message.messageType !== MESSAGE_TYPES.input || this.#ending !== undefined) return;
    switch (message.payloadType) {
      case PAYLOAD_TYPES.handshakeResponse:
        return this.#finishHandshake(message.payload);
      case PAYLOAD_TYPES.output:
        return this.#work?.input(message.payload);
      case PAYLOAD_TYPES.size:
        return this.#resize(message.payload);
      case PAYLOAD_TYPES.flag:
        return this.#handleFlag(uint32Of(message.payload));
    }
  }

  #finishHandshake(payload: Uint8Array): void {
    if (this.#work !== undefined) return;
    const { problem, clientVersion } = readHandshakeResponse(payload);
    if (problem !== undefined) return this.end(`${HANDSHAKE_FAILED}${problem}`);
    const tookMs = this.#options.nowMs() - (this.#openedAtMs ?? 0);
    const complete = { HandshakeTimeToComplete: Math.max(1, tookMs) * 1_000_000, CustomerMessage: "" };
    this.#stream.send(PAYLOAD_TYPES.handshakeComplete, textPayload(JSON.stringify(complete)));
    this.#startWork(clientVersion);
  }

  #startWork(clientVersion: string): void {
    this.#work = this.#options.startWork(this, clientVersion);
  }

  #resize(payload: Uint8Array): void {
    const { cols, rows } = jsonPayload(payload) ?? {};
    if (typeof cols !== "number" || typeof rows !== "number") return;
    const isSize = [cols, rows].every((value) => Number.isInteger(value) && value > 0 && value < 65_536);
    if (isSize) this.#work?.resize(cols, rows);
  }

  #handleFlag(flag: number | undefined): void {
    if (flag === FLAGS.terminateSession) this.end("");
    if (flag === FLAGS.disconnectToPort) this.#work?.disconnect();
  }

  #pump(): void {
    while (this.#waiting.length > 0 && this.#stream.unacknowledgedCount < WINDOW) {
      const next = this.#waiting.shift();
      if (next !== undefined) this.#stream.send(PAYLOAD_TYPES.output, next);
    }
    if (!this.isFull) for (const callback of this.#drained.splice(0)) callback();
    if (this.#ending !== undefined) this.#finish();
  }

  #tick(): void {
    if (this.#hasEnded) return;
    const nowMs = this.#options.nowMs();
    if (this.#connection !== undefined) this.#stream.resend();
    if (this.#isWithoutHandshake(nowMs)) this.end(`${HANDSHAKE_FAILED}${HANDSHAKE_LATE}`);
    if (nowMs - this.#lastSeenMs > IDLE_LIMIT_MS && this.#connection === undefined)
      this.#ending ??= { words: "", sinceMs: 0 };
    this.#pump();
  }

  #isWithoutHandshake(nowMs: number): boolean {
    if (this.#openedAtMs === undefined || this.#work !== undefined) return false;
    return this.#ending === undefined && nowMs - this.#openedAtMs >= HANDSHAKE_LIMIT_MS;
  }

  /** The client drops what it has not read when it learns of the end: all must be acknowledged before. */
  #finish(): void {
    const ending = this.#ending;
    if (ending === undefined || this.#hasEnded) return;
    const isRead = this.#waiting.length === 0 && this.#stream.unacknowledgedCount === 0;
    if (!isRead && this.#options.nowMs() - ending.sinceMs < END_LIMIT_MS) return;
    this.#hasEnded = true;
    this.#cancelTick();
    this.#work?.close();
    this.#stream.sendAside(MESSAGE_TYPES.closed, textPayload(JSON.stringify(this.#farewell(ending.words))));
    this.#connection?.close();
    this.#options.onEnd();
  }

  #farewell(words: string) {
    const { id, target, nowMs } = this.#options;
    return {
      MessageId: randomUUID(),
      CreatedDate: String(nowMs()),
      DestinationId: target,
      SessionId: id,
      MessageType: MESSAGE_TYPES.closed,
      SchemaVersion: 1,
      Output: words,
    };
  }
}
