export interface KeyPairDescription {
  readonly name: string;
  readonly type: "rsa" | "ed25519";
  readonly fingerprint: string;
}

/** EC2 key pairs of one account and region. */
export interface KeyPairGateway {
  find(name: string, signal?: AbortSignal): Promise<KeyPairDescription | "absent">;
  list(signal?: AbortSignal): Promise<readonly KeyPairDescription[]>;
  /** Makes an ed25519 pair and answers the private key, which AWS never shows again. */
  create(
    name: string,
    tags: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<{ readonly privateKey: string }>;
  remove(name: string, signal?: AbortSignal): Promise<void>;
}
