export interface KeyPairRecord {
  readonly id: string;
  readonly name: string;
  readonly type: "rsa" | "ed25519";
  readonly fingerprint: string;
  readonly createdMs: number;
  /** `ssh-ed25519 AAAA… name` */
  readonly publicKey: string;
}
