import { TrainyardError } from "../errors/index.ts";
import type { ClusterInstance } from "../ports/ClusterGateway.ts";
import type { Gateways } from "../ports/Gateways.ts";

/** The head node and who logs in on it. */
export interface HeadNode {
  readonly instance: ClusterInstance;
  readonly loginUser: string;
}

/**
 * The running head node of a cluster.
 * @throws {TrainyardError} `NOT_DEPLOYED` when there is no cluster, `NODE_NOT_REACHABLE` when its head node does not run.
 */
export async function headNodeOf(
  clusterName: string,
  { clusters, stacks, region }: Pick<Gateways, "clusters" | "stacks" | "region">,
  signal?: AbortSignal,
): Promise<HeadNode> {
  const [instances, stack] = await Promise.all([
    clusters.instances(clusterName, signal),
    stacks.describe(clusterName, signal),
  ]);
  const heads = instances.filter(({ role }) => role === "head-node");
  const running = heads.find(({ state }) => state === "running");
  if (running !== undefined) {
    const user = stack === "absent" ? "" : (stack.parameters["ClusterUser"] ?? "");
    return { instance: running, loginUser: user === "" ? (running.loginUser ?? "ubuntu") : user };
  }
  if (heads.length === 0 && stack === "absent")
    throw new TrainyardError("NOT_DEPLOYED", `there is no cluster ${clusterName} in ${region}`, {
      hint: "Make it with `trainyard up`.",
      details: { clusterName, region },
    });
  const state = heads[0]?.state ?? "absent";
  throw new TrainyardError("NODE_NOT_REACHABLE", `the head node of ${clusterName} does not run (${state})`, {
    hint: "Look at `trainyard status`; a cluster that is being made has its head node after some minutes.",
    details: { clusterName, state },
  });
}
