import type { CommandContext } from "../../command/CommandContext.ts";
import { printAnswer, refuse, unknownCluster } from "./answer.ts";
import { findCluster } from "./findCluster.ts";
import { requiredFlag } from "./requiredFlag.ts";

interface FleetFlags {
  readonly "cluster-name": string | undefined;
}

export async function handleDescribeComputeFleet(
  { flags }: { readonly flags: FleetFlags },
  context: CommandContext,
): Promise<number> {
  const name = requiredFlag(flags["cluster-name"], "--cluster-name");
  const { session, summary } = await findCluster(name, context);
  if (summary === undefined) return refuse(unknownCluster(name), context);
  const { status, changedAtMs } = await session.gateways.clusters.fleet(name, context.signal);
  const time =
    changedAtMs === undefined ? {} : { lastStatusUpdatedTime: new Date(changedAtMs).toISOString() };
  printAnswer({ status, ...time }, context);
  return 0;
}
