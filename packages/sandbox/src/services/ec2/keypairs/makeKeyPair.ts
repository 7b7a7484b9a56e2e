import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from "node:crypto";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext } from "../../../kernel/CallContext.ts";
import {
  colonHex,
  ed25519PrivateFile,
  ed25519PublicLine,
  readBlob,
  rsaPublicLine,
  sha256Fingerprint,
} from "./openSshKey.ts";

export interface KeyMaterial {
  readonly publicKey: string;
  readonly fingerprint: string;
}

export interface MadeKeyPair extends KeyMaterial {
  readonly privateKey: string;
}

/** An RSA key of 2048 bits in PKCS#1 PEM; EC2's fingerprint is the SHA-1 of the PKCS#8 DER private key. */
export function makeRsaKeyPair(name: string): MadeKeyPair {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const der = privateKey.export({ type: "pkcs8", format: "der" });
  return {
    privateKey: privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
    publicKey: rsaPublicLine(rsaParts(publicKey), name),
    fingerprint: colonHex(createHash("sha1").update(der).digest()),
  };
}

/** An Ed25519 key in OpenSSH format, made from the sandbox's seed; the fingerprint is SHA-256 in Base64. */
export function makeEd25519KeyPair(name: string, context: CallContext): MadeKeyPair {
  const seed = Buffer.from(context.ids.hex("key-material", 64), "hex");
  const pkcs8 = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  const privateKey = createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(privateKey).export({ type: "spki", format: "der" }).subarray(-32);
  const line = ed25519PublicLine(publicKey, name);
  return {
    privateKey: ed25519PrivateFile({
      seed,
      publicKey,
      check: context.ids.number("key-check", 2 ** 32),
      comment: name,
    }),
    publicKey: line,
    fingerprint: sha256Fingerprint(blobOf(line)),
  };
}

/**
 * Reads an imported public key: OpenSSH line, its Base64 part alone, or PEM of an RSA key.
 * @throws {AwsError} `InvalidKey.Format`
 */
export function readPublicKey(material: string): KeyMaterial & { readonly type: "rsa" | "ed25519" } {
  const trimmed = material.trim();
  const line = trimmed.startsWith("-----") ? lineOfPem(trimmed) : trimmed;
  const blob = blobOf(line);
  const parts = readBlob(blob);
  const type = parts?.[0]?.toString();
  if (type === "ssh-ed25519" && parts?.[1]?.length === 32)
    return { type: "ed25519", publicKey: line, fingerprint: sha256Fingerprint(blob) };
  if (type === "ssh-rsa" && parts?.length === 3) {
    const [, e, n] = parts;
    if (e !== undefined && n !== undefined)
      return { type: "rsa", publicKey: line, fingerprint: importedRsaFingerprint(n, e) };
  }
  throw badKey();
}

function blobOf(line: string): Buffer {
  const words = line.split(/\s+/);
  return Buffer.from((words.length > 1 ? words[1] : words[0]) ?? "", "base64");
}

/** EC2 shows the MD5 of the public key's DER form for an imported RSA key. */
function importedRsaFingerprint(n: Buffer, e: Buffer): string {
  try {
    const key = createPublicKey({ key: { kty: "RSA", n: unpadded(n), e: unpadded(e) }, format: "jwk" });
    return colonHex(
      createHash("md5")
        .update(key.export({ type: "spki", format: "der" }))
        .digest(),
    );
  } catch (error) {
    if (error instanceof Error) throw badKey();
    throw error;
  }
}

/** A number of the key blob has a leading zero byte when its first bit is set. */
function unpadded(value: Buffer): string {
  return (value[0] === 0 ? value.subarray(1) : value).toString("base64url");
}

function lineOfPem(pem: string): string {
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === "rsa") return rsaPublicLine(rsaParts(key), "imported");
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
  throw badKey();
}

function rsaParts(key: KeyObject): { n: Buffer; e: Buffer } {
  const { n = "", e = "" } = key.export({ format: "jwk" });
  return { n: Buffer.from(n, "base64url"), e: Buffer.from(e, "base64url") };
}

function badKey(): AwsError {
  return new AwsError("InvalidKey.Format", "Key is not in valid OpenSSH public key format");
}
