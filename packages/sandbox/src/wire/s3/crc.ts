/** A cyclic redundancy check that grows with each piece of data. */
export interface Crc {
  update(bytes: Uint8Array): void;
  /** Big-endian, as S3 writes it in base64. */
  digest(): Buffer;
}

const CRC32C_POLYNOMIAL = 0x82f63b78;
/** CRC-64/NVME, reflected: high and low half. */
const CRC64_POLYNOMIAL_HIGH = 0x9a6c9329;
const CRC64_POLYNOMIAL_LOW = 0xac4bc9b5;

const CRC32C_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1)
    value = (value & 1) === 1 ? (value >>> 1) ^ CRC32C_POLYNOMIAL : value >>> 1;
  return value >>> 0;
});

const { high: CRC64_HIGH, low: CRC64_LOW } = crc64Tables();

/** CRC-32C (Castagnoli). */
export function createCrc32c(): Crc {
  let value = 0xffffffff;
  return {
    update(bytes) {
      let state = value;
      for (let index = 0; index < bytes.length; index += 1)
        state = (CRC32C_TABLE[(state ^ (bytes[index] ?? 0)) & 0xff] ?? 0) ^ (state >>> 8);
      value = state;
    },
    digest() {
      const digest = Buffer.alloc(4);
      digest.writeUInt32BE(~value >>> 0);
      return digest;
    },
  };
}

/** CRC-64/NVME, kept as two halves of 32 bits. */
export function createCrc64Nvme(): Crc {
  let high = 0xffffffff;
  let low = 0xffffffff;
  return {
    update(bytes) {
      let stateHigh = high;
      let stateLow = low;
      for (let index = 0; index < bytes.length; index += 1) {
        const entry = (stateLow ^ (bytes[index] ?? 0)) & 0xff;
        stateLow = ((stateLow >>> 8) | (stateHigh << 24)) ^ (CRC64_LOW[entry] ?? 0);
        stateHigh = (stateHigh >>> 8) ^ (CRC64_HIGH[entry] ?? 0);
      }
      high = stateHigh;
      low = stateLow;
    },
    digest() {
      const digest = Buffer.alloc(8);
      digest.writeUInt32BE(~high >>> 0, 0);
      digest.writeUInt32BE(~low >>> 0, 4);
      return digest;
    },
  };
}

function crc64Tables(): { high: Uint32Array; low: Uint32Array } {
  const high = new Uint32Array(256);
  const low = new Uint32Array(256);
  for (let byte = 0; byte < 256; byte += 1) {
    let stateHigh = 0;
    let stateLow = byte;
    for (let bit = 0; bit < 8; bit += 1) {
      const isOdd = (stateLow & 1) === 1;
      stateLow = (stateLow >>> 1) | (stateHigh << 31);
      stateHigh >>>= 1;
      if (!isOdd) continue;
      stateLow ^= CRC64_POLYNOMIAL_LOW;
      stateHigh ^= CRC64_POLYNOMIAL_HIGH;
    }
    high[byte] = stateHigh >>> 0;
    low[byte] = stateLow >>> 0;
  }
  return { high, low };
}
