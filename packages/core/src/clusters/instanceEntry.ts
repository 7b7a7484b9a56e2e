import type { ClusterInstance } from "../ports/ClusterGateway.ts";

/** One instance in the answer of `pcluster describe-cluster-instances`. */
export interface InstanceEntry {
  readonly launchTime: string;
  readonly instanceId: string;
  readonly publicIpAddress?: string;
  readonly instanceType: string;
  readonly state: string;
  readonly nodeType: NodeType;
  readonly queueName?: string;
  readonly privateIpAddress: string;
}

export const NODE_TYPES = ["HeadNode", "ComputeNode", "LoginNode"] as const;
export type NodeType = (typeof NODE_TYPES)[number];

const TYPE_OF_ROLE = {
  "head-node": "HeadNode",
  "compute-node": "ComputeNode",
  "login-node": "LoginNode",
} as const satisfies Record<ClusterInstance["role"], NodeType>;

export function instanceEntry(instance: ClusterInstance): InstanceEntry {
  const { publicIpAddress, queue } = instance;
  return {
    launchTime: new Date(instance.launchedAtMs).toISOString(),
    instanceId: instance.id,
    ...(publicIpAddress === undefined ? {} : { publicIpAddress }),
    instanceType: instance.instanceType,
    state: instance.state,
    nodeType: TYPE_OF_ROLE[instance.role],
    ...(queue === undefined ? {} : { queueName: queue }),
    privateIpAddress: instance.privateIpAddress ?? "",
  };
}
