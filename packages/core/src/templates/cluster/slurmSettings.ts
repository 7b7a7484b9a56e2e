import type { Project } from "../../project/projectSchema.ts";
import type { ConfigMap } from "./ConfigValue.ts";

/** Settings of Slurm: the guide's, and accounting as the project wants it. */
export function slurmSettings({ capacity, accounting }: Project): ConfigMap {
  const { database, slurmdbd, completionLog } = accounting;
  const hasDatabase = database !== undefined || slurmdbd !== undefined;
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
    ...(database === undefined
      ? {}
      : {
          Database: {
            Uri: database.uri,
            UserName: database.userName,
            PasswordSecretArn: database.passwordSecret,
            ...(database.databaseName === undefined ? {} : { DatabaseName: database.databaseName }),
          },
        }),
    ...(slurmdbd === undefined
      ? {}
      : {
          ExternalSlurmdbd: { Host: slurmdbd.host, Port: slurmdbd.port },
          MungeKeySecretArn: slurmdbd.mungeKeySecret,
        }),
    ...(custom.length === 0 ? {} : { CustomSlurmSettings: custom }),
  };
}
