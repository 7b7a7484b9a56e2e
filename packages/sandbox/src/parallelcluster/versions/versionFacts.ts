/** What differs between ParallelCluster versions in the stacks that they make. */
export interface VersionFacts {
  readonly version: string;
  /** The recorded version whose rules and update policies apply. */
  readonly rulesVersion: "3.13.1" | "3.16.1";
  readonly lambdaRuntime: string;
  readonly slurmVersion: string;
  /** Where the head node keeps the files that cfn-init writes. */
  readonly bootstrapDirectory: string;
  /** True when a metric filter and an alarm watch the node daemon's heartbeat. */
  readonly heartbeatAlarm: boolean;
  /** True when the alarms of the head node wait for its bootstrap. */
  readonly alarmsWaitForBootstrap: boolean;
  readonly propagatesTagsToVolumes: boolean;
  /** `efa`: one EFA interface on every card; `efa-only`: a plain interface and one EFA-only interface on every card. */
  readonly efaLayout: "efa" | "efa-only";
  readonly operatingSystems: readonly string[];
}

const OS_3_13 = [
  "alinux2",
  "alinux2023",
  "ubuntu2004",
  "ubuntu2204",
  "ubuntu2404",
  "rhel8",
  "rocky8",
  "rhel9",
  "rocky9",
];
const OS_3_16 = ["alinux2023", "ubuntu2204", "ubuntu2404", "rhel8", "rocky8", "rhel9", "rocky9"];

const FACTS_3_16: Omit<VersionFacts, "version" | "lambdaRuntime" | "slurmVersion"> = {
  rulesVersion: "3.16.1",
  bootstrapDirectory: "/opt/parallelcluster/tmp",
  heartbeatAlarm: true,
  alarmsWaitForBootstrap: true,
  propagatesTagsToVolumes: true,
  efaLayout: "efa-only",
  operatingSystems: OS_3_16,
};

/** The versions whose stacks are known; sources in the behaviour page. */
export const VERSION_FACTS: readonly VersionFacts[] = [
  {
    version: "3.13.1",
    rulesVersion: "3.13.1",
    lambdaRuntime: "python3.9",
    slurmVersion: "24.05.8",
    bootstrapDirectory: "/tmp",
    heartbeatAlarm: false,
    alarmsWaitForBootstrap: false,
    propagatesTagsToVolumes: false,
    efaLayout: "efa",
    operatingSystems: OS_3_13,
  },
  { version: "3.16.1", lambdaRuntime: "python3.12", slurmVersion: "25.11.8", ...FACTS_3_16 },
  { version: "3.16.3", lambdaRuntime: "python3.14", slurmVersion: "25.11.8", ...FACTS_3_16 },
];

export function versionFacts(version: string): VersionFacts | undefined {
  return VERSION_FACTS.find((facts) => facts.version === version);
}
