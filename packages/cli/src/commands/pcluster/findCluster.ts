import { clusterSummary, type ClusterSummary } from "@trainyard/core";
import type { CommandContext } from "../../command/CommandContext.ts";
import { openSession, type Session } from "../../session/openSession.ts";
import { chosenRegion } from "../../session/regionOf.ts";

export interface FoundCluster {
  readonly session: Session;
  /** Undefined when there is no such cluster. */
  readonly summary: ClusterSummary | undefined;
}

export async function findCluster(clusterName: string, context: CommandContext): Promise<FoundCluster> {
  const region = chosenRegion(context);
  const session = await openSession(context, region);
  const stack = await session.gateways.stacks.describe(clusterName, context.signal);
  return { session, summary: stack === "absent" ? undefined : clusterSummary(stack, region) };
}
