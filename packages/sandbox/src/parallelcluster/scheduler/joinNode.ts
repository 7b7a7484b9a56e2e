import type { RegionContext } from "../../kernel/CallContext.ts";
import type { ClusterRecord, NodeRecord } from "../cluster/ClusterRecord.ts";
import { hasJoined } from "../slurm/nodeStates.ts";
import { HostFault } from "./HostFault.ts";
import { runScript } from "./hostPrograms.ts";
import { findLink } from "./links.ts";
import type { SlurmLink } from "./SlurmLink.ts";
import { workOnHosts } from "./workOnHosts.ts";

/**
 * slurmctld takes whole seconds: to it a host that boots within the second in which it was asked for may have booted
 * before, and it waits for another boot. Then slurmd is started again; the last wait is for a machine that is busy.
 */
const REGISTRATION_WAITS_MS = [1_500, 10_000, 30_000, 80_000];
const WAIT_PER_BOOTING_NODE_MS = 60;

/** Starts slurmd on a compute node and waits until Slurm has it; `then` learns why it did not join. */
export function joinNode(
  context: RegionContext,
  cluster: ClusterRecord,
  node: { readonly record: NodeRecord; readonly instanceId: string },
  then: (context: RegionContext, cluster: ClusterRecord, fault: string | undefined) => void,
): void {
  const { record, instanceId } = node;
  const bootingCount = Object.values(cluster.nodes).filter(({ state }) => state === "booting").length;
  workOnHosts(
    context,
    cluster,
    async () => {
      const link = findLink(context, cluster);
      if (link === undefined) throw new HostFault("slurmctld does not run");
      // Slurm has to know the node's address before the node reports.
      await link.run("true");
      await runScript(context, instanceId, ["start_compute_node", instanceId, record.name]);
      await register(link, record.name, bootingCount * WAIT_PER_BOOTING_NODE_MS, () =>
        runScript(context, instanceId, ["restart_slurmd", record.name]),
      );
    },
    (later, found, outcome) => then(later, found, outcome.kind === "done" ? undefined : outcome.reason),
  );
}

async function register(
  link: SlurmLink,
  name: string,
  allowanceMs: number,
  restart: () => Promise<unknown>,
): Promise<void> {
  for (const [index, waitMs] of REGISTRATION_WAITS_MS.entries()) {
    if (index > 0) await restart();
    const late = await link.waitForNodes([name], hasJoined, waitMs + allowanceMs);
    if (late.length === 0) return;
  }
  throw new HostFault(`slurmd on ${name} did not register`);
}
