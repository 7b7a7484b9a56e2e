/** What goes into an archive; paths are relative, with slashes. */
export type TarEntry = {
  readonly path: string;
  /** Permission bits. */
  readonly mode: number;
  readonly modifiedMs: number;
} & (
  | { readonly kind: "file"; readonly content: Uint8Array }
  | { readonly kind: "directory" }
  | { readonly kind: "link"; readonly target: string }
);

const BLOCK_BYTES = 512;
const NAME_BYTES = 100;
const TYPES = { file: "0", link: "2", directory: "5", extended: "x" } as const;

/** An archive in the format of POSIX (pax): any length of names, any letters. */
export function tarOf(entries: readonly TarEntry[]): Buffer {
  return Buffer.concat([...entries.flatMap(blocksOf), Buffer.alloc(2 * BLOCK_BYTES)]);
}

function blocksOf(entry: TarEntry): Buffer[] {
  const content = entry.kind === "file" ? Buffer.from(entry.content) : Buffer.alloc(0);
  const target = entry.kind === "link" ? entry.target : "";
  const path = entry.kind === "directory" ? `${entry.path}/` : entry.path;
  const extended = [...recordFor("path", path), ...recordFor("linkpath", target)];
  const header = (type: string, size: number, name: string) =>
    headerOf({ name, type, size, target, mode: entry.mode, modifiedMs: entry.modifiedMs });
  const before =
    extended.length === 0
      ? []
      : [header(TYPES.extended, Buffer.concat(extended).length, "pax"), padded(Buffer.concat(extended))];
  return [...before, header(TYPES[entry.kind], content.length, path), padded(content)];
}

/** `<length> <key>=<value>\n`, whose length counts itself; nothing for what fits into the header. */
function recordFor(key: string, value: string): Buffer[] {
  if (Buffer.byteLength(value) <= NAME_BYTES) return [];
  const rest = ` ${key}=${value}\n`;
  let length = Buffer.byteLength(rest);
  while (length < Buffer.byteLength(rest) + String(length).length) length += 1;
  return [Buffer.from(`${length}${rest}`)];
}

function headerOf(fields: {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly target: string;
  readonly mode: number;
  readonly modifiedMs: number;
}): Buffer {
  const header = Buffer.alloc(BLOCK_BYTES);
  Buffer.from(fields.name).copy(header, 0, 0, NAME_BYTES);
  header.write(octal(fields.mode, 7), 100);
  header.write(octal(0, 7), 108);
  header.write(octal(0, 7), 116);
  header.write(octal(fields.size, 11), 124);
  header.write(octal(Math.max(0, Math.floor(fields.modifiedMs / 1_000)), 11), 136);
  header.write("        ", 148);
  header.write(fields.type, 156);
  Buffer.from(fields.target).copy(header, 157, 0, NAME_BYTES);
  header.write("ustar\u000000", 257, "latin1");
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)}\u0000 `, 148, "latin1");
  return header;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, "0");
}

function padded(content: Buffer): Buffer {
  const rest = content.length % BLOCK_BYTES;
  return rest === 0 ? content : Buffer.concat([content, Buffer.alloc(BLOCK_BYTES - rest)]);
}
