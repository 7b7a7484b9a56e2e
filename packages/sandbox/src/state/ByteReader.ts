import { StateFormatError } from "./StateDirectory.ts";

const NEWLINE = 10;

/** Reads lines and counted bytes from a stream. */
export class ByteReader {
  readonly #source: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next line without its end; undefined at the end of the stream. @throws {StateFormatError} when it is longer. */
  async line(longestBytes: number): Promise<string | undefined> {
    for (;;) {
      const end = this.#rest.indexOf(NEWLINE);
      if (end > longestBytes || (end < 0 && this.#rest.length > longestBytes))
        throw new StateFormatError("the archive");
      if (end >= 0) {
        const line = this.#rest.toString("utf8", 0, end);
        this.#rest = this.#rest.subarray(end + 1);
        return line;
      }
      if (!(await this.#fill())) return undefined;
    }
  }

  /** Exactly `count` bytes, in pieces. @throws {StateFormatError} when the stream ends before. */
  async *bytes(count: number): AsyncGenerator<Buffer> {
    let missing = count;
    while (missing > 0) {
      if (this.#rest.length === 0 && !(await this.#fill())) throw new StateFormatError("the cut-off archive");
      const piece = this.#rest.subarray(0, missing);
      this.#rest = this.#rest.subarray(piece.length);
      missing -= piece.length;
      yield piece;
    }
  }

  async #fill(): Promise<boolean> {
    const next = await this.#source.next();
    if (next.done === true) return false;
    this.#rest = this.#rest.length === 0 ? next.value : Buffer.concat([this.#rest, next.value]);
    return true;
  }
}
