import { TrainyardError } from "@trainyard/core/errors";

/** Wrong use of the command line; `hint` says how to write it. */
export function usageError(message: string, hint: string): TrainyardError {
  return new TrainyardError("USAGE", message, { hint });
}
