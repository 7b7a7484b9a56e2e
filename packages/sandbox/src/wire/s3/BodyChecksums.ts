import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { AwsError } from "../../kernel/AwsError.ts";
import type { Headers } from "../WireMessage.ts";
import { createCrc32c, createCrc64Nvme, type Crc } from "./crc.ts";

/** Checksums by the end of their header's name, `x-amz-checksum-<name>`. */
const ALGORITHMS: ReadonlyMap<string, { readonly sizeBytes: number; readonly create: () => Crc }> = new Map([
  ["crc32", { sizeBytes: 4, create: createCrc32 }],
  ["crc32c", { sizeBytes: 4, create: createCrc32c }],
  ["crc64nvme", { sizeBytes: 8, create: createCrc64Nvme }],
  ["sha1", { sizeBytes: 20, create: () => hashAs("sha1") }],
  ["sha256", { sizeBytes: 32, create: () => hashAs("sha256") }],
  ["sha512", { sizeBytes: 64, create: () => hashAs("sha512") }],
  ["md5", { sizeBytes: 16, create: () => hashAs("md5") }],
]);

const HEADER_PREFIX = "x-amz-checksum-";
const MD5_SIZE_BYTES = 16;

interface Check {
  readonly running: Crc;
  readonly sizeBytes: number;
  /** The header, or trailer, that carries the expected value. */
  readonly header: string;
}

/** Verifies the body of a request against every checksum that came with it. */
export class BodyChecksums {
  readonly #headers: Headers;
  readonly #checks: readonly Check[];
  readonly #sha256: Crc | undefined;

  constructor(headers: Headers) {
    this.#headers = headers;
    this.#checks = checksIn(headers);
    this.#sha256 = /^[\da-f]{64}$/.test(headers["x-amz-content-sha256"] ?? "") ? hashAs("sha256") : undefined;
    refuseAnnouncedWithoutValue(headers);
  }

  update(bytes: Uint8Array): void {
    for (const { running } of this.#checks) running.update(bytes);
    this.#sha256?.update(bytes);
  }

  /** @throws {AwsError} `BadDigest`, `InvalidDigest`, `InvalidRequest` or `XAmzContentSHA256Mismatch`. */
  verify(trailers: Headers): void {
    for (const { running, sizeBytes, header } of this.#checks) {
      const expected = this.#headers[header] ?? trailers[header];
      if (expected === undefined) throw malformedTrailer();
      verifyOne(header, sizeBytes, expected.trim(), running.digest());
    }
    const signed = this.#headers["x-amz-content-sha256"] ?? "";
    if (this.#sha256 !== undefined && this.#sha256.digest().toString("hex") !== signed)
      throw new AwsError(
        "XAmzContentSHA256Mismatch",
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
      );
  }
}

function checksIn(headers: Headers): Check[] {
  const checks: Check[] = [];
  if (headers["content-md5"] !== undefined)
    checks.push({ running: hashAs("md5"), sizeBytes: MD5_SIZE_BYTES, header: "content-md5" });
  const announced = (headers["x-amz-trailer"] ?? "").split(",").map((name) => name.trim().toLowerCase());
  for (const [name, { sizeBytes, create }] of ALGORITHMS) {
    const header = `${HEADER_PREFIX}${name}`;
    if (headers[header] !== undefined || announced.includes(header))
      checks.push({ running: create(), sizeBytes, header });
  }
  return checks;
}

function verifyOne(header: string, sizeBytes: number, expected: string, computed: Buffer): void {
  const isMd5 = header === "content-md5";
  if (Buffer.from(expected, "base64").length !== sizeBytes)
    throw isMd5
      ? new AwsError("InvalidDigest", "The Content-MD5 you specified was invalid.")
      : new AwsError("InvalidRequest", `Value for ${header} header is invalid.`);
  if (computed.toString("base64") === expected) return;
  const name = isMd5 ? "Content-MD5" : header.slice(HEADER_PREFIX.length).toUpperCase();
  throw new AwsError(
    "BadDigest",
    isMd5
      ? "The Content-MD5 you specified did not match what we received."
      : `The ${name} you specified did not match the calculated checksum.`,
  );
}

function refuseAnnouncedWithoutValue(headers: Headers): void {
  if (headers["x-amz-sdk-checksum-algorithm"] === undefined || headers["x-amz-trailer"] !== undefined) return;
  const hasValue = Object.keys(headers).some((name) => name.startsWith(HEADER_PREFIX));
  if (hasValue || headers["content-md5"] !== undefined) return;
  throw new AwsError(
    "InvalidRequest",
    "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.",
  );
}

function malformedTrailer(): AwsError {
  return new AwsError(
    "MalformedTrailerError",
    "The request contained trailing data that was not well-formed.",
  );
}

function hashAs(algorithm: string): Crc {
  const hash = createHash(algorithm);
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
}

function createCrc32(): Crc {
  let value = 0;
  return {
    update(bytes) {
      value = crc32(bytes, value);
    },
    digest() {
      const digest = Buffer.alloc(4);
      digest.writeUInt32BE(value);
      return digest;
    },
  };
}
