import { pclusterDryRunAnswer, validateClusterConfig } from "@trainyard/core";
import type { CommandContext } from "../../command/CommandContext.ts";
import { openClusterConfigAws } from "../../session/openClusterConfigAws.ts";
import { openSession } from "../../session/openSession.ts";
import { regionOf } from "../../session/regionOf.ts";
import { parallelClusterVersionOf } from "../parallelClusterVersionFlag.ts";
import { printAnswer, refuse } from "./answer.ts";
import { openDryRun, type DryRunFlags } from "./dryRun.ts";

interface CreateFlags extends DryRunFlags {
  readonly "parallelcluster-version": string | undefined;
}

const CLUSTER_NAME = /^[a-zA-Z][a-zA-Z0-9-]+$/;

export async function handleCreateCluster(
  { flags }: { readonly flags: CreateFlags },
  context: CommandContext,
): Promise<number> {
  const { clusterName, input, choices } = await openDryRun("create-cluster", flags, context);
  const version = parallelClusterVersionOf(flags["parallelcluster-version"]);
  if (!CLUSTER_NAME.test(clusterName))
    return refuse(`Bad Request: '${clusterName}' does not match '${CLUSTER_NAME.source}'`, context);
  const region = regionOf(input.text, context);
  const { gateways } = await openSession(context, region);
  if ((await gateways.stacks.describe(clusterName, context.signal)) !== "absent")
    return refuse(`Bad Request: Cluster ${clusterName} already exists.`, context);
  const report = await validateClusterConfig(input.text, {
    ...choices,
    clusterName,
    region,
    ...(version === undefined ? {} : { parallelClusterVersion: version }),
    aws: await openClusterConfigAws(context, region),
  });
  const { body, exitCode } = pclusterDryRunAnswer(report);
  printAnswer(body, context);
  return exitCode;
}
