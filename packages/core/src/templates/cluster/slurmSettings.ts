import type { ResolvedProject } from "../../project/ResolvedProject.ts";
import type { ConfigMap } from "./ConfigValue.ts";

/** Settings of Slurm: the guide's, and accounting as the project wants it. */
export function slurmSettings(resolved: ResolvedProject): ConfigMap {
  const { capacity, accounting } = resolved.project;
  const { headNode, database, slurmdbd, completionLog } = accounting;
  const hasDatabase = headNode || database !== undefined || slurmdbd !== undefined;
  const custom = [
    ...(completionLog
      ? [{ JobCompType: "jobcomp/filetxt" }, { JobCompLoc: "/home/slurm/slurm-job-completions.txt" }]
      : []),
    // With a database ParallelCluster sets this itself and refuses it here.
    ...(hasDatabase ? [] : [{ JobAcctGatherType: "jobacct_gather/linux" }]),
  ];
  return {
    ScaledownIdletime: capacity.idleMinutes,
    QueueUpdateStrategy: "DRAIN",
    ...databaseSettings(resolved),
    ...(slurmdbd === undefined
      ? {}
      : {
          ExternalSlurmdbd: { Host: slurmdbd.host, Port: slurmdbd.port },
          MungeKeySecretArn: slurmdbd.mungeKeySecret,
        }),
    ...(custom.length === 0 ? {} : { CustomSlurmSettings: custom }),
  };
}

/** The sandbox has its database on the head node whatever is named: nothing reads the address and the secret there. */
function databaseSettings({ project, partition, accountId }: ResolvedProject): ConfigMap {
  const { headNode, database } = project.accounting;
  if (headNode)
    return {
      Database: {
        Uri: "localhost",
        UserName: "slurm",
        PasswordSecretArn: `arn:${partition}:secretsmanager:${project.region}:${accountId}:secret:sandbox-accounting`,
      },
    };
  if (database === undefined) return {};
  return {
    Database: {
      Uri: database.uri,
      UserName: database.userName,
      PasswordSecretArn: database.passwordSecret,
      ...(database.databaseName === undefined ? {} : { DatabaseName: database.databaseName }),
    },
  };
}
