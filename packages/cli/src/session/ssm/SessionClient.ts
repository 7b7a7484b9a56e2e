import { createHash, randomUUID } from "node:crypto";
import {
  jsonPayload,
  MESSAGE_TYPES,
  PAYLOAD_TYPES,
  SessionStream,
  textPayload,
  TrainyardError,
  type RemoteGateway,
  type RemoteSession,
  type SessionMessage,
} from "@trainyard/core";
import { openSocket, type SessionSocket } from "./openSocket.ts";
import { handshakeResponse } from "./handshakeResponse.ts";

export interface SessionClientOptions {
  readonly remote: Pick<RemoteGateway, "resumeSession" | "closeSession">;
  readonly session: RemoteSession;
  readonly onOutput: (bytes: Uint8Array) => void;
  /** The node is ready for input. */
  readonly onStart?: () => void;
  readonly signal: AbortSignal;
}

const TICK_MS = 100;
const PIECE_BYTES = 1_024;
/** Between tries to connect again. */
const RECONNECT_MS = [100, 500, 1_000, 2_000, 4_000];

/** The client's side of a session: the same for AWS and for the sandbox. */
export class SessionClient {
  readonly #options: SessionClientOptions;
  readonly #stream: SessionStream;
  readonly #clientId = randomUUID();
  #socket: SessionSocket | undefined;
  #started = false;
  #closed = false;
  #finish: (words: string) => void = () => undefined;
  #fail: (error: unknown) => void = () => undefined;

  constructor(options: SessionClientOptions) {
    this.#options = options;
    this.#stream = new SessionStream({
      sends: "input",
      digest: (bytes) => createHash("sha256").update(bytes).digest(),
      newId: randomUUID,
      nowMs: () => Date.now(),
      transmit: (bytes) => this.#socket?.send(bytes),
    });
  }

  /**
   * Runs the session to its end and answers what the node said last, mostly nothing.
   * @throws {TrainyardError} `SESSION_FAILED` when the connection cannot be made (again), `INTERRUPTED` by the signal.
   */
  async run(): Promise<string> {
    const ended = new Promise<string>((resolve, reject) => {
      this.#finish = resolve;
      this.#fail = reject;
    });
    const { session, remote, signal } = this.#options;
    const stop = (): void => this.#fail(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    const ticks = setInterval(() => this.#stream.resend(), TICK_MS);
    try {
      await this.#connect(session);
      return await ended;
    } finally {
      clearInterval(ticks);
      signal.removeEventListener("abort", stop);
      this.#closed = true;
      this.#socket?.close();
      await remote.closeSession(session.id).catch(() => undefined);
    }
  }

  input(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES)
      this.#stream.send(PAYLOAD_TYPES.output, bytes.slice(at, at + PIECE_BYTES));
  }

  resize(columns: number, rows: number): void {
    this.#stream.send(PAYLOAD_TYPES.size, textPayload(JSON.stringify({ cols: columns, rows })));
  }

  async #connect(session: RemoteSession): Promise<void> {
    const socket = await openSocket(session, {
      onMessage: (bytes) => this.#receive(bytes),
      onClose: () => void this.#reconnect(socket).catch((error: unknown) => this.#fail(error)),
    });
    if (this.#closed) return socket.close();
    this.#socket = socket;
    socket.sendText(
      JSON.stringify({
        MessageSchemaVersion: "1.0",
        RequestId: randomUUID(),
        TokenValue: session.token,
        ClientId: this.#clientId,
        ClientVersion: CLIENT_VERSION,
      }),
    );
  }

  /** The connection broke: a new token, a new connection, and all that was not acknowledged again. */
  async #reconnect(broken: SessionSocket): Promise<void> {
    if (this.#closed || this.#socket !== broken) return;
    this.#socket = undefined;
    const { remote, session, signal } = this.#options;
    for (const waitMs of RECONNECT_MS) {
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      if (this.#closed) return;
      const resumed = await remote.resumeSession(session.id, signal);
      if (resumed === "ended") return this.#finish("");
      try {
        await this.#connect(resumed);
        return this.#stream.resendAll();
      } catch (error) {
        if (!(error instanceof TrainyardError)) throw error;
      }
    }
    throw new TrainyardError("SESSION_FAILED", `the connection of the session ${session.id} is lost`, {
      hint: "Check the network and connect again.",
      details: { sessionId: session.id },
    });
  }

  #receive(bytes: Uint8Array): void {
    for (const message of this.#stream.receive(bytes)) this.#handle(message);
  }

  #handle(message: SessionMessage): void {
    if (message.messageType === MESSAGE_TYPES.closed) return this.#end(message.payload);
    if (message.messageType !== MESSAGE_TYPES.output) return;
    switch (message.payloadType) {
      case PAYLOAD_TYPES.handshakeRequest:
        return this.#stream.send(
          PAYLOAD_TYPES.handshakeResponse,
          textPayload(JSON.stringify(handshakeResponse(message.payload, CLIENT_VERSION))),
        );
      case PAYLOAD_TYPES.handshakeComplete:
        return this.#start(message.payload);
      case PAYLOAD_TYPES.output:
      case PAYLOAD_TYPES.error:
      case PAYLOAD_TYPES.stderr:
        this.#begin();
        return this.#options.onOutput(message.payload);
    }
  }

  #start(payload: Uint8Array): void {
    const words = jsonPayload(payload)?.["CustomerMessage"];
    if (typeof words === "string" && words !== "") this.#options.onOutput(textPayload(`${words}\n`));
    this.#begin();
  }

  /** Agents older than the handshake begin with output. */
  #begin(): void {
    if (this.#started) return;
    this.#started = true;
    this.#options.onStart?.();
  }

  #end(payload: Uint8Array): void {
    const words = jsonPayload(payload)?.["Output"];
    this.#closed = true;
    this.#finish(typeof words === "string" ? words : "");
  }
}

/** The version of the official plugin whose protocol this is. */
const CLIENT_VERSION = "1.2.764.0";
