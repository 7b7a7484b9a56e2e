import type { SlurmPlan } from "./SlurmPlan.ts";
import type { SlurmTimers } from "./slurmTimers.ts";

/** `slurm_parallelcluster.conf`: what follows from the cluster, and the files of its queues. */
export function clusterConf(plan: SlurmPlan, timers: SlurmTimers): string {
  const { hostName, privateIp } = plan.headNode;
  return [
    "# slurm_parallelcluster.conf is managed by the pcluster processes.",
    "# Do not modify.",
    `SlurmctldHost=${hostName}(${privateIp})`,
    `SuspendTime=${timers.suspendSeconds}`,
    `ResumeTimeout=${timers.resumeTimeoutSeconds}`,
    `SelectTypeParameters=${plan.memoryBasedScheduling ? "CR_CPU_Memory" : "CR_CPU"}`,
    ...(plan.accounting ? accountingLines(hostName) : []),
    ...plan.queues.map(
      ({ name }) => `include /opt/slurm/etc/pcluster/slurm_parallelcluster_${name}_partition.conf`,
    ),
    ...neverSuspended(plan),
    "",
  ].join("\n");
}

/** `slurm_parallelcluster_gres.conf`: the files of the queues. */
export function clusterGresConf(plan: SlurmPlan): string {
  return [
    "AutoDetect=off",
    ...plan.queues.map(
      ({ name }) => `include /opt/slurm/etc/pcluster/slurm_parallelcluster_${name}_gres.conf`,
    ),
    "",
  ].join("\n");
}

function accountingLines(hostName: string): readonly string[] {
  return [
    "AccountingStorageType=accounting_storage/slurmdbd",
    `AccountingStorageHost=${hostName}`,
    "AccountingStoragePort=6819",
    "AccountingStorageTRES=gres/gpu",
  ];
}

function neverSuspended(plan: SlurmPlan): readonly string[] {
  const nodes = plan.queues.flatMap((queue) =>
    queue.resources
      .filter(({ staticCount }) => staticCount > 0)
      .map(({ name, staticCount }) => `${queue.name}-st-${name}-[1-${staticCount}]`),
  );
  return nodes.length === 0 ? [] : [`SuspendExcNodes=${nodes.join(",")}`];
}
