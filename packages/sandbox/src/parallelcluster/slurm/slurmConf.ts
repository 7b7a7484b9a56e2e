import type { SlurmPlan, SlurmSettingLine } from "./SlurmPlan.ts";
import type { SlurmTimers } from "./slurmTimers.ts";

const SCRIPTS = "/opt/parallelcluster/scripts/slurm";

/** Settings that the sandbox's hosts fix: a set of namespaces has no control groups and no hardware of the type. */
const FIXED = new Set([
  "proctracktype",
  "taskplugin",
  "jobacctgathertype",
  "slurmdparameters",
  "authtype",
  "statesavelocation",
  "slurmctldport",
  "slurmdport",
]);

/** The main file: ParallelCluster's, with what namespaces need in place of instances. */
export function slurmConf(plan: SlurmPlan, timers: SlurmTimers): string {
  const custom = plan.customSettings.filter((line) => line.length > 0);
  const taken = new Set(
    custom.filter((line) => !isFixed(line)).flatMap((line) => line.map(({ name }) => name.toLowerCase())),
  );
  const lines = mainLines(timers).filter((line) => {
    const name = /^(\w+)=/.exec(line)?.[1];
    return name === undefined || !taken.has(name.toLowerCase());
  });
  return [...lines, ...custom.map(customLine), "include slurm_parallelcluster.conf", ""].join("\n");
}

function mainLines(timers: SlurmTimers): readonly string[] {
  return [
    "# CLUSTER SETTINGS",
    "ClusterName=parallelcluster",
    "SlurmUser=slurm",
    "SlurmctldPort=6820-6829",
    "SlurmdPort=6818",
    "AuthType=auth/munge",
    "StateSaveLocation=/var/spool/slurm.state",
    "SlurmdSpoolDir=/var/spool/slurmd",
    "SwitchType=switch/none",
    "SlurmctldPidFile=/var/run/slurmctld.pid",
    "SlurmdPidFile=/var/run/slurmd.pid",
    "ReconfigFlags=KeepPartState",
    ...cloudLines(timers),
    ...timerLines(timers),
    ...schedulingLines(),
    "# LOGGING",
    "SlurmctldDebug=info",
    "SlurmctldLogFile=/var/log/slurmctld.log",
    "SlurmdDebug=info",
    "SlurmdLogFile=/var/log/slurmd.log",
    "JobCompType=jobcomp/none",
  ];
}

function cloudLines(timers: SlurmTimers): readonly string[] {
  return [
    "# CLOUD CONFIGS OPTIONS",
    "SlurmctldParameters=idle_on_node_suspend,power_save_interval=1,power_save_min_interval=0",
    "TreeWidth=65533",
    "CommunicationParameters=NoAddrCache",
    `SuspendProgram=${SCRIPTS}/slurm_suspend`,
    `ResumeProgram=${SCRIPTS}/slurm_resume`,
    `ResumeFailProgram=${SCRIPTS}/slurm_suspend`,
    `PrologSlurmctld=${SCRIPTS}/wait_for_nodes`,
    `SuspendTimeout=${timers.suspendTimeoutSeconds}`,
    "PrivateData=cloud",
    "ResumeRate=0",
    "SuspendRate=0",
  ];
}

function timerLines(timers: SlurmTimers): readonly string[] {
  return [
    "# TIMERS",
    "SlurmctldTimeout=300",
    `SlurmdTimeout=${timers.slurmdTimeoutSeconds}`,
    "UnkillableStepTimeout=180",
    "InactiveLimit=0",
    "MinJobAge=300",
    `KillWait=${timers.killWaitSeconds}`,
    "Waittime=0",
    `MessageTimeout=${timers.messageTimeoutSeconds}`,
    `AuthInfo=cred_expire=${timers.credentialSeconds}`,
  ];
}

function schedulingLines(): readonly string[] {
  return [
    "# SCHEDULING, JOB, AND NODE SETTINGS",
    "EnforcePartLimits=ALL",
    "SchedulerType=sched/backfill",
    "SchedulerParameters=batch_sched_delay=0,sched_interval=5,bf_interval=5,sched_min_interval=0",
    "ProctrackType=proctrack/linuxproc",
    "MpiDefault=none",
    "ReturnToService=2",
    "TaskPlugin=task/none",
    "JobAcctGatherType=jobacct_gather/linux",
    "SlurmdParameters=config_overrides",
    "PropagateResourceLimits=NONE",
    "# TRES AND GPU CONFIG OPTIONS",
    "GresTypes=gpu",
    "SelectType=select/cons_tres",
  ];
}

function customLine(line: SlurmSettingLine): string {
  const text = line.map(({ name, value }) => `${name}=${value}`).join(" ");
  return isFixed(line) ? `# not taken over, the sandbox's hosts fix it: ${text}` : text;
}

function isFixed(line: SlurmSettingLine): boolean {
  return line.some(({ name }) => FIXED.has(name.toLowerCase()));
}
