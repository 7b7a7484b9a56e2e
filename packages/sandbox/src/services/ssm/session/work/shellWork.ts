import type { HostShell } from "../../../../hosts/HostDriver.ts";
import type { SessionOutput, SessionWork } from "../SessionWork.ts";

/** A terminal of the node: what is typed goes in, what it shows goes out, its end is the session's. */
export function shellWork(output: SessionOutput, shell: HostShell): SessionWork {
  shell.stream.on("data", (chunk: Uint8Array) => {
    output.write(chunk);
    if (!output.isFull) return;
    shell.stream.pause();
    output.whenDrained(() => shell.stream.resume());
  });
  shell.stream.on("error", () => undefined);
  shell.stream.once("end", () => output.end(""));
  shell.exitCode.catch((error: unknown) =>
    output.end(error instanceof Error ? error.message : String(error)),
  );
  return {
    input: (bytes) => void (shell.stream.writable && shell.stream.write(bytes)),
    resize: (columns, rows) => shell.resize(columns, rows),
    disconnect: () => undefined,
    close: () => shell.close(),
  };
}
