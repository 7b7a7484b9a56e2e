import {
  clusterVersion,
  configurationPlace,
  diffClusterConfigs,
  pclusterUpdateDryRunAnswer,
  rulesVersionFor,
  TrainyardError,
  validateClusterConfig,
  type CheckedChange,
  type DiffOptions,
  type FleetState,
  type Gateways,
  type StackDescription,
} from "@trainyard/core";
import type { CommandContext } from "../../command/CommandContext.ts";
import { openClusterConfigAws } from "../../session/openClusterConfigAws.ts";
import { openConnection, openSession } from "../../session/openSession.ts";
import { regionOf } from "../../session/regionOf.ts";
import { printAnswer, refuse, unknownCluster } from "./answer.ts";
import { openDryRun, type DryRunFlags } from "./dryRun.ts";

interface UpdateFlags extends DryRunFlags {
  readonly "force-update": string | undefined;
}

export async function handleUpdateCluster(
  { flags }: { readonly flags: UpdateFlags },
  context: CommandContext,
): Promise<number> {
  const { clusterName, input, choices } = await openDryRun("update-cluster", flags, context);
  const region = regionOf(input.text, context);
  const { gateways } = await openSession(context, region);
  const stack = await gateways.stacks.describe(clusterName, context.signal);
  const madeBy = stack === "absent" ? undefined : clusterVersion(stack);
  if (stack === "absent" || madeBy === undefined) return refuse(unknownCluster(clusterName), context);
  if (stack.status.includes("IN_PROGRESS"))
    return refuse(`Conflict: Cannot execute update while stack is in ${stack.status} status.`, context);
  const version = rulesVersionFor(madeBy);
  const [current, fleet, aws] = await Promise.all([
    currentConfig(stack, region, context),
    fleetOf(clusterName, gateways, context.signal),
    openClusterConfigAws(context, region),
  ]);
  const report = await validateClusterConfig(input.text, {
    ...choices,
    clusterName,
    region,
    parallelClusterVersion: version,
    aws,
  });
  const changes = changesOf(current, input.text, { version, fleet, region });
  const { body, exitCode } = pclusterUpdateDryRunAnswer(
    report,
    flags["force-update"] === "true" ? changes.map(forced) : changes,
  );
  printAnswer(body, context);
  return exitCode;
}

async function currentConfig(
  stack: StackDescription,
  region: string,
  context: CommandContext,
): Promise<string> {
  const place = configurationPlace(stack);
  if (place === undefined)
    throw new TrainyardError(
      "AWS_FAILED",
      `the stack ${stack.name} does not say where its configuration is`,
      {
        hint: "Was it made by ParallelCluster? Look at the parameters of the stack.",
        details: { stackName: stack.name, parameters: Object.keys(stack.parameters) },
      },
    );
  const [{ readStoredConfig }, { connection }] = await Promise.all([
    import("@trainyard/aws/cluster-config"),
    openConnection(context, region),
  ]);
  return readStoredConfig(connection, place, context.signal);
}

async function fleetOf(
  clusterName: string,
  { clusters }: Gateways,
  signal: AbortSignal,
): Promise<FleetState> {
  const instances = await clusters.instances(clusterName, signal);
  return {
    computeRunning: instances.some(({ role }) => role === "compute-node"),
    loginRunning: instances.some(({ role }) => role === "login-node"),
  };
}

/** A new configuration that cannot be read has no changes: the check of it says what is wrong. */
function changesOf(current: string, text: string, options: DiffOptions): readonly CheckedChange[] {
  const diff = diffClusterConfigs(current, text, options);
  if (diff.kind === "compared") return diff.changes;
  if (diff.side === "new") return [];
  throw new TrainyardError("AWS_FAILED", "the stored configuration of the cluster cannot be read", {
    hint: "It was changed by hand: put the one back that the cluster was made with.",
    details: { problems: diff.problems },
  });
}

function forced(change: CheckedChange): CheckedChange {
  return { ...change, check: "SUCCEEDED" };
}
