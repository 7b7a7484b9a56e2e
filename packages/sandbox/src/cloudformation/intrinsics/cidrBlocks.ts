import { isIPv4, isIPv6 } from "node:net";

/**
 * The first `count` blocks of `hostBits` bits of host addresses inside `block`; undefined when `block` is no CIDR
 * block or does not hold that many.
 */
export function cidrBlocks(block: string, count: number, hostBits: number): string[] | undefined {
  const [address = "", length = ""] = block.split("/");
  const family = familyOf(address);
  const prefixLength = Number(length);
  if (family === undefined || !/^\d+$/.test(length) || prefixLength > family.bits) return undefined;
  const blockLength = family.bits - hostBits;
  if (blockLength < prefixLength || count > 2 ** Math.min(blockLength - prefixLength, 16)) return undefined;
  const step = 1n << BigInt(hostBits);
  const hostMask = (1n << BigInt(family.bits - prefixLength)) - 1n;
  const base = family.read(address) & ~hostMask;
  return Array.from(
    { length: count },
    (_, index) => `${family.write(base + step * BigInt(index))}/${blockLength}`,
  );
}

interface Family {
  readonly bits: number;
  read(address: string): bigint;
  write(address: bigint): string;
}

function familyOf(address: string): Family | undefined {
  if (isIPv4(address)) return IPV4;
  return isIPv6(address) && !address.includes(".") ? IPV6 : undefined;
}

const IPV4: Family = {
  bits: 32,
  read: (address) => address.split(".").reduce((sum, octet) => (sum << 8n) | BigInt(Number(octet)), 0n),
  write: (address) => [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join("."),
};

const IPV6: Family = {
  bits: 128,
  read(address) {
    const [head = "", tail] = address.split("::");
    const left = head === "" ? [] : head.split(":");
    const right = tail === undefined || tail === "" ? [] : tail.split(":");
    const zeros = Array.from({ length: 8 - left.length - right.length }, () => "0");
    return [...left, ...zeros, ...right].reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
  },
  write(address) {
    const groups = Array.from({ length: 8 }, (_, index) =>
      ((address >> BigInt(16 * (7 - index))) & 0xffffn).toString(16),
    );
    const text = groups.join(":");
    const zeros = [...text.matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].sort(
      (one, other) => other[0].length - one[0].length,
    )[0];
    if (zeros === undefined) return text;
    const before = text.slice(0, zeros.index);
    const after = text.slice(zeros.index + zeros[0].length + 1);
    return `${before}::${after}`;
  },
};
