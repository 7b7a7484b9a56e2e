import type { ParallelClusterVersion } from "../versions.ts";

/** Facts that the rules of one version use: which operating systems, which limits. */
export interface VersionLimits {
  readonly supportedOs: readonly string[];
  /** Operating systems without an official image. */
  readonly customAmiOs: readonly string[];
  readonly dcvOs: Readonly<Record<string, readonly string[]>>;
  readonly microNanoWarningOs: readonly string[];
  readonly rsaKeyRefusedOs: readonly string[];
  readonly awsBatchOs: readonly string[];
  readonly ultraserverExcludedOs: readonly string[];
  /** DCV on a type without an NVIDIA GPU is a warning. */
  readonly dcvAsksForGpu: boolean;
  /** A reservation must be for the platform of the cluster's operating system. */
  readonly checksReservationPlatform: boolean;
  /** A target without a placement group needs a reservation that has none either. */
  readonly reservationNeedsPlacementGroup: boolean;
  /** Every targeted reservation is read while the model is built, so an unknown one ends the check. */
  readonly readsEveryReservation: boolean;
  /** Families whose capacity blocks have a status of their own. */
  readonly ultraserverFamilies: readonly string[];
  readonly ultraserverBlockSizes: readonly number[];
  readonly onDemandStrategies: readonly string[];
  readonly spotRefusedStrategies: readonly string[];
  /** A cluster that records jobs in an external slurmdbd also has the shorter name. */
  readonly externalSlurmdbdShortensName: boolean;
  /** A security group rule with address ranges and groups counts with both, not only with the ranges. */
  readonly rulesCountWithBothSources: boolean;
  /** EFA on a type with one card also means several interfaces. */
  readonly efaAddsInterface: boolean;
  readonly checksEfaLayouts: boolean;
  /** Official images count only when they are available. */
  readonly onlyAvailableImages: boolean;
  readonly checksChefAttributes: boolean;
  readonly slurmDenyLists: SlurmDenyLists;
}

export interface SlurmDenyLists {
  readonly cluster: readonly string[];
  readonly accounting: readonly string[];
  readonly queue: readonly string[];
  readonly computeResource: readonly string[];
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
const OS_WITHOUT_MICRO = ["ubuntu2004", "ubuntu2204", "ubuntu2404", "rhel8", "rhel9", "rocky8", "rocky9"];
const CLUSTER_DENY_LIST = [
  "epilog",
  "grestypes",
  "launchparameters",
  "prolog",
  "reconfigflags",
  "resumefailprogram",
  "resumeprogram",
  "resumetimeout",
  "slurmctldhost",
  "slurmctldlogfile",
  "slurmctldparameters",
  "slurmdlogfile",
  "slurmuser",
  "suspendexcnodes",
  "suspendprogram",
  "suspendtime",
  "taskplugin",
  "treewidth",
];
const ACCOUNTING_DENY_LIST = [
  "accountingstoragetype",
  "accountingstoragehost",
  "accountingstorageport",
  "accountingstorageuser",
  "jobacctgathertype",
];
const QUEUE_DENY_LIST = ["nodes", "partitionname", "resumetimeout", "state", "suspendtime", "oversubscribe"];
const COMPUTE_DENY_LIST = ["cpus", "gres", "nodeaddr", "nodehostname", "nodename", "state", "weight"];

const LIMITS_3_13: VersionLimits = {
  supportedOs: OS_3_13,
  customAmiOs: ["rocky8", "rocky9"],
  dcvOs: {
    x86_64: OS_3_13.filter((os) => os !== "alinux2023"),
    arm64: OS_3_13.filter((os) => os !== "alinux2023" && os !== "ubuntu2004"),
  },
  microNanoWarningOs: OS_WITHOUT_MICRO,
  rsaKeyRefusedOs: ["ubuntu2204", "ubuntu2404"],
  awsBatchOs: ["alinux2", "alinux2023"],
  ultraserverExcludedOs: [],
  dcvAsksForGpu: false,
  checksReservationPlatform: false,
  reservationNeedsPlacementGroup: true,
  readsEveryReservation: false,
  ultraserverFamilies: [],
  ultraserverBlockSizes: [],
  onDemandStrategies: ["lowest-price"],
  spotRefusedStrategies: [],
  externalSlurmdbdShortensName: false,
  rulesCountWithBothSources: false,
  efaAddsInterface: false,
  checksEfaLayouts: false,
  onlyAvailableImages: false,
  checksChefAttributes: false,
  slurmDenyLists: {
    cluster: CLUSTER_DENY_LIST,
    accounting: ACCOUNTING_DENY_LIST,
    queue: QUEUE_DENY_LIST,
    computeResource: [...COMPUTE_DENY_LIST, "features"],
  },
};

const OS_3_16 = ["alinux2023", "ubuntu2204", "ubuntu2404", "rhel8", "rocky8", "rhel9", "rocky9"];

const LIMITS_3_16: VersionLimits = {
  ...LIMITS_3_13,
  supportedOs: OS_3_16,
  dcvOs: { x86_64: OS_3_16, arm64: OS_3_16 },
  microNanoWarningOs: OS_WITHOUT_MICRO.filter((os) => os !== "ubuntu2004"),
  awsBatchOs: [],
  ultraserverExcludedOs: ["rhel8", "rocky8", "rhel9"],
  dcvAsksForGpu: true,
  checksReservationPlatform: true,
  reservationNeedsPlacementGroup: false,
  readsEveryReservation: true,
  ultraserverFamilies: ["p6e-gb200"],
  ultraserverBlockSizes: [9, 18],
  onDemandStrategies: ["lowest-price", "prioritized"],
  spotRefusedStrategies: ["prioritized"],
  externalSlurmdbdShortensName: true,
  rulesCountWithBothSources: true,
  efaAddsInterface: true,
  checksEfaLayouts: true,
  onlyAvailableImages: true,
  checksChefAttributes: true,
  slurmDenyLists: { ...LIMITS_3_13.slurmDenyLists, computeResource: COMPUTE_DENY_LIST },
};

const LIMITS: Readonly<Record<ParallelClusterVersion, VersionLimits>> = {
  "3.13.1": LIMITS_3_13,
  "3.16.1": LIMITS_3_16,
};

export function limitsOf(version: ParallelClusterVersion): VersionLimits {
  return LIMITS[version];
}
