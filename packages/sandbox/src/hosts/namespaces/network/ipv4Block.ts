export interface Ipv4Block {
  /** First address as a number. */
  readonly first: number;
  readonly prefixLength: number;
}

/** @throws {Error} when it is no IPv4 block: EC2 lets none pass. */
export function parseIpv4Block(cidrBlock: string): Ipv4Block {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidrBlock);
  const [, a, b, c, d, length] = match ?? [];
  const numbers = [a, b, c, d].map(Number);
  if (match === null || numbers.some((number) => number > 255) || Number(length) > 32)
    throw new Error(`${cidrBlock} is no IPv4 block`);
  const first = numbers.reduce((value, number) => value * 256 + number, 0);
  return { first, prefixLength: Number(length) };
}

/** The address at `offset` from the start of the block. */
export function addressIn({ first }: Ipv4Block, offset: number): string {
  const value = first + offset;
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}

export function isIpv4Address(text: string): boolean {
  return /^(\d{1,3}\.){3}\d{1,3}$/.test(text) && text.split(".").every((number) => Number(number) <= 255);
}
