import type { CommandContext } from "../../command/CommandContext.ts";
import { usageError } from "../../command/usageError.ts";
import { readInput, type InputFile } from "../../session/readInput.ts";
import { checkChoices, type CheckChoices } from "../checkOptions.ts";
import { requiredFlag } from "./requiredFlag.ts";

export interface DryRunFlags {
  readonly "cluster-name": string | undefined;
  readonly "cluster-configuration": string | undefined;
  readonly dryrun: string | undefined;
  readonly "suppress-validators": readonly string[];
  readonly "validation-failure-level": string | undefined;
}

/** What a dry run is about. */
export interface DryRun {
  readonly clusterName: string;
  readonly input: InputFile;
  readonly choices: CheckChoices;
}

/**
 * Reads the flags of a dry run.
 * @throws {TrainyardError} `USAGE` without `--dryrun true`: only checks are made here.
 */
export async function openDryRun(
  command: "create-cluster" | "update-cluster",
  flags: DryRunFlags,
  context: CommandContext,
): Promise<DryRun> {
  if (flags.dryrun !== "true")
    throw usageError(
      `pcluster ${command} is only a check here: --dryrun true is missing`,
      `Make and update clusters with \`trainyard up\`, or with the official pcluster CLI, which works on the sandbox too: \`eval "$(trainyard sandbox env)"\`.`,
    );
  const clusterName = requiredFlag(flags["cluster-name"], "--cluster-name");
  const file = requiredFlag(flags["cluster-configuration"], "--cluster-configuration");
  const choices = checkChoices(flags, flags["validation-failure-level"]);
  const input = await readInput(file, context, "Name a ParallelCluster configuration.");
  return { clusterName, input, choices };
}
