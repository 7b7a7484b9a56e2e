/** Where private keys lie on this machine. */
export interface KeyFileStore {
  /** Path of the file for a key pair, whether it exists or not. */
  pathOf(keyPairName: string): string;
  exists(keyPairName: string): Promise<boolean>;
  /**
   * Writes the key with mode 0600. Never overwrites.
   * @throws {TrainyardError} `FILE_EXISTS`
   */
  save(keyPairName: string, privateKey: string): Promise<void>;
}
