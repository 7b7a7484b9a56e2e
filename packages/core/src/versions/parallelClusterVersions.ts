/** A known fault of a ParallelCluster version, with where it was reported. */
export interface KnownFault {
  readonly summary: string;
  readonly link: string;
}

/** What is known of one ParallelCluster release: everything that depends on the version is looked up here. */
export interface ParallelClusterVersion {
  readonly version: string;
  /** Month of the release, `YYYY-MM`. */
  readonly released: string;
  /** Operating systems of the official images and of custom ones. */
  readonly operatingSystems: readonly string[];
  /** Of the official images; undefined where no release note says it. */
  readonly slurmVersion: string | undefined;
  /** Addresses that an EFA instance takes in its subnet. */
  readonly efaAddresses: "one-per-network-card" | "one-per-instance";
  /** Smallest root volume of the official images. */
  readonly rootVolumeGiB: number;
  /** How long a node may take to bootstrap. */
  readonly bootstrapTimeoutSeconds: number;
  /** Longest cluster name when accounting uses a Slurm database daemon elsewhere. */
  readonly maxNameWithSlurmdbd: number;
  readonly endOfSupport: EndOfSupport;
  readonly knownFaults: readonly KnownFault[];
}

export interface EndOfSupport {
  /** `YYYY-MM`; an estimate where the published table has no row yet. */
  readonly month: string;
  readonly source: string;
  readonly estimated: boolean;
}

/** The guide's version: what a project file gets that names none. */
export const DEFAULT_PARALLEL_CLUSTER_VERSION = "3.13.1";
export const NEWEST_PARALLEL_CLUSTER_VERSION = "3.16.3";

const RELEASES = "https://github.com/aws/aws-parallelcluster/releases/tag/v";
const ISSUES = "https://github.com/aws/aws-parallelcluster/issues/";

const RHEL_FAMILY = ["rhel8", "rhel9", "rocky8", "rocky9"];
const OS_3_13 = ["alinux2", "alinux2023", "ubuntu2004", "ubuntu2204", "ubuntu2404", ...RHEL_FAMILY];
const OS_3_14 = ["alinux2", "alinux2023", "ubuntu2204", "ubuntu2404", ...RHEL_FAMILY];
const OS_3_16 = ["alinux2023", "ubuntu2204", "ubuntu2404", ...RHEL_FAMILY];

const SLURM_CVES: KnownFault = {
  summary: "Slurm of this version has published vulnerabilities; mended in 3.16.1",
  link: `${ISSUES}7601`,
};
const EXPIRED_RESERVATION: KnownFault = {
  summary: "update-cluster and fleet changes fail when the configuration names an expired reservation",
  link: `${ISSUES}6870`,
};
const SECURITY_GROUP_RULES: KnownFault = {
  summary: "a security group rule with address ranges and groups is refused by mistake",
  link: `${RELEASES}3.14.0`,
};
const MANY_STATIC_NODES: KnownFault = {
  summary: "launches of more than about 200 static nodes at once may fail",
  link: `${ISSUES}7265`,
};

const FIRST_RELEASE_OF_MINOR: Readonly<Record<number, string>> = {
  13: "2025-04",
  14: "2025-09",
  15: "2026-03",
  16: "2026-08",
};

/** Oldest first. Sources: release notes and changelogs of aws-parallelcluster and its cookbook, the packages 3.13.1 and 3.16.1. */
export const PARALLEL_CLUSTER_VERSIONS: readonly ParallelClusterVersion[] = [
  release("3.13.0", "2025-04", "24.05.7", [
    SLURM_CVES,
    EXPIRED_RESERVATION,
    SECURITY_GROUP_RULES,
    MANY_STATIC_NODES,
  ]),
  release("3.13.1", "2025-05", "24.05.8", [
    SLURM_CVES,
    EXPIRED_RESERVATION,
    SECURITY_GROUP_RULES,
    MANY_STATIC_NODES,
  ]),
  release("3.13.2", "2025-07", "24.05.8", [SLURM_CVES, SECURITY_GROUP_RULES, MANY_STATIC_NODES]),
  release("3.14.0", "2025-09", "24.11.6", [SLURM_CVES, MANY_STATIC_NODES]),
  release("3.14.1", "2025-12", undefined, [SLURM_CVES, MANY_STATIC_NODES]),
  release("3.14.2", "2026-02", undefined, [SLURM_CVES, MANY_STATIC_NODES]),
  release("3.15.0", "2026-03", "25.11.4", [SLURM_CVES, MANY_STATIC_NODES]),
  release("3.15.1", "2026-05", "25.11.4", [SLURM_CVES, MANY_STATIC_NODES]),
  release("3.16.0", "2026-08", "25.11.6", [SLURM_CVES]),
  release("3.16.1", "2026-09", "25.11.8", []),
  release("3.16.2", "2026-10", undefined, []),
  release("3.16.3", "2026-11", undefined, []),
];

export function parallelClusterVersion(version: string): ParallelClusterVersion | undefined {
  return PARALLEL_CLUSTER_VERSIONS.find((known) => known.version === version);
}

/** Where AWS publishes the CloudFormation provider (`Custom::PclusterCluster`) of a version. */
export function providerTemplateUrl(version: string, region: string, urlSuffix: string): string {
  return `https://${region}-aws-parallelcluster.s3.${region}.${urlSuffix}/parallelcluster/${version}/templates/custom_resource/cluster.yaml`;
}

/** Addresses that a node takes in its subnet. */
export function addressesPerNode(
  version: ParallelClusterVersion,
  node: { readonly efa: boolean; readonly networkCards: number },
): number {
  if (!node.efa || version.efaAddresses === "one-per-instance") return 1;
  return Math.max(1, node.networkCards);
}

function release(
  version: string,
  released: string,
  slurmVersion: string | undefined,
  knownFaults: readonly KnownFault[],
): ParallelClusterVersion {
  const minor = Number(version.split(".")[1]);
  const patch = Number(version.split(".")[2]);
  return {
    version,
    released,
    operatingSystems: minor >= 16 ? OS_3_16 : minor >= 14 ? OS_3_14 : OS_3_13,
    slurmVersion,
    efaAddresses: minor >= 15 ? "one-per-instance" : "one-per-network-card",
    rootVolumeGiB: minor > 16 || (minor === 16 && patch >= 2) ? 50 : 45,
    bootstrapTimeoutSeconds: 2100,
    maxNameWithSlurmdbd: minor >= 16 ? 40 : 60,
    endOfSupport: {
      month: monthsLater(firstReleaseOf(minor), 18),
      source: "https://docs.aws.amazon.com/parallelcluster/latest/ug/support-policy.html",
      estimated: true,
    },
    knownFaults,
  };
}

function firstReleaseOf(minor: number): string {
  const month = FIRST_RELEASE_OF_MINOR[minor];
  if (month === undefined) throw new Error(`no release month is recorded for 3.${minor}`);
  return month;
}

/** The published rows of the support policy lie about 18 months after the first release of a minor version. */
function monthsLater(month: string, months: number): string {
  const [year = 0, monthOfYear = 1] = month.split("-").map(Number);
  const total = year * 12 + (monthOfYear - 1) + months;
  return `${Math.floor(total / 12)}-${String((total % 12) + 1).padStart(2, "0")}`;
}
