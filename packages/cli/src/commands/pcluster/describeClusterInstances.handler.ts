import { instanceEntry } from "@trainyard/core";
import type { CommandContext } from "../../command/CommandContext.ts";
import { printAnswer, refuse, unknownCluster } from "./answer.ts";
import { findCluster } from "./findCluster.ts";
import { requiredFlag } from "./requiredFlag.ts";

interface InstancesFlags {
  readonly "cluster-name": string | undefined;
  readonly "node-type": string | undefined;
  readonly "queue-name": string | undefined;
}

export async function handleDescribeClusterInstances(
  { flags }: { readonly flags: InstancesFlags },
  context: CommandContext,
): Promise<number> {
  const name = requiredFlag(flags["cluster-name"], "--cluster-name");
  const { "node-type": nodeType, "queue-name": queueName } = flags;
  const { session, summary } = await findCluster(name, context);
  if (summary === undefined) return refuse(unknownCluster(name), context);
  const instances = (await session.gateways.clusters.instances(name, context.signal))
    .map(instanceEntry)
    .filter((entry) => nodeType === undefined || entry.nodeType === nodeType)
    .filter((entry) => queueName === undefined || entry.queueName === queueName);
  printAnswer({ instances }, context);
  return 0;
}
