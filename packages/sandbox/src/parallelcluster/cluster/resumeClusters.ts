import type { RegionContext } from "../../kernel/CallContext.ts";
import type { SandboxEvents } from "../../kernel/events.ts";
import { usesSlurm } from "../scheduler/links.ts";
import { restartHosts } from "../scheduler/restartHosts.ts";
import { bootComputeNode } from "./boot/bootComputeNode.ts";
import { allClusters, type ClusterRecord } from "./ClusterRecord.ts";
import { endPhase } from "./headNodeLife.ts";

/** After a start of the sandbox: real hosts begin without processes, and what programs on them did is done again. */
export function resumeClusters({ regions }: SandboxEvents["sandbox.started"], context: RegionContext): void {
  for (const region of regions) {
    const place = context.inRegion(region);
    if (!usesSlurm(place)) continue;
    for (const cluster of allClusters(place)) if (cluster.headNodeRuns) resumeCluster(place, cluster);
  }
}

function resumeCluster(context: RegionContext, cluster: ClusterRecord): void {
  restartHosts(context, cluster, (later, found) => {
    if (found.hostWork === true) endPhase(later, found);
    for (const node of Object.values(found.nodes))
      if (node.state === "booting" && node.hostWork === true) bootComputeNode(later, found, node);
  });
}
