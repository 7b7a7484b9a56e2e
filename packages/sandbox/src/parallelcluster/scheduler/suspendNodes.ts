import type { RegionContext } from "../../kernel/CallContext.ts";
import { daemonLine, logOnHeadNode } from "../cluster/clusterLogs.ts";
import type { ClusterRecord } from "../cluster/ClusterRecord.ts";
import { countFailures } from "../cluster/fleet/failureCounts.ts";
import { listText } from "../cluster/nodes/launchNodes.ts";
import { terminateNodes } from "../cluster/nodes/nodeLife.ts";
import type { PowerRequest } from "../slurm/powerRequest.ts";
import { settleNodes } from "./tellSlurm.ts";

/**
 * What SuspendProgram asked for: the nodes' instances end. slurmctld calls it for nodes that did not come up in time
 * as well: these count as failed starts.
 */
export function suspendNodes(context: RegionContext, cluster: ClusterRecord, request: PowerRequest): void {
  const nodes = request.nodeNames.flatMap((name) => cluster.nodes[name] ?? []);
  const instanceIds = nodes.flatMap(({ instanceId }) => instanceId ?? []);
  if (instanceIds.length === 0) return;
  const names = nodes.map(({ name }) => name);
  const message = `Suspending the following Slurm nodes: ${listText(names)}`;
  logOnHeadNode(context, cluster, "slurm_suspend", [daemonLine(context, "suspend:_suspend", message)]);
  for (const { queue, resource, kind, state } of nodes)
    if (kind === "dynamic" && state === "booting") countFailures(cluster, { queue, resource, count: 1 });
  terminateNodes(context, cluster, instanceIds);
  settleNodes(
    context,
    cluster,
    nodes.filter(({ kind }) => kind === "static").map(({ name }) => name),
  );
}
