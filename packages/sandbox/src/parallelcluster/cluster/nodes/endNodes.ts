import type { RegionContext } from "../../../kernel/CallContext.ts";
import { powerDownNodes } from "../../scheduler/tellSlurm.ts";
import type { ClusterRecord } from "../ClusterRecord.ts";
import { terminateNodes } from "./nodeLife.ts";

/** Ends instances of nodes, with the reason that Slurm shows for them. */
export function endNodes(
  context: RegionContext,
  cluster: ClusterRecord,
  instanceIds: readonly string[],
  reason: string,
): void {
  const names = instanceIds.flatMap((id) => cluster.nodeNames[id] ?? []);
  terminateNodes(context, cluster, instanceIds);
  powerDownNodes(context, cluster, names, reason);
}
