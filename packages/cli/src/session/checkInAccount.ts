import {
  instanceTypeTable,
  loadInstanceTypes,
  validateClusterConfig,
  validatorsThatAsk,
} from "@trainyard/core";
import type { CommandContext } from "../command/CommandContext.ts";
import { checkChoices } from "../commands/checkOptions.ts";
import { parallelClusterVersionOf } from "../commands/parallelClusterVersionFlag.ts";
import type { Checked, CheckFlags } from "./Check.ts";
import { openDesignedConfig, type DesignedConfig } from "./designedConfig.ts";
import { openClusterConfigAws } from "./openClusterConfigAws.ts";
import { readInput } from "./readInput.ts";
import { regionOf } from "./regionOf.ts";

/** Checks a configuration, asking the account of its region. */
export async function checkFile(file: string, flags: CheckFlags, context: CommandContext): Promise<Checked> {
  const input = await readInput(file, context, "Name a ParallelCluster configuration.");
  const version = parallelClusterVersionOf(flags["parallelcluster-version"]);
  const choices = checkChoices(flags, flags["failure-level"]);
  const region = regionOf(input.text, context);
  const report = await validateClusterConfig(input.text, {
    ...choices,
    region,
    ...(version === undefined ? {} : { parallelClusterVersion: version }),
    aws: await openClusterConfigAws(context, region),
  });
  return { ...input, file: input.path, report, waiting: [] };
}

/** Checks the configuration that `up` would use; with the account as soon as what it names exists. */
export async function checkProject(flags: CheckFlags, context: CommandContext): Promise<Checked> {
  const wanted = parallelClusterVersionOf(flags["parallelcluster-version"]);
  const choices = checkChoices(flags, flags["failure-level"]);
  const config = await openDesignedConfig(flags.file, context);
  const { text, region, clusterName, hasStandIns } = config;
  const version = wanted ?? config.rulesVersion;
  if (version !== config.version)
    context.output.progress(`The rules of ParallelCluster ${version} stand for those of ${config.version}.`);
  const report = await validateClusterConfig(text, {
    ...choices,
    parallelClusterVersion: version,
    clusterName,
    region,
    ...(hasStandIns ? {} : { aws: await openClusterConfigAws(context, region) }),
  });
  const waiting = hasStandIns
    ? await waitingRules({ ...config, rulesVersion: version }, choices.suppress)
    : [];
  return { name: `configuration of ${config.projectFile}`, file: config.projectFile, text, report, waiting };
}

async function waitingRules(
  { text, region, clusterName, rulesVersion }: DesignedConfig,
  suppress: readonly string[],
): Promise<readonly string[]> {
  const instanceTypes = instanceTypeTable(await loadInstanceTypes());
  return validatorsThatAsk(text, { version: rulesVersion, clusterName, region, suppress, instanceTypes });
}
