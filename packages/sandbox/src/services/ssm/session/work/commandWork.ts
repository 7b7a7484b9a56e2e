import type { ProgramResult } from "../../../../hosts/HostDriver.ts";
import type { SessionOutput, SessionWork } from "../SessionWork.ts";

/** A command without a terminal: its output comes when it has ended. */
export function commandWork(output: SessionOutput, result: Promise<ProgramResult>): SessionWork {
  void tell(output, result);
  return {
    input: () => undefined,
    resize: () => undefined,
    disconnect: () => undefined,
    close: () => undefined,
  };
}

async function tell(output: SessionOutput, result: Promise<ProgramResult>): Promise<void> {
  try {
    const { stdout, stderr } = await result;
    output.write(Buffer.from(stdout));
    output.write(Buffer.from(stderr));
    output.end("");
  } catch (error) {
    output.end(error instanceof Error ? error.message : String(error));
  }
}
