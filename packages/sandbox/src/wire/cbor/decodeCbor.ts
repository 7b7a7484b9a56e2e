import { setMember } from "../setMember.ts";

/** Thrown for bytes that are not CBOR, or not of the part of it that AWS uses. */
export class CborError extends Error {
  override readonly name = "CborError";
}

const DEEPEST_NESTING = 100;
const INDEFINITE = 31;
const BREAK = Symbol("break");
const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** Decodes one item. Tagged timestamps become Dates, other tags their content. @throws {CborError} */
export function decodeCbor(bytes: Buffer): unknown {
  const reader = new CborReader(bytes);
  const value = reader.read(0);
  if (value === BREAK || !reader.isAtEnd) throw new CborError("not one item");
  return value;
}

class CborReader {
  readonly #bytes: Buffer;
  #offset = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#offset === this.#bytes.length;
  }

  read(depth: number): unknown {
    if (depth > DEEPEST_NESTING) throw new CborError("too deep");
    const first = this.#take(1)[0] ?? 0;
    const info = first & 31;
    switch (first >> 5) {
      case 0:
        return this.#argument(info);
      case 1:
        return negative(this.#argument(info));
      case 2:
        return Buffer.concat(this.#pieces(info, 2));
      case 3:
        return decodeText(Buffer.concat(this.#pieces(info, 3)));
      case 4:
        return this.#list(info, depth);
      case 5:
        return this.#map(info, depth);
      case 6:
        return tagged(this.#argument(info), this.read(depth + 1));
      default:
        return this.#simple(info);
    }
  }

  #list(info: number, depth: number): unknown[] {
    const list: unknown[] = [];
    for (const more = this.#counter(info); more();) {
      const element = this.read(depth + 1);
      if (element === BREAK) return list;
      list.push(element);
    }
    return list;
  }

  #map(info: number, depth: number): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    for (const more = this.#counter(info); more();) {
      const key = this.read(depth + 1);
      if (key === BREAK) return map;
      if (typeof key !== "string") throw new CborError("a key that is no text");
      setMember(map, key, this.read(depth + 1));
    }
    return map;
  }

  /** True as many times as there are items; without end when the length is open. */
  #counter(info: number): () => boolean {
    if (info === INDEFINITE) return () => true;
    let left = Number(this.#argument(info));
    return () => {
      left -= 1;
      return left >= 0;
    };
  }

  #pieces(info: number, major: number): Buffer[] {
    if (info !== INDEFINITE) return [this.#take(Number(this.#argument(info)))];
    const pieces: Buffer[] = [];
    for (;;) {
      const first = this.#take(1)[0] ?? 0;
      if (first === 0xff) return pieces;
      if (first >> 5 !== major || (first & 31) === INDEFINITE) throw new CborError("a broken string");
      pieces.push(this.#take(Number(this.#argument(first & 31))));
    }
  }

  #simple(info: number): unknown {
    switch (info) {
      case 20:
        return false;
      case 21:
        return true;
      case 22:
      case 23:
        return null;
      case 25:
        return halfFloat(this.#take(2).readUInt16BE());
      case 26:
        return this.#take(4).readFloatBE();
      case 27:
        return this.#take(8).readDoubleBE();
      case INDEFINITE:
        return BREAK;
      default:
        throw new CborError("an unknown simple value");
    }
  }

  #argument(info: number): number | bigint {
    if (info < 24) return info;
    switch (info) {
      case 24:
        return this.#take(1).readUInt8();
      case 25:
        return this.#take(2).readUInt16BE();
      case 26:
        return this.#take(4).readUInt32BE();
      case 27:
        return narrowed(this.#take(8).readBigUInt64BE());
      default:
        throw new CborError("a broken length");
    }
  }

  #take(count: number): Buffer {
    const end = this.#offset + count;
    if (!(end <= this.#bytes.length)) throw new CborError("the end came too early");
    const taken = this.#bytes.subarray(this.#offset, end);
    this.#offset = end;
    return taken;
  }
}

function narrowed(value: bigint): number | bigint {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

function negative(value: number | bigint): number | bigint {
  return typeof value === "bigint" ? -1n - value : -1 - value;
}

function tagged(tag: number | bigint, value: unknown): unknown {
  if (tag !== 1 || typeof value !== "number") return value;
  const date = new Date(value * 1_000);
  if (Number.isNaN(date.getTime())) throw new CborError("a time out of range");
  return date;
}

function decodeText(bytes: Buffer): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw new CborError("text that is not UTF-8");
  }
}

function halfFloat(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * 2 ** -14 * (fraction / 1024);
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
}
