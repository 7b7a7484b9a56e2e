/** What a session does on its node. */
export interface SessionWork {
  /** Bytes that the client sent. */
  input(bytes: Uint8Array): void;
  resize(columns: number, rows: number): void;
  /** The client closed its side of a forwarded connection. */
  disconnect(): void;
  /** Gives up what runs. */
  close(): void;
}

/** What the work may use of its session. */
export interface SessionOutput {
  write(bytes: Uint8Array): void;
  /** True when the client is far behind: write nothing until `whenDrained` calls back. */
  readonly isFull: boolean;
  whenDrained(callback: () => void): void;
  /** Tells the client that a port refused a connection. */
  refuseConnection(): void;
  /** Everything was written. @param words - for the user; empty when all went well. */
  end(words: string): void;
}

/** Makes the work of a session. @param clientVersion - as the client said it: `1.2.707.0`. */
export type StartWork = (output: SessionOutput, clientVersion: string) => SessionWork;
