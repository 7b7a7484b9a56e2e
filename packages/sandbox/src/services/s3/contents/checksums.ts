import { createHash } from "node:crypto";
import { AwsError } from "../../../kernel/AwsError.ts";
import { invalidRequest } from "../errors.ts";
import { createCrc32, createCrc32c, createCrc64Nvme, type RunningChecksum } from "./crc.ts";

export const CHECKSUM_NAMES = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256", "SHA512", "MD5"] as const;

export type ChecksumName = (typeof CHECKSUM_NAMES)[number];

/** Checksum members of an input or output. */
export type ChecksumMembers = { readonly [Name in ChecksumName as `Checksum${Name}`]?: string | undefined };

/** Names of those members, for the lists of modelled members. */
export const CHECKSUM_MEMBERS = [
  "ChecksumCRC32",
  "ChecksumCRC32C",
  "ChecksumCRC64NVME",
  "ChecksumSHA1",
  "ChecksumSHA256",
  "ChecksumSHA512",
  "ChecksumMD5",
] as const;

export function createRunningChecksum(name: ChecksumName): RunningChecksum {
  switch (name) {
    case "CRC32":
      return createCrc32();
    case "CRC32C":
      return createCrc32c();
    case "CRC64NVME":
      return createCrc64Nvme();
    default:
      return createDigest(name);
  }
}

/** @throws {AwsError} InvalidRequest when more than one is given. */
export function givenChecksum(input: ChecksumMembers): { name: ChecksumName; value: string } | undefined {
  const given = CHECKSUM_NAMES.flatMap((name) => {
    const value = input[`Checksum${name}`];
    return value === undefined ? [] : [{ name, value }];
  });
  if (given.length > 1)
    throw invalidRequest(
      "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
    );
  return given[0];
}

/** @throws {AwsError} for an algorithm that S3 or the sandbox does not know. */
export function checksumName(name: string | undefined): ChecksumName | undefined {
  if (name === undefined) return undefined;
  const known = CHECKSUM_NAMES.find((candidate) => candidate === name.toUpperCase());
  if (known === undefined)
    throw invalidRequest(
      "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]",
    );
  return known;
}

export function checksumMismatch(name: ChecksumName): AwsError {
  return new AwsError("BadDigest", `The ${name} you specified did not match the calculated checksum.`);
}

/** The output member of a checksum: `{ ChecksumCRC32: value }`. */
export function checksumMember(name: ChecksumName | undefined, value: string | undefined): ChecksumMembers {
  return name === undefined || value === undefined ? {} : { [`Checksum${name}`]: value };
}

function createDigest(name: "SHA1" | "SHA256" | "SHA512" | "MD5"): RunningChecksum {
  const hash = createHash(name.toLowerCase());
  return {
    update: (chunk) => void hash.update(chunk),
    digestBase64: () => hash.digest("base64"),
  };
}
