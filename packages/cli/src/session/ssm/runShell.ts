import type { RemoteGateway, RemoteSession } from "@trainyard/core";
import { SessionClient } from "./SessionClient.ts";

/** The terminal in which a shell is shown; tests pass their own. */
export interface Terminal {
  readonly input: {
    on(event: "data", listener: (bytes: Uint8Array) => void): unknown;
    on(event: "end", listener: () => void): unknown;
    removeAllListeners(event: "data" | "end"): unknown;
    pause(): unknown;
    resume(): unknown;
    readonly isTTY?: boolean | undefined;
    setRawMode?: ((raw: boolean) => unknown) | undefined;
  };
  readonly output: {
    write(bytes: Uint8Array): unknown;
    readonly columns?: number | undefined;
    readonly rows?: number | undefined;
    on(event: "resize", listener: () => void): unknown;
    off(event: "resize", listener: () => void): unknown;
  };
}

const DEFAULT_SIZE = { columns: 120, rows: 40 };
const END_OF_INPUT = Uint8Array.of(4);

/**
 * Shows a shell of a node in a terminal: keys go there as they are, Ctrl-C too; ends with the shell.
 * @returns the node's last words, mostly none.
 */
export async function runShell(
  terminal: Terminal,
  options: {
    readonly remote: RemoteGateway;
    readonly session: RemoteSession;
    readonly signal: AbortSignal;
    /** Typed first. */
    readonly firstLine?: string;
  },
): Promise<string> {
  const { input, output } = terminal;
  const client = new SessionClient({
    ...options,
    onOutput: (bytes) => void output.write(bytes),
    onStart() {
      resize();
      input.on("data", (bytes) => client.input(bytes));
      // A script that is piped in ends as by Ctrl-D.
      input.on("end", () => client.input(END_OF_INPUT));
      input.resume();
    },
  });
  const resize = (): void =>
    client.resize(output.columns ?? DEFAULT_SIZE.columns, output.rows ?? DEFAULT_SIZE.rows);
  const isRaw = input.isTTY === true;
  if (isRaw) input.setRawMode?.(true);
  output.on("resize", resize);
  try {
    return await client.run();
  } finally {
    output.off("resize", resize);
    input.removeAllListeners("data");
    input.removeAllListeners("end");
    input.pause();
    if (isRaw) input.setRawMode?.(false);
  }
}
