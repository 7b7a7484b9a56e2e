import {
  decodeMessage,
  encodeMessage,
  jsonPayload,
  MESSAGE_TYPES,
  textPayload,
  type Digest,
  type SessionMessage,
} from "./SessionMessage.ts";

export interface SessionStreamOptions {
  /** What this side sends: the client `input`, the node `output`. */
  readonly sends: "input" | "output";
  readonly digest: Digest;
  readonly newId: () => string;
  readonly nowMs: () => number;
  /** Sends bytes; while the connection is broken they may be lost. */
  readonly transmit: (bytes: Uint8Array) => void;
}

interface Sent {
  readonly sequence: number;
  readonly bytes: Uint8Array;
  sentAtMs: number;
}

const RESEND_AFTER_MS = 200;
const MOST_RESEND_AFTER_MS = 1_000;
const MOST_BUFFERED = 10_000;
const ACKNOWLEDGE_FLAGS = 3;

/**
 * The numbered, acknowledged stream of messages in both directions that a session is made of. Holds no timer: call
 * `resend` now and then, and `resendAll` when the connection was made anew.
 */
export class SessionStream {
  readonly #options: SessionStreamOptions;
  readonly #unacknowledged: Sent[] = [];
  readonly #early = new Map<number, SessionMessage>();
  #nextSequence = 0;
  #expected = 0;
  #resendAfterMs = RESEND_AFTER_MS;

  constructor(options: SessionStreamOptions) {
    this.#options = options;
  }

  /** Messages that the other side has not acknowledged. */
  get unacknowledgedCount(): number {
    return this.#unacknowledged.length;
  }

  /** Sends the next message of this side's stream. */
  send(payloadType: number, payload: Uint8Array): void {
    const sequence = this.#nextSequence;
    this.#nextSequence += 1;
    const bytes = this.#encode({
      messageType: MESSAGE_TYPES[this.#options.sends],
      sequence,
      flags: sequence === 0 ? 1 : 0,
      payloadType,
      payload,
    });
    this.#unacknowledged.push({ sequence, bytes, sentAtMs: this.#options.nowMs() });
    this.#options.transmit(bytes);
  }

  /** Sends a message that stands outside of the stream and is not acknowledged. */
  sendAside(messageType: string, payload: Uint8Array): void {
    this.#options.transmit(
      this.#encode({ messageType, sequence: 0, flags: ACKNOWLEDGE_FLAGS, payloadType: 0, payload }),
    );
  }

  /** Takes a frame and answers the messages of the other side that are now in order. */
  receive(bytes: Uint8Array): readonly SessionMessage[] {
    // As AWS's own: the plugin drops what has a wrong digest, the agent does not look, and some clients count on that.
    const { sends, digest } = this.#options;
    const message = sends === "input" ? decodeMessage(bytes, digest) : decodeMessage(bytes);
    if (message === undefined) return [];
    const other = sends === "input" ? MESSAGE_TYPES.output : MESSAGE_TYPES.input;
    switch (message.messageType) {
      case MESSAGE_TYPES.acknowledge:
        this.#acknowledged(message);
        return [];
      case other:
        return this.#inOrder(message);
      default:
        return [message];
    }
  }

  /** Sends the oldest unacknowledged message again when its time has come. */
  resend(): void {
    const [oldest] = this.#unacknowledged;
    const nowMs = this.#options.nowMs();
    if (oldest === undefined || nowMs - oldest.sentAtMs < this.#resendAfterMs) return;
    oldest.sentAtMs = nowMs;
    this.#resendAfterMs = Math.min(MOST_RESEND_AFTER_MS, this.#resendAfterMs * 2);
    this.#options.transmit(oldest.bytes);
  }

  resendAll(): void {
    const nowMs = this.#options.nowMs();
    // Acknowledges may come in between.
    for (const sent of this.#unacknowledged.slice()) {
      sent.sentAtMs = nowMs;
      this.#options.transmit(sent.bytes);
    }
  }

  #acknowledged({ payload }: SessionMessage): void {
    const sequence = jsonPayload(payload)?.["AcknowledgedMessageSequenceNumber"];
    const index = this.#unacknowledged.findIndex((sent) => sent.sequence === sequence);
    if (index < 0) return;
    this.#unacknowledged.splice(index, 1);
    this.#resendAfterMs = RESEND_AFTER_MS;
  }

  #inOrder(message: SessionMessage): readonly SessionMessage[] {
    const isEarly = message.sequence > this.#expected;
    if (isEarly && this.#early.size >= MOST_BUFFERED) return [];
    this.#acknowledge(message);
    if (message.sequence < this.#expected) return [];
    this.#early.set(message.sequence, message);
    const ready: SessionMessage[] = [];
    for (let next = this.#early.get(this.#expected); next; next = this.#early.get(this.#expected)) {
      this.#early.delete(this.#expected);
      this.#expected += 1;
      ready.push(next);
    }
    return ready;
  }

  #acknowledge({ messageType, id, sequence }: SessionMessage): void {
    const content = {
      AcknowledgedMessageType: messageType,
      AcknowledgedMessageId: id,
      AcknowledgedMessageSequenceNumber: sequence,
      IsSequentialMessage: true,
    };
    this.sendAside(MESSAGE_TYPES.acknowledge, textPayload(JSON.stringify(content)));
  }

  #encode(parts: Omit<SessionMessage, "schemaVersion" | "createdAtMs" | "id">): Uint8Array {
    const { nowMs, newId, digest } = this.#options;
    return encodeMessage({ ...parts, schemaVersion: 1, createdAtMs: nowMs(), id: newId() }, digest);
  }
}
