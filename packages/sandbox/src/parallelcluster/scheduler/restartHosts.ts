import type { RegionContext } from "../../kernel/CallContext.ts";
import type { ClusterPhase, ClusterRecord, NodeRecord } from "../cluster/ClusterRecord.ts";
import { HostFault } from "./HostFault.ts";
import { runScript } from "./hostPrograms.ts";
import { publishNodeNames } from "./publishNodeNames.ts";
import { startScheduler } from "./startScheduler.ts";
import { powerDownNodes } from "./tellSlurm.ts";
import { wallTimer } from "./wallTimer.ts";
import { workOnHosts } from "./workOnHosts.ts";

const HOST_START_LIMIT_MS = 120_000;
const POLL_MS = 100;

/** Phases in which slurmctld runs already. */
const WITH_SCHEDULER: ReadonlySet<ClusterPhase> = new Set([
  "on-node-configured",
  "finalize",
  "running",
  "updating",
  "finalize-update",
]);

/**
 * Starts the daemons of a cluster's hosts again, when the hosts run; `then` goes on with what was cut off. Slurm has kept
 * its jobs: those that ran are requeued when their nodes come back.
 */
export function restartHosts(
  context: RegionContext,
  cluster: ClusterRecord,
  then: (context: RegionContext, cluster: ClusterRecord) => void,
): void {
  const { instanceId } = cluster.headNode;
  workOnHosts(
    context,
    cluster,
    () => waitForHost(context, instanceId),
    (later, found, outcome) => {
      if (outcome.kind === "failed") return;
      if (!WITH_SCHEDULER.has(found.phase)) return then(later, found);
      startScheduler(later, found, (last, owner, fault) => {
        if (fault === undefined) restartNodes(last, owner);
        then(last, owner);
      });
    },
  );
}

function restartNodes(context: RegionContext, cluster: ClusterRecord): void {
  publishNodeNames(context, cluster);
  powerDownNodes(context, cluster, cluster.settlingNodes ?? [], "Node was powering down");
  for (const node of Object.values(cluster.nodes))
    if (node.state === "ready") restartNode(context, cluster, node);
}

/** A node that does not come back is found by the node daemon, as a node whose slurmd died. */
function restartNode(context: RegionContext, cluster: ClusterRecord, { name, instanceId }: NodeRecord): void {
  if (instanceId === undefined) return;
  workOnHosts(
    context,
    cluster,
    async () => {
      await waitForHost(context, instanceId);
      await runScript(context, instanceId, ["start_compute_node", instanceId, name]);
    },
    () => undefined,
  );
}

async function waitForHost(context: RegionContext, instanceId: string): Promise<void> {
  const deadlineMs = wallTimer.nowMs() + HOST_START_LIMIT_MS;
  while (context.hosts.describe(instanceId) !== "running") {
    if (wallTimer.nowMs() > deadlineMs) throw new HostFault(`${instanceId} did not start again`);
    await new Promise<void>((resolve) => wallTimer.callLater(POLL_MS, resolve));
  }
}
