import { clusterSummary } from "@trainyard/core";
import type { CommandContext } from "../../command/CommandContext.ts";
import { openSession } from "../../session/openSession.ts";
import { chosenRegion } from "../../session/regionOf.ts";
import { printAnswer } from "./answer.ts";

interface ListFlags {
  readonly "cluster-status": readonly string[];
}

export async function handleListClusters(
  { flags }: { readonly flags: ListFlags },
  context: CommandContext,
): Promise<void> {
  const region = chosenRegion(context);
  const { gateways } = await openSession(context, region);
  const wanted = flags["cluster-status"];
  const clusters = (await gateways.stacks.list(context.signal))
    .flatMap((stack) => clusterSummary(stack, region) ?? [])
    .filter(({ clusterStatus }) => wanted.length === 0 || wanted.includes(clusterStatus));
  printAnswer({ clusters }, context);
}
