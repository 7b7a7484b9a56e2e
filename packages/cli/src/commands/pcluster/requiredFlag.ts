import { usageError } from "../../command/usageError.ts";

/** @throws {TrainyardError} `USAGE` when the flag was left out. */
export function requiredFlag(value: string | undefined, flag: string): string {
  if (value !== undefined && value !== "") return value;
  throw usageError(`${flag} is missing`, `Add ${flag} with its value.`);
}
