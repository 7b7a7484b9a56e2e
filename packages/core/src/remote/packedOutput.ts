import { bytesOfBase64 } from "./remoteLines.ts";

/** Characters of packed output that one answer of Systems Manager carries (24,000) beside its first line. */
const PIECE_LENGTH = 22_000;

/**
 * Wraps a script so that everything it prints arrives, whatever its bytes and length: packed, in pieces, under a line
 * `trainyard <exit code> <length> <file>`. What is longer than a piece stays in the file until it was fetched.
 */
export function packingScript(script: string): string {
  return `PATH=/opt/slurm/bin:$PATH; export PATH
ty_out=$(mktemp /tmp/trainyard.XXXXXXXXXX) || exit 1
(
${script}
) >"$ty_out" </dev/null
ty_code=$?
gzip -c <"$ty_out" | base64 -w 0 >"$ty_out.packed"
rm -f "$ty_out"
ty_size=$(wc -c <"$ty_out.packed")
printf 'trainyard %s %s %s\\n' "$ty_code" "$((ty_size))" "$ty_out.packed"
head -c ${PIECE_LENGTH} "$ty_out.packed"
[ "$ty_size" -gt ${PIECE_LENGTH} ] || rm -f "$ty_out.packed"`;
}

/** Prints the piece of `FILE` that begins at `OFFSET`, and removes the file after its last one. */
export const PIECE_SCRIPT = `tail -c "+$(($2 + 1))" "$1" | head -c ${PIECE_LENGTH}
[ "$(($2 + ${PIECE_LENGTH}))" -lt "$(wc -c <"$1")" ] || rm -f "$1"`;

export interface PackedOutput {
  readonly exitCode: number;
  readonly length: number;
  readonly file: string;
  readonly piece: string;
}

/** The first answer of a packing script; undefined for what is none. */
export function readPackedOutput(stdout: string): PackedOutput | undefined {
  const match = /^trainyard (\d+) (\d+) (\/tmp\/trainyard\.\w+\.packed)\n([A-Za-z0-9+/=]*)\s*$/.exec(stdout);
  if (match === null) return undefined;
  const [, exitCode, length, file = "", piece = ""] = match;
  return { exitCode: Number(exitCode), length: Number(length), file, piece };
}

/** @throws {TypeError} for bytes that are not gzip. */
export async function unpack(base64: string): Promise<Uint8Array> {
  const stream = new Blob([bytesOfBase64(base64)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
