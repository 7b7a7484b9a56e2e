import { TrainyardError } from "../errors/TrainyardError.ts";
import { lustreDeploymentFor, openZfsDeploymentFor, type LustreDeployment } from "../versions/regions.ts";
import type { Project } from "./projectSchema.ts";
import type { ResolvedHome, ResolvedScratch } from "./ResolvedProject.ts";
import { isFirstGeneration } from "./rules/storageRules.ts";
import { OPENZFS_1_THROUGHPUTS, PERSISTENT_1_THROUGHPUTS } from "./storage.ts";

const DEFAULT_LUSTRE_THROUGHPUT: Readonly<Record<LustreDeployment, number>> = {
  PERSISTENT_2: 250,
  PERSISTENT_1: 200,
};
const DEFAULT_OPENZFS_1_THROUGHPUT = 512;
const DEFAULT_OPENZFS_2_THROUGHPUT = 320;

export function resolveScratch({ storage: { scratch }, region }: Project, zone: string): ResolvedScratch {
  if (scratch.fileSystemId !== undefined) return { kind: "existing", fileSystemId: scratch.fileSystemId };
  const deployment =
    scratch.deployment === "auto"
      ? lustreFor(scratch.throughputMBpsPerTiB, region, zone)
      : scratch.deployment;
  const { capacityGiB, compression, onDelete } = scratch;
  return {
    kind: "made",
    deployment,
    capacityGiB,
    throughputMBpsPerTiB: scratch.throughputMBpsPerTiB ?? DEFAULT_LUSTRE_THROUGHPUT[deployment],
    compression,
    lustreVersion: String(scratch.lustreVersion),
    onDelete,
  };
}

/** The throughput that was asked for decides, since no value belongs to both types. */
function lustreFor(throughput: number | undefined, region: string, zone: string): LustreDeployment {
  if (throughput === undefined) return lustreDeploymentFor(region, zone);
  return isOneOf(PERSISTENT_1_THROUGHPUTS, throughput) ? "PERSISTENT_1" : "PERSISTENT_2";
}

/** @param zones - zones of the region that the account may use. */
export function resolveHome(project: Project, zone: string, zones: readonly string[]): ResolvedHome {
  const { home } = project.storage;
  if (home.volumeId !== undefined) return { kind: "existing", volumeId: home.volumeId };
  const deployment =
    home.deployment === "auto" ? openZfsFor(home.throughputMBps, project.region) : home.deployment;
  const fallback = isFirstGeneration(deployment)
    ? DEFAULT_OPENZFS_1_THROUGHPUT
    : DEFAULT_OPENZFS_2_THROUGHPUT;
  const { capacityGiB, backupDays, onDelete } = home;
  return {
    kind: "made",
    deployment,
    capacityGiB,
    throughputMBps: home.throughputMBps ?? fallback,
    backupDays,
    onDelete,
    secondaryZone: deployment === "MULTI_AZ_1" ? secondaryZoneOf(project, zone, zones) : undefined,
  };
}

function openZfsFor(throughput: number | undefined, region: string): ReturnType<typeof openZfsDeploymentFor> {
  const preferred = openZfsDeploymentFor(region);
  if (throughput === undefined) return preferred;
  if (isOneOf(OPENZFS_1_THROUGHPUTS, throughput)) return "SINGLE_AZ_HA_1";
  return preferred === "SINGLE_AZ_HA_1" ? "MULTI_AZ_1" : preferred;
}

/** Of a network that is made; undefined for one that exists, which has its second subnet. */
function secondaryZoneOf(
  { network, region }: Project,
  zone: string,
  zones: readonly string[],
): string | undefined {
  if (network.secondarySubnet !== undefined) return undefined;
  const second = network.secondaryZone ?? zones.find((name) => name !== zone);
  if (network.vpc === undefined && second !== undefined) return second;
  const key = network.vpc === undefined ? "network.secondaryZone" : "network.secondarySubnet";
  throw new TrainyardError(
    "SECOND_ZONE_MISSING",
    `home directories with MULTI_AZ_1 need a second zone besides ${zone} in ${region}`,
    {
      hint: `Give \`${key}\`, or another type in \`storage.home.deployment\`.`,
      details: { region, zone, zones },
    },
  );
}

function isOneOf(values: readonly number[], value: number): boolean {
  return values.includes(value);
}
