import type { HostShell } from "../../../../hosts/HostDriver.ts";
import type { SessionOutput, SessionWork } from "../SessionWork.ts";
import { shellWork } from "./shellWork.ts";

/** A command without input: its output goes out as it comes, its end is the session's. */
export function commandWork(output: SessionOutput, shell: HostShell): SessionWork {
  return { ...shellWork(output, shell), input: () => undefined, resize: () => undefined };
}
