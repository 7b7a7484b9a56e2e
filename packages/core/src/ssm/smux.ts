/** Commands of smux, version 1, which carries several connections over one stream of bytes. */
export const SMUX = { open: 0, finish: 1, data: 2, keepAlive: 3 } as const;
export type SmuxCommand = (typeof SMUX)[keyof typeof SMUX];

export interface SmuxFrame {
  readonly command: SmuxCommand;
  readonly streamId: number;
  readonly data: Uint8Array;
}

/** Most data that a frame of the node may carry. */
export const SMUX_DATA_BYTES = 32_768;
const HEADER_BYTES = 8;
const VERSION = 1;

export function encodeSmux({ command, streamId, data }: SmuxFrame): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, VERSION);
  view.setUint8(1, command);
  view.setUint16(2, data.length, true);
  view.setUint32(4, streamId, true);
  bytes.set(data, HEADER_BYTES);
  return bytes;
}

/** Reads frames from a stream of bytes that is cut anywhere. */
export class SmuxReader {
  #pending = new Uint8Array();

  /** @throws {RangeError} for bytes that are not smux, version 1. */
  read(bytes: Uint8Array): readonly SmuxFrame[] {
    this.#pending = joined(this.#pending, bytes);
    const frames: SmuxFrame[] = [];
    while (this.#pending.length >= HEADER_BYTES) {
      const view = new DataView(this.#pending.buffer, this.#pending.byteOffset, this.#pending.byteLength);
      const command = commandOf(view.getUint8(1));
      if (view.getUint8(0) !== VERSION || command === undefined)
        throw new RangeError("the stream is not smux, version 1");
      const end = HEADER_BYTES + view.getUint16(2, true);
      if (this.#pending.length < end) break;
      frames.push({
        command,
        streamId: view.getUint32(4, true),
        data: this.#pending.slice(HEADER_BYTES, end),
      });
      this.#pending = this.#pending.slice(end);
    }
    return frames;
  }
}

function commandOf(byte: number): SmuxCommand | undefined {
  return Object.values(SMUX).find((command) => command === byte);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
