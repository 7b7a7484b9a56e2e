import { crc32 } from "node:zlib";

/** A running checksum over chunks of bytes. */
export interface RunningChecksum {
  update(chunk: Uint8Array): void;
  /** Big-endian bytes in base64, as S3 writes checksums. */
  digestBase64(): string;
}

export function createCrc32(): RunningChecksum {
  let value = 0;
  return {
    update: (chunk) => void (value = crc32(chunk, value)),
    digestBase64: () => base64Of([value >>> 0]),
  };
}

/** CRC-32/ISCSI (Castagnoli). */
export function createCrc32c(): RunningChecksum {
  let value = 0xffffffff;
  return {
    update(chunk) {
      for (const byte of chunk) value = (CRC32C_TABLE[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
    },
    digestBase64: () => base64Of([~value >>> 0]),
  };
}

/** CRC-64/NVME, in two halves because JavaScript's integers have 32 bits. */
export function createCrc64Nvme(): RunningChecksum {
  let high = 0xffffffff;
  let low = 0xffffffff;
  return {
    update(chunk) {
      for (const byte of chunk) {
        const index = (low ^ byte) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ (CRC64_LOW_TABLE[index] ?? 0);
        high = (high >>> 8) ^ (CRC64_HIGH_TABLE[index] ?? 0);
      }
    },
    digestBase64: () => base64Of([~high >>> 0, ~low >>> 0]),
  };
}

function base64Of(words: readonly number[]): string {
  const bytes = Buffer.alloc(words.length * 4);
  words.forEach((word, index) => bytes.writeUInt32BE(word, index * 4));
  return bytes.toString("base64");
}

const CRC32C_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

const CRC64_ENTRIES = Array.from({ length: 256 }, (_, byte) => {
  let value = BigInt(byte);
  for (let bit = 0; bit < 8; bit += 1) value = value & 1n ? (value >> 1n) ^ 0x9a6c9329ac4bc9b5n : value >> 1n;
  return value;
});
const CRC64_HIGH_TABLE = Uint32Array.from(CRC64_ENTRIES, (entry) => Number(entry >> 32n));
const CRC64_LOW_TABLE = Uint32Array.from(CRC64_ENTRIES, (entry) => Number(entry & 0xffffffffn));
