/** Kinds of messages of a session's data channel. */
export const MESSAGE_TYPES = {
  input: "input_stream_data",
  output: "output_stream_data",
  acknowledge: "acknowledge",
  closed: "channel_closed",
  startPublication: "start_publication",
  pausePublication: "pause_publication",
} as const;

/** What the payload of a stream message is. */
export const PAYLOAD_TYPES = {
  none: 0,
  output: 1,
  error: 2,
  size: 3,
  parameter: 4,
  handshakeRequest: 5,
  handshakeResponse: 6,
  handshakeComplete: 7,
  encryptionChallengeRequest: 8,
  encryptionChallengeResponse: 9,
  flag: 10,
  stderr: 11,
  exitCode: 12,
} as const;

/** Payloads of `flag`, 32 bits, big-endian. */
export const FLAGS = { disconnectToPort: 1, terminateSession: 2, connectToPortError: 3 } as const;

/** A message of a session's data channel. */
export interface SessionMessage {
  readonly messageType: string;
  readonly schemaVersion: number;
  /** Milliseconds since 1970. */
  readonly createdAtMs: number;
  readonly sequence: number;
  /** Bit 0: first of its stream; bit 1: last. */
  readonly flags: number;
  readonly id: string;
  readonly payloadType: number;
  readonly payload: Uint8Array;
}

/** SHA-256. */
export type Digest = (bytes: Uint8Array) => Uint8Array;

/** Where the payload length stands; what comes before is the header. */
const HEADER_BYTES = 116;
const PAYLOAD_AT = HEADER_BYTES + 4;
const TYPE_BYTES = 32;
const DIGEST_AT = 80;
const DIGEST_BYTES = 32;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** @throws {RangeError} for a type of more than 32 bytes or an id that is no UUID. */
export function encodeMessage(message: SessionMessage, digest: Digest): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(PAYLOAD_AT + message.payload.length);
  const view = new DataView(bytes.buffer);
  const type = new TextEncoder().encode(message.messageType);
  if (type.length > TYPE_BYTES) throw new RangeError(`the message type ${message.messageType} is too long`);
  view.setUint32(0, HEADER_BYTES);
  bytes.fill(0x20, 4, 4 + TYPE_BYTES);
  bytes.set(type, 4);
  view.setUint32(36, message.schemaVersion);
  view.setBigUint64(40, BigInt(message.createdAtMs));
  view.setBigInt64(48, BigInt(message.sequence));
  view.setBigUint64(56, BigInt(message.flags));
  bytes.set(uuidBytes(message.id), 64);
  bytes.set(digest(message.payload), DIGEST_AT);
  view.setUint32(112, message.payloadType);
  view.setUint32(HEADER_BYTES, message.payload.length);
  bytes.set(message.payload, PAYLOAD_AT);
  return bytes;
}

/**
 * The message of a frame; undefined for bytes that are none, or whose payload is not the one that was sent.
 * @param digest - absent: the payload is taken as it came.
 */
export function decodeMessage(bytes: Uint8Array, digest?: Digest): SessionMessage | undefined {
  if (bytes.length < PAYLOAD_AT) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = view.getUint32(0);
  if (headerBytes < HEADER_BYTES || headerBytes + 4 > bytes.length) return undefined;
  const payload = bytes.slice(headerBytes + 4);
  if (view.getUint32(headerBytes) !== payload.length) return undefined;
  const sent = bytes.subarray(DIGEST_AT, DIGEST_AT + DIGEST_BYTES);
  if (digest !== undefined && !isSame(sent, digest(payload))) return undefined;
  return {
    messageType: new TextDecoder()
      .decode(bytes.subarray(4, 4 + TYPE_BYTES))
      .replaceAll(/^[\0 ]+|[\0 ]+$/g, ""),
    schemaVersion: view.getUint32(36),
    createdAtMs: Number(view.getBigUint64(40)),
    sequence: Number(view.getBigInt64(48)),
    flags: Number(view.getBigUint64(56)),
    id: uuidText(bytes.subarray(64, 80)),
    payloadType: view.getUint32(112),
    payload,
  };
}

export function uint32Payload(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

export function uint32Of(payload: Uint8Array): number | undefined {
  if (payload.length < 4) return undefined;
  return new DataView(payload.buffer, payload.byteOffset, payload.byteLength).getUint32(0);
}

export function textPayload(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** An object that was sent as JSON; undefined for anything else. */
export function jsonPayload(payload: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(payload));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value))
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A UUID goes over the wire with its second half first. */
function uuidBytes(id: string): Uint8Array {
  if (!UUID.test(id)) throw new RangeError(`${id} is no UUID`);
  const digits = id.replaceAll("-", "");
  const swapped = digits.slice(16) + digits.slice(0, 16);
  return Uint8Array.from({ length: 16 }, (_, index) =>
    Number.parseInt(swapped.slice(2 * index, 2 * index + 2), 16),
  );
}

function uuidText(bytes: Uint8Array): string {
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const hex = digits.slice(16) + digits.slice(0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}
