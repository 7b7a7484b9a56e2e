import { readConfigText } from "@trainyard/core/cluster-config";
import type { CommandContext } from "../command/CommandContext.ts";
import { usageError } from "../command/usageError.ts";

/**
 * The region of a cluster configuration: its own, else that of the flag, else that of the environment.
 * @throws {TrainyardError} `USAGE` when nothing names one.
 */
export function regionOf(text: string, context: CommandContext): string {
  return ownRegion(text) ?? chosenRegion(context, "Write Region in the configuration, or give --region.");
}

/** The region of the flag, else that of the environment. @throws {TrainyardError} `USAGE` when neither names one. */
export function chosenRegion(
  { globals, environment }: CommandContext,
  hint = "Give --region, or set AWS_REGION.",
): string {
  const region = globals.region ?? environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"];
  if (region !== undefined && region !== "") return region;
  throw usageError("the region is not known", hint);
}

/** Undefined also where the text cannot be read: the check tells what is wrong. */
function ownRegion(text: string): string | undefined {
  const reading = readConfigText(text);
  const region = reading.kind === "refused" ? undefined : reading.document.root["Region"];
  return typeof region === "string" ? region : undefined;
}
