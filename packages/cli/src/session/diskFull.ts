import { TrainyardError } from "@trainyard/core";

/** The error of a state directory on which nothing more fits. */
export function diskFull(stateDirectory: string, cause?: unknown): TrainyardError {
  return new TrainyardError("SANDBOX_DISK_FULL", `the disk with ${stateDirectory} is full`, {
    hint: "Free some space there, or name a directory on another disk with --state.",
    details: { stateDirectory },
    cause,
  });
}
