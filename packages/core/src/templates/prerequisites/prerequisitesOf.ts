import type { ResolvedProject } from "../../project/ResolvedProject.ts";
import type { PrerequisitesOptions } from "./PrerequisitesOptions.ts";

/** What the prerequisites template of a project makes. */
export function prerequisitesOptionsOf({ project, scratch, home }: ResolvedProject): PrerequisitesOptions {
  const { vpc, securityGroup, secondarySubnet } = project.network;
  return {
    network:
      vpc === undefined
        ? { kind: "made" }
        : {
            kind: "existing",
            securityGroup: securityGroup === undefined ? "made" : "existing",
            secondarySubnet: secondarySubnet !== undefined,
          },
    scratch: scratch.kind === "existing" ? "existing" : scratch.onDelete,
    home: home.kind === "existing" ? "existing" : home.onDelete,
  };
}

/** False when the project brings everything along: then there is no stack to make. */
export function needsPrerequisites(resolved: ResolvedProject): boolean {
  const { network, scratch, home } = prerequisitesOptionsOf(resolved);
  const complete = network.kind === "existing" && network.securityGroup === "existing";
  return !complete || scratch !== "existing" || home !== "existing";
}

/** Values of the template's parameters for a project. */
export function prerequisitesParameters(resolved: ResolvedProject): Readonly<Record<string, string>> {
  return {
    VPCName: resolved.project.name,
    ...networkParameters(resolved),
    ...scratchParameters(resolved),
    ...homeParameters(resolved),
  };
}

function networkParameters({
  project: { network },
  zone,
  home,
}: ResolvedProject): Readonly<Record<string, string>> {
  if (network.vpc === undefined)
    return { PrimarySubnetAZ: zone, CreateS3Endpoint: String(network.s3Endpoint) };
  return {
    VPCId: network.vpc,
    PublicSubnetId: network.publicSubnet ?? "",
    PrimaryPrivateSubnetId: network.privateSubnet ?? "",
    ...(network.secondarySubnet === undefined || home.kind === "existing"
      ? {}
      : { SecondaryPrivateSubnetId: network.secondarySubnet }),
    ...(network.securityGroup === undefined ? {} : { SecurityGroupId: network.securityGroup }),
  };
}

function scratchParameters({ scratch }: ResolvedProject): Readonly<Record<string, string>> {
  if (scratch.kind === "existing") return {};
  return {
    Capacity: String(scratch.capacityGiB),
    PerUnitStorageThroughput: String(scratch.throughputMBpsPerTiB),
    Compression: scratch.compression,
    LustreVersion: scratch.lustreVersion,
    LustreDeploymentType: scratch.deployment,
  };
}

function homeParameters({ home }: ResolvedProject): Readonly<Record<string, string>> {
  if (home.kind === "existing") return {};
  return {
    HomeCapacity: String(home.capacityGiB),
    HomeThroughput: String(home.throughputMBps),
    HomeDeploymentType: home.deployment,
    HomeBackupDays: String(home.backupDays),
    ...(home.secondaryZone === undefined ? {} : { SecondarySubnetAZ: home.secondaryZone }),
  };
}
