/**
 * Lines for a node's shell that run a fixed script with arguments. Arguments travel as base64, whose alphabet means
 * nothing to a shell: no character of them is ever read as code.
 */
export function remoteLines(script: string, args: readonly string[]): readonly string[] {
  return ["set --", ...args.map(argumentLine), script];
}

/** `$(…)` drops newlines at the end; the letter behind the argument keeps them. */
function argumentLine(argument: string): string {
  return `ty_arg=$(printf %s ${base64OfText(argument)} | base64 -d; printf x); set -- "$@" "\${ty_arg%x}"`;
}

export function base64OfText(text: string): string {
  return base64OfBytes(new TextEncoder().encode(text));
}

export function base64OfBytes(bytes: Uint8Array): string {
  let latin1 = "";
  for (let at = 0; at < bytes.length; at += 8_192)
    latin1 += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(latin1);
}

/** @throws {Error} for text that is not base64. */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> {
  const latin1 = atob(text);
  const bytes = new Uint8Array(latin1.length);
  for (let at = 0; at < latin1.length; at += 1) bytes[at] = latin1.charCodeAt(at);
  return bytes;
}
