/** Encodes plain values: text, numbers, booleans, null, bytes, Dates (as tagged seconds), lists and objects. */
export function encodeCbor(value: unknown): Buffer {
  const pieces: Buffer[] = [];
  write(value, pieces);
  return Buffer.concat(pieces);
}

function write(value: unknown, pieces: Buffer[]): void {
  if (typeof value === "string") {
    const text = Buffer.from(value, "utf8");
    pieces.push(head(3, text.length), text);
  } else if (typeof value === "number") pieces.push(numberItem(value));
  else if (typeof value === "boolean") pieces.push(Buffer.of(value ? 0xf5 : 0xf4));
  else if (value instanceof Uint8Array) pieces.push(head(2, value.length), Buffer.from(value));
  else if (value instanceof Date) pieces.push(head(6, 1), numberItem(value.getTime() / 1_000));
  else if (Array.isArray(value)) {
    pieces.push(head(4, value.length));
    for (const element of value) write(element, pieces);
  } else if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, member]) => member !== undefined);
    pieces.push(head(5, entries.length));
    for (const [key, member] of entries) {
      write(key, pieces);
      write(member, pieces);
    }
  } else pieces.push(Buffer.of(0xf6));
}

function numberItem(value: number): Buffer {
  if (Number.isInteger(value) && !Object.is(value, -0) && Math.abs(value) <= 0xffffffff)
    return value >= 0 ? head(0, value) : head(1, -1 - value);
  const item = Buffer.alloc(9);
  item.writeUInt8(0xfb, 0);
  item.writeDoubleBE(value, 1);
  return item;
}

function head(major: number, argument: number): Buffer {
  const first = major << 5;
  if (argument < 24) return Buffer.of(first | argument);
  if (argument <= 0xff) return Buffer.of(first | 24, argument);
  const item = Buffer.alloc(argument <= 0xffff ? 3 : 5);
  item.writeUInt8(first | (argument <= 0xffff ? 25 : 26), 0);
  if (argument <= 0xffff) item.writeUInt16BE(argument, 1);
  else item.writeUInt32BE(argument, 1);
  return item;
}
