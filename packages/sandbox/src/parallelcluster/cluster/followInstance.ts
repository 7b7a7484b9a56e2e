import type { RegionContext } from "../../kernel/CallContext.ts";
import type { SandboxEvents } from "../../kernel/events.ts";
import { computeBootMs } from "./boot/computeNodeBoot.ts";
import { allClusters, findCluster, removeCluster } from "./ClusterRecord.ts";
import { removeClusterDirectory } from "../scheduler/clusterDirectory.ts";
import { usesSlurm } from "../scheduler/links.ts";
import { powerDownNodes } from "../scheduler/tellSlurm.ts";
import { countFailures } from "./fleet/failureCounts.ts";
import { startHeadNode } from "./headNodeLife.ts";
import { loseInstance, nodeOfInstance } from "./nodes/nodeLife.ts";
import { scheduleOnCluster, wakeDaemons } from "./scheduleOnCluster.ts";

/** An instance of a cluster came up or went away. */
export function followInstance(event: SandboxEvents["ec2.instance-state"], context: RegionContext): void {
  const { instanceId, state } = event;
  const cluster = findCluster(context, instanceId);
  if (state === "running") {
    if (cluster === undefined) startHost(context, instanceId);
    else cluster.headNodeRuns = true;
    return;
  }
  if (state === "pending") return;
  if (state === "terminated" && usesSlurm(context)) removeClusterDirectory(context, instanceId);
  if (cluster !== undefined) {
    cluster.headNodeRuns = false;
    if (state === "shutting-down" || state === "terminated") removeCluster(context, instanceId);
    return;
  }
  const owner = allClusters(context).find((candidate) => nodeOfInstance(candidate, instanceId) !== undefined);
  if (owner === undefined) return;
  const node = nodeOfInstance(owner, instanceId);
  if (node?.kind === "dynamic" && node.state === "booting") countFailures(owner, { ...node, count: 1 });
  loseInstance(owner, instanceId);
  powerDownNodes(
    context,
    owner,
    node === undefined ? [] : [node.name],
    "Static node maintenance: unhealthy node is being replaced",
  );
  wakeDaemons(context, owner);
}

function startHost(context: RegionContext, instanceId: string): void {
  const owner = allClusters(context).find((candidate) => nodeOfInstance(candidate, instanceId) !== undefined);
  const node = owner === undefined ? undefined : nodeOfInstance(owner, instanceId);
  if (owner !== undefined && node !== undefined) {
    scheduleOnCluster(context, "parallelcluster.compute-node", owner, {
      afterMs: computeBootMs(owner, node),
      instanceId,
    });
    return;
  }
  const headNode = headNodeHost(context, instanceId);
  if (headNode !== undefined) startHeadNode(context, headNode);
}

/** Tags tell that an instance is a cluster's head node. */
function headNodeHost(context: RegionContext, instanceId: string) {
  const { Reservations } = context.call("ec2", "DescribeInstances", { InstanceIds: [instanceId] });
  const instance = Reservations?.[0]?.Instances?.[0];
  const tag = (key: string) => instance?.Tags?.find(({ Key }) => Key === key)?.Value;
  const clusterName = tag("parallelcluster:cluster-name");
  if (clusterName === undefined || tag("parallelcluster:node-type") !== "HeadNode") return undefined;
  const privateIp = instance?.PrivateIpAddress ?? "";
  const hostName = `ip-${privateIp.replaceAll(".", "-")}`;
  return {
    clusterName,
    headNode: { instanceId, privateIp, hostName, version: tag("parallelcluster:version") ?? "" },
  };
}
