import { createHash } from "node:crypto";

/** How many ids of each kind were made: saved with the state. */
export interface IdState {
  readonly seed: string;
  readonly counters: Record<string, number>;
}

/**
 * Makes AWS-like ids that depend only on the seed and on how many of the same kind came before, so that one
 * seed gives one sequence.
 */
export class Ids {
  readonly #state: IdState;

  constructor(state: IdState) {
    this.#state = state;
  }

  /** `<prefix>-` and 17 hexadecimal digits, as EC2 and FSx name things: `vpc-0a1b2c3d4e5f60718`. */
  resourceId(prefix: string): string {
    return `${prefix}-0${this.hex(prefix, 16)}`;
  }

  /** `length` hexadecimal digits (at most 64). */
  hex(kind: string, length: number): string {
    return this.#digest(kind).toString("hex").slice(0, length);
  }

  /** `length` upper-case letters and digits (at most 32), as CloudFormation's suffixes. */
  upperAlphanumeric(kind: string, length: number): string {
    const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return Array.from(
      this.#digest(kind).subarray(0, length),
      (byte) => alphabet[byte % alphabet.length],
    ).join("");
  }

  uuid(kind: string): string {
    const hex = this.hex(kind, 32);
    const variant = "89ab"[Number.parseInt(hex[16] ?? "0", 16) % 4];
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }

  /** A whole number from 0 to `below` - 1. */
  number(kind: string, below: number): number {
    return this.#digest(kind).readUIntBE(0, 6) % below;
  }

  #digest(kind: string): Buffer {
    const count = (this.#state.counters[kind] ?? 0) + 1;
    this.#state.counters[kind] = count;
    return createHash("sha256").update(`${this.#state.seed}/${kind}/${count}`).digest();
  }
}
