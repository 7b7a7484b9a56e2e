import type { ClusterConfigAws } from "../aws/ClusterConfigAws.ts";
import type { QueueZones } from "./existingStorage.ts";
import { error, findingsOf, info, type Finding, type Findings, type RuleAnswer } from "./finding.ts";

export interface ManagedFsxInput {
  readonly computeSubnetIds: readonly string[];
  readonly newFsxCount: number;
}

export function managedFsxMultiAzValidator({ computeSubnetIds, newFsxCount }: ManagedFsxInput): Findings {
  return findingsOf(
    new Set(computeSubnetIds).size > 1 &&
      newFsxCount > 0 &&
      error(
        "A file system that ParallelCluster makes works with one compute subnet only; with several use an existing one.",
      ),
  );
}

export interface EbsVolumeZone {
  readonly name: string;
  /** Undefined for a volume that ParallelCluster makes, next to the head node. */
  readonly volumeId: string | undefined;
}

export interface MultiAzEbsInput {
  readonly headNodeZone: string;
  readonly volumes: readonly EbsVolumeZone[];
  readonly queues: readonly QueueZones[];
}

export function multiAzEbsVolumeValidator(
  input: MultiAzEbsInput,
  aws: ClusterConfigAws | undefined,
): RuleAnswer {
  return aws === undefined ? [] : checkVolumes(input, aws);
}

async function checkVolumes(input: MultiAzEbsInput, aws: ClusterConfigAws): Promise<Findings> {
  const findings: Finding[] = [];
  const crossing = new Set<string>();
  for (const volume of input.volumes) {
    const zone = await zoneOf(volume, input.headNodeZone, aws);
    if (typeof zone !== "string") {
      findings.push(zone);
      continue;
    }
    if (zone !== input.headNodeZone)
      findings.push(
        error(
          `The volume of storage ${volume.name} is in ${zone}, the head node in ${input.headNodeZone}; they must be together.`,
        ),
      );
    for (const name of queuesOutside(zone, input.queues)) crossing.add(name);
  }
  return crossing.size === 0
    ? findings
    : [
        ...findings,
        info(
          `Queues ${[...crossing].join(", ")} use EBS storage from another zone: traffic between zones is slower and costs.`,
        ),
      ];
}

async function zoneOf(
  volume: EbsVolumeZone,
  headNodeZone: string,
  aws: ClusterConfigAws,
): Promise<string | Finding> {
  if (volume.volumeId === undefined) return headNodeZone;
  const answer = await aws.volumes.volume(volume.volumeId);
  if (answer.kind === "found") return answer.value.zone;
  return error(`The volume ${volume.volumeId} cannot be read: ${answer.message}`);
}

export interface MultiAzRootInput {
  readonly headNodeZone: string;
  readonly queues: readonly QueueZones[];
}

export function multiAzRootVolumeValidator({ headNodeZone, queues }: MultiAzRootInput): Findings {
  const crossing = queuesOutside(headNodeZone, queues);
  return findingsOf(
    crossing.length > 0 &&
      info(
        `Queues ${crossing.join(", ")} are not only in ${headNodeZone}, where the head node shares its directories: traffic between zones is slower and costs.`,
      ),
  );
}

function queuesOutside(zone: string, queues: readonly QueueZones[]): readonly string[] {
  return queues
    .filter((queue) => queue.zones.length !== 1 || queue.zones[0] !== zone)
    .map((queue) => queue.name);
}
