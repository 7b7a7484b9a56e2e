import { isSuppression, type FindingLevel } from "@trainyard/core/cluster-config";
import { usageError } from "../command/usageError.ts";

export interface SuppressionFlags {
  readonly "suppress-validators": readonly string[];
}

export interface CheckChoices {
  readonly suppress: readonly string[];
  readonly failureLevel?: FindingLevel;
}

/** @throws {TrainyardError} `USAGE` for what is no suppression. */
export function checkChoices(
  { "suppress-validators": suppress }: SuppressionFlags,
  level: string | undefined,
): CheckChoices {
  const wrong = suppress.find((name) => !isSuppression(name));
  if (wrong !== undefined)
    throw usageError(
      `--suppress-validators is "${wrong}"`,
      "Give ALL, or type: and the name of a validator.",
    );
  return {
    suppress,
    ...(level === "INFO" || level === "WARNING" || level === "ERROR" ? { failureLevel: level } : {}),
  };
}
