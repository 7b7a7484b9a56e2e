/** A block of IPv4 addresses; addresses are unsigned 32 bit numbers. */
export interface CidrBlock {
  readonly first: number;
  readonly prefixLength: number;
  readonly size: number;
  /** Canonical text: `10.0.0.0/16`. */
  readonly text: string;
}

/** Reads `10.0.0.0/16`; host bits are cleared, as EC2 does. Undefined when it is no CIDR block. */
export function parseCidr(text: string): CidrBlock | undefined {
  const match = /^([\d.]+)\/(\d{1,2})$/.exec(text);
  const address = parseIpv4(match?.[1] ?? "");
  const prefixLength = Number(match?.[2]);
  if (address === undefined || !(prefixLength <= 32)) return undefined;
  const size = 2 ** (32 - prefixLength);
  const first = address - (address % size);
  return { first, prefixLength, size, text: `${formatIpv4(first)}/${prefixLength}` };
}

export function parseIpv4(text: string): number | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255))
    return undefined;
  return parts.reduce((address, part) => address * 256 + Number(part), 0);
}

export function formatIpv4(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

export function overlaps(a: CidrBlock, b: CidrBlock): boolean {
  return a.first < b.first + b.size && b.first < a.first + a.size;
}

export function contains(outer: CidrBlock, inner: CidrBlock): boolean {
  return outer.first <= inner.first && inner.first + inner.size <= outer.first + outer.size;
}

export function isInside(block: CidrBlock, address: number): boolean {
  return block.first <= address && address < block.first + block.size;
}
