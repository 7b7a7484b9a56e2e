import { accountingFiles } from "./accountingFiles.ts";
import { clusterConf, clusterGresConf } from "./clusterConf.ts";
import { queueGresConf, queuePartitionConf } from "./queueConf.ts";
import { slurmConf } from "./slurmConf.ts";
import type { SlurmPlan, WallSecondsOf } from "./SlurmPlan.ts";
import { slurmTimers } from "./slurmTimers.ts";

/** Files below `/opt/slurm/etc` by their path there. */
export function slurmFiles(plan: SlurmPlan, wallSecondsOf: WallSecondsOf): ReadonlyMap<string, string> {
  const timers = slurmTimers(plan, wallSecondsOf);
  const queues = plan.queues.flatMap((queue, index): readonly [string, string][] => [
    [`pcluster/slurm_parallelcluster_${queue.name}_partition.conf`, queuePartitionConf(queue, index === 0)],
    [`pcluster/slurm_parallelcluster_${queue.name}_gres.conf`, queueGresConf(queue)],
  ]);
  return new Map([
    ["slurm.conf", slurmConf(plan, timers)],
    ["slurm_parallelcluster.conf", clusterConf(plan, timers)],
    ["gres.conf", "include /opt/slurm/etc/slurm_parallelcluster_gres.conf\n"],
    ["slurm_parallelcluster_gres.conf", clusterGresConf(plan)],
    ["cgroup.conf", CGROUP_CONF],
    ...queues,
    ...accountingFiles(plan),
  ]);
}

/** Namespaces have no control groups of their own: slurmd ends when it looks for those of version 2. */
const CGROUP_CONF = "CgroupPlugin=cgroup/v1\nConstrainCores=no\nConstrainDevices=no\nConstrainRAMSpace=no\n";
