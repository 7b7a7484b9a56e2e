import type { RegionContext } from "../../kernel/CallContext.ts";
import type { ClusterRecord, NodeRecord } from "../cluster/ClusterRecord.ts";
import { hasJoined } from "../slurm/nodeStates.ts";
import { HostFault } from "./HostFault.ts";
import { runScript } from "./hostPrograms.ts";
import { findLink } from "./links.ts";
import { workOnHosts } from "./workOnHosts.ts";

/** A node's slurmd that has not registered after this time never will. */
const JOIN_LIMIT_MS = 120_000;

/** Starts slurmd on a compute node and waits until Slurm has it; `then` learns why it did not join. */
export function joinNode(
  context: RegionContext,
  cluster: ClusterRecord,
  node: { readonly record: NodeRecord; readonly instanceId: string },
  then: (context: RegionContext, cluster: ClusterRecord, fault: string | undefined) => void,
): void {
  const { record, instanceId } = node;
  workOnHosts(
    context,
    cluster,
    async () => {
      const link = findLink(context, cluster);
      if (link === undefined) throw new HostFault("slurmctld does not run");
      // Slurm has to know the node's address before the node reports.
      await link.run("true");
      await runScript(context, instanceId, ["start_compute_node", instanceId, record.name]);
      const late = await link.waitForNodes([record.name], hasJoined, JOIN_LIMIT_MS);
      if (late.length > 0) throw new HostFault(`slurmd on ${record.name} did not register`);
    },
    (later, found, outcome) => then(later, found, outcome.kind === "done" ? undefined : outcome.reason),
  );
}
