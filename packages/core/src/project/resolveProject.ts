import { TrainyardError } from "../errors/TrainyardError.ts";
import { parallelClusterVersion } from "../versions/parallelClusterVersions.ts";
import { regionFacts } from "../versions/regions.ts";
import type { YamlComment } from "./commentedYaml.ts";
import { defaultBucketName, projectNames } from "./names.ts";
import type { Project } from "./projectSchema.ts";
import { MAIN_QUEUE_NAME, MAIN_RESOURCE_NAME } from "./queues.ts";
import type { ResolvedProject, ResolvedQueue } from "./ResolvedProject.ts";
import type { ObservedAccount } from "./ObservedAccount.ts";
import { resolveQueue } from "./resolveQueue.ts";
import { resolveHome, resolveScratch } from "./resolveStorage.ts";

/** Ids and types that must be observed before a project can be resolved. */
export interface NeededObservations {
  readonly reservationIds: readonly string[];
  readonly groupArns: readonly string[];
  readonly instanceTypes: readonly string[];
}

export function neededObservations(project: Project): NeededObservations {
  const all = [project.capacity, ...project.queues];
  return {
    reservationIds: distinct(all.map(({ reservation }) => reservation)),
    groupArns: distinct(all.map(({ reservationGroup }) => reservationGroup)),
    instanceTypes: distinct([project.headNode.instanceType, ...all.map(({ instanceType }) => instanceType)]),
  };
}

/**
 * Fills in what the project leaves to the account: instance type, zone, count, kind and owner from the reservation,
 * deployment types from the region's tables.
 * @param clusterComments - remarks of the project file's `cluster:` block, for the configuration that is made of it.
 * @throws {TrainyardError} `RESERVATION_NOT_FOUND`, `RESERVATION_NOT_USABLE`, `RESERVATION_TOO_SMALL`,
 * `INSTANCE_TYPE_NOT_OFFERED`.
 */
export function resolveProject(
  project: Project,
  observed: ObservedAccount,
  clusterComments: readonly YamlComment[] = [],
): ResolvedProject {
  const main = resolveQueue(project.capacity, {
    path: "capacity",
    name: MAIN_QUEUE_NAME,
    resourceName: MAIN_RESOURCE_NAME,
    observed,
    region: project.region,
  });
  const further = project.queues.map((queue, index) =>
    resolveQueue(queue, {
      path: `queues[${index}]`,
      name: queue.name,
      resourceName: "nodes",
      observed,
      region: project.region,
    }),
  );
  const queues: readonly [ResolvedQueue, ...ResolvedQueue[]] = [main, ...further];
  for (const queue of further) checkZone(queue, main.zone);
  checkOffered(project.headNode.instanceType, main.zone, observed);
  const facts = regionFacts(project.region);
  const version = parallelClusterVersion(project.parallelCluster.version);
  if (facts === undefined || version === undefined)
    throw new Error("the project schema accepts only regions and versions of the tables");
  return {
    project,
    clusterComments,
    accountId: observed.accountId,
    names: projectNames(project),
    version,
    partition: facts.partition,
    urlSuffix: facts.urlSuffix,
    zone: main.zone,
    queues,
    scratch: resolveScratch(project, main.zone),
    home: resolveHome(project, main.zone, observed.zones),
    bucketName: bucketNameOf(project, observed.accountId),
  };
}

function distinct(values: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== undefined))];
}

function bucketNameOf({ data, name, region }: Project, accountId: string): string | undefined {
  return data.enabled ? (data.bucket ?? defaultBucketName(name, region, accountId)) : undefined;
}

/** Nodes stand in one private subnet, so in one zone, unless a queue has a subnet of its own. */
function checkZone(queue: ResolvedQueue, zone: string): void {
  if (queue.zone === zone || queue.subnetId !== undefined) return;
  throw new TrainyardError(
    "RESERVATION_NOT_USABLE",
    `queue ${queue.name} has its instances in ${queue.zone}, the main queue in ${zone}`,
    {
      hint: `Take capacity in ${zone}, or give the queue a subnet in ${queue.zone} with \`subnet\`.`,
      details: { queue: queue.name, zone: queue.zone, mainZone: zone },
    },
  );
}

function checkOffered(instanceType: string, zone: string, observed: ObservedAccount): void {
  const zones = observed.zonesOffering[instanceType];
  if (zones === undefined || zones.includes(zone)) return;
  throw new TrainyardError("INSTANCE_TYPE_NOT_OFFERED", `${zone} does not offer ${instanceType}`, {
    hint:
      zones.length === 0
        ? "No zone of the region offers it. Give another type in `headNode.instanceType`."
        : `It is offered in ${zones.join(", ")}. Give another type in \`headNode.instanceType\`.`,
    details: { instanceType, zone, zonesOffering: zones },
  });
}
