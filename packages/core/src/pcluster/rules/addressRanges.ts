interface AddressRange {
  readonly first: number;
  readonly last: number;
}

/** Whether every IPv4 range of `wanted` lies within the union of `allowed`; texts that are no range cover nothing. */
export function coversAll(allowed: readonly string[], wanted: readonly string[]): boolean {
  const merged = merge(allowed.flatMap((cidr) => rangeOf(cidr) ?? []));
  return wanted.every((cidr) => {
    const range = rangeOf(cidr);
    return (
      range !== undefined && merged.some(({ first, last }) => first <= range.first && range.last <= last)
    );
  });
}

function merge(ranges: readonly AddressRange[]): readonly AddressRange[] {
  const merged: AddressRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.first - b.first)) {
    const before = merged.at(-1);
    if (before === undefined || range.first > before.last + 1) merged.push(range);
    else merged[merged.length - 1] = { first: before.first, last: Math.max(before.last, range.last) };
  }
  return merged;
}

function rangeOf(cidr: string): AddressRange | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(cidr);
  if (match === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 32] = match
    .slice(1)
    .map((part) => (part === undefined ? 32 : Number(part)));
  const size = 2 ** (32 - prefix);
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const first = Math.floor(address / size) * size;
  return { first, last: first + size - 1 };
}
