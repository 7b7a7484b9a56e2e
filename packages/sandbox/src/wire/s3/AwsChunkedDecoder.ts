import { AwsError } from "../../kernel/AwsError.ts";

type Stage = "size" | "data" | "data-end" | "trailers" | "done";

const LONGEST_LINE_BYTES = 16_384;
const LINE_END = "\r\n";

/**
 * Undoes the content coding `aws-chunked`: sizes in hexadecimal, with or without a signature each, data, and
 * trailers after the last chunk. Signatures are not verified.
 */
export class AwsChunkedDecoder {
  /** Names in lower case. */
  readonly trailers: Record<string, string> = {};
  #stage: Stage = "size";
  #rest: Buffer = Buffer.alloc(0);
  #missingBytes = 0;

  /** The data in the next piece of the body. @throws {AwsError} when the coding is broken. */
  decode(piece: Buffer): Buffer[] {
    const data: Buffer[] = [];
    let rest = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    for (;;) {
      if (this.#stage === "done") {
        if (rest.toString("latin1").trim() !== "") throw brokenChunk();
        rest = Buffer.alloc(0);
        break;
      }
      if (this.#stage === "data") {
        if (rest.length === 0) break;
        const part = rest.subarray(0, this.#missingBytes);
        data.push(part);
        rest = rest.subarray(part.length);
        this.#missingBytes -= part.length;
        if (this.#missingBytes === 0) this.#stage = "data-end";
        continue;
      }
      const end = rest.indexOf(LINE_END);
      if (end > LONGEST_LINE_BYTES || (end < 0 && rest.length > LONGEST_LINE_BYTES)) throw brokenChunk();
      if (end < 0) break;
      this.#readLine(rest.toString("latin1", 0, end));
      rest = rest.subarray(end + LINE_END.length);
    }
    this.#rest = rest;
    return data;
  }

  /** @throws {AwsError} `IncompleteBody` when the last chunk has not come. */
  finish(): void {
    if (this.#stage === "trailers" && this.#rest.length > 0) this.#readLine(this.#rest.toString("latin1"));
    if (this.#stage === "trailers" || this.#stage === "done") return;
    throw new AwsError("IncompleteBody", "The request body terminated unexpectedly");
  }

  #readLine(line: string): void {
    switch (this.#stage) {
      case "size":
        return this.#readSize(line);
      case "data-end":
        if (line !== "") throw brokenChunk();
        this.#stage = "size";
        return;
      case "trailers": {
        if (line === "") {
          this.#stage = "done";
          return;
        }
        const colon = line.indexOf(":");
        if (colon <= 0) throw brokenChunk();
        this.trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
        return;
      }
      default:
    }
  }

  #readSize(line: string): void {
    const size = /^([\da-fA-F]{1,12})(?:;.*)?$/.exec(line)?.[1];
    if (size === undefined) throw brokenChunk();
    this.#missingBytes = Number.parseInt(size, 16);
    this.#stage = this.#missingBytes === 0 ? "trailers" : "data";
  }
}

function brokenChunk(): AwsError {
  return new AwsError("InvalidRequest", "The body of the request is not a valid aws-chunked stream.");
}
