import type { SlurmPlan } from "./SlurmPlan.ts";

/**
 * Files of slurmdbd and its database on the head node: ParallelCluster's names a database outside of the cluster,
 * the sandbox keeps one beside slurmctld. Empty when the cluster has no accounting.
 */
export function accountingFiles({ accounting, headNode }: SlurmPlan): readonly [string, string][] {
  if (!accounting) return [];
  return [
    ["slurm_parallelcluster_slurmdbd.conf", slurmdbdConf(headNode.hostName)],
    ["accounting.sql", ACCOUNTING_SQL],
  ];
}

function slurmdbdConf(hostName: string): string {
  return [
    "AuthType=auth/munge",
    `DbdHost=${hostName}`,
    "DbdPort=6819",
    "SlurmUser=slurm",
    "StorageType=accounting_storage/mysql",
    "StorageHost=localhost",
    "StorageUser=slurm",
    "StorageLoc=slurm_acct_db",
    "LogFile=/var/log/slurmdbd.log",
    "PidFile=/var/run/slurmdbd.pid",
    "",
  ].join("\n");
}

/** Reachable by a socket of the host alone. */
const ACCOUNTING_SQL = `CREATE DATABASE IF NOT EXISTS slurm_acct_db;
CREATE USER IF NOT EXISTS 'slurm'@'localhost';
GRANT ALL ON slurm_acct_db.* TO 'slurm'@'localhost';
`;
