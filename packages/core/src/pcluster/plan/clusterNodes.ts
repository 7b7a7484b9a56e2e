import type { ClusterModel } from "./ClusterModel.ts";
import type { AwsBatchQueue } from "./configTypes.ts";

/** Stands for a group that ParallelCluster makes; no rule of a storage can name it. */
const MANAGED_GROUP = "managed by ParallelCluster";

export function batchQueues(model: ClusterModel): readonly AwsBatchQueue[] {
  return model.config.Scheduling.AwsBatchQueues ?? [];
}

/** Distinct subnets of all queues. */
export function computeSubnetIds(model: ClusterModel): readonly string[] {
  const slurm = model.queues.flatMap((queue) => queue.config.Networking.SubnetIds);
  const batch = batchQueues(model).flatMap((queue) => queue.Networking.SubnetIds);
  return [...new Set([...slurm, ...batch])];
}

/** Security groups of the head node and of each queue. */
export function nodeSecurityGroups(model: ClusterModel): readonly ReadonlySet<string>[] {
  const networks = [
    model.config.HeadNode.Networking,
    ...model.queues.map((queue) => queue.config.Networking),
    ...batchQueues(model).map((queue) => queue.Networking),
  ];
  return networks.map(
    ({ SecurityGroups: groups = [], AdditionalSecurityGroups: additional = [] }) =>
      new Set([...(groups.length > 0 ? groups : [MANAGED_GROUP]), ...additional]),
  );
}
