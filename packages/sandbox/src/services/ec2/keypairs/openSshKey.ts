import { createHash } from "node:crypto";

/** Writes and reads OpenSSH's own key format, which `node:crypto` does not know. */

/** `ssh-ed25519 AAAA… comment` */
export function ed25519PublicLine(publicKey: Uint8Array, comment: string): string {
  return `ssh-ed25519 ${ed25519Blob(publicKey).toString("base64")} ${comment}`;
}

export function rsaPublicLine(key: { readonly n: Buffer; readonly e: Buffer }, comment: string): string {
  const blob = Buffer.concat([text("ssh-rsa"), mpint(key.e), mpint(key.n)]);
  return `ssh-rsa ${blob.toString("base64")} ${comment}`;
}

/**
 * The private key file of `ssh-keygen -t ed25519` without a passphrase.
 * @param check - any number: OpenSSH writes it twice to see whether decryption worked
 */
export function ed25519PrivateFile(key: {
  readonly seed: Buffer;
  readonly publicKey: Buffer;
  readonly check: number;
  readonly comment: string;
}): string {
  const check = uint32(key.check);
  const secret = Buffer.concat([
    check,
    check,
    text("ssh-ed25519"),
    bytes(key.publicKey),
    bytes(Buffer.concat([key.seed, key.publicKey])),
    text(key.comment),
  ]);
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, index) => index + 1));
  const file = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    text("none"),
    text("none"),
    text(""),
    uint32(1),
    bytes(ed25519Blob(key.publicKey)),
    bytes(Buffer.concat([secret, padding])),
  ]);
  const lines = file.toString("base64").match(/.{1,70}/g) ?? [];
  return ["-----BEGIN OPENSSH PRIVATE KEY-----", ...lines, "-----END OPENSSH PRIVATE KEY-----", ""].join(
    "\n",
  );
}

/** The parts of a public key blob, its type first; undefined when it is not well formed. */
export function readBlob(blob: Buffer): Buffer[] | undefined {
  const parts: Buffer[] = [];
  let offset = 0;
  while (offset < blob.length) {
    if (offset + 4 > blob.length) return undefined;
    const length = blob.readUInt32BE(offset);
    const end = offset + 4 + length;
    if (end > blob.length) return undefined;
    parts.push(blob.subarray(offset + 4, end));
    offset = end;
  }
  return parts;
}

/** Base64 of the SHA-256 of the key blob, as `ssh-keygen -l` shows it (with padding, as EC2 does). */
export function sha256Fingerprint(blob: Uint8Array): string {
  return createHash("sha256").update(blob).digest("base64");
}

export function colonHex(digest: Buffer): string {
  return digest.toString("hex").match(/../g)?.join(":") ?? "";
}

function ed25519Blob(publicKey: Uint8Array): Buffer {
  return Buffer.concat([text("ssh-ed25519"), bytes(publicKey)]);
}

function text(value: string): Buffer {
  return bytes(Buffer.from(value));
}

function bytes(value: Uint8Array): Buffer {
  return Buffer.concat([uint32(value.length), value]);
}

function mpint(value: Buffer): Buffer {
  return bytes((value[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), value]) : value);
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
}
