import { execFileSync } from "node:child_process";
import { createHash, createPrivateKey } from "node:crypto";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ec2Test, refusal } from "../testing/ec2TestKernel.ts";

/** What OpenSSH itself reads out of a private key file. */
function sshPublicKey(material: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "trainyard-key-")), "key.pem");
  writeFileSync(file, material);
  chmodSync(file, 0o600);
  return execFileSync("ssh-keygen", ["-y", "-f", file], { encoding: "utf8" }).trim();
}

test.each(["rsa", "ed25519"] as const)("ssh-keygen reads a new %s key", (KeyType) => {
  const context = ec2Test();
  const made = context.call("ec2", "CreateKeyPair", { KeyName: "train", KeyType });
  const [key] =
    context.call("ec2", "DescribeKeyPairs", { KeyNames: ["train"], IncludePublicKey: true }).KeyPairs ?? [];
  expect(key).toMatchObject({ KeyType, KeyFingerprint: made.KeyFingerprint });
  expect(
    sshPublicKey(made.KeyMaterial ?? "")
      .split(" ")
      .slice(0, 2),
  ).toEqual(key?.PublicKey?.split(" ").slice(0, 2));
});

test("the fingerprint of a made RSA key is the SHA-1 of its private key in PKCS#8", () => {
  const made = ec2Test().call("ec2", "CreateKeyPair", { KeyName: "train" });
  const der = createPrivateKey(made.KeyMaterial ?? "").export({ type: "pkcs8", format: "der" });
  const hex = createHash("sha1").update(der).digest("hex");
  expect(made.KeyFingerprint?.replaceAll(":", "")).toBe(hex);
});

test("an imported key keeps its type, and its fingerprint is the one of ssh-keygen", () => {
  const context = ec2Test();
  const { KeyMaterial } = context.call("ec2", "CreateKeyPair", { KeyName: "made", KeyType: "ed25519" });
  const line = sshPublicKey(KeyMaterial ?? "");
  const answer = context.call("ec2", "ImportKeyPair", {
    KeyName: "imported",
    PublicKeyMaterial: Buffer.from(line),
  });
  const blob = Buffer.from(line.split(" ")[1] ?? "", "base64");
  expect(answer.KeyFingerprint).toBe(createHash("sha256").update(blob).digest("base64"));
});

test.each([
  { when: "the name is taken", input: { KeyName: "taken" }, words: /^InvalidKeyPair.Duplicate/ },
  {
    when: "the format is ppk",
    input: { KeyName: "new", KeyFormat: "ppk" as const },
    words: /ppk is not modelled/,
  },
])("a key pair is refused when $when", ({ input, words }) => {
  const context = ec2Test();
  context.call("ec2", "CreateKeyPair", { KeyName: "taken", KeyType: "ed25519" });
  expect(refusal(() => context.call("ec2", "CreateKeyPair", input))).toMatch(words);
});

test("a key pair that does not exist is an error to describe and none to delete", () => {
  const context = ec2Test();
  expect(refusal(() => context.call("ec2", "DescribeKeyPairs", { KeyNames: ["none"] }))).toBe(
    "InvalidKeyPair.NotFound: The key pair 'none' does not exist",
  );
  expect(refusal(() => context.call("ec2", "DeleteKeyPair", { KeyName: "none" }))).toBe("no error");
});
