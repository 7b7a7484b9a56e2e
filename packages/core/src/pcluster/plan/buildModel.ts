import type { ClusterConfigAws } from "../aws/ClusterConfigAws.ts";
import type { InstanceTypeTable } from "../aws/InstanceFacts.ts";
import { rememberAnswers } from "../aws/rememberAnswers.ts";
import { partitionOf } from "../rules/region.ts";
import { limitsOf } from "../rules/versionLimits.ts";
import type { ClusterConfig } from "../schema/loadClusterConfig.ts";
import type { ParallelClusterVersion } from "../versions.ts";
import { addedInstanceTypes } from "./addedInstanceTypes.ts";
import type { ClusterModel, ComputeResourceModel, ModelFacts, QueueModel } from "./ClusterModel.ts";
import type { ComputeResource, SlurmQueue } from "./configTypes.ts";
import { ModelFailure } from "./ModelFailure.ts";
import { instanceTypesOf, isFlexible, neededInstanceTypes } from "./neededThings.ts";
import { resolveFacts } from "./resolveFacts.ts";

export interface ModelRequest {
  readonly config: ClusterConfig;
  readonly clusterName: string;
  readonly version: ParallelClusterVersion;
  readonly region: string;
  readonly instanceTypes: InstanceTypeTable;
}

/** A model from the configuration and shipped data alone. @throws {ModelFailure} for unusable InstanceTypesData. */
export function buildOfflineModel(request: ModelRequest): ClusterModel {
  const added = addedInstanceTypes(request.config);
  const instance = (name: string) => added.get(name) ?? request.instanceTypes.find(name);
  const facts: ModelFacts = {
    instance,
    subnet: () => undefined,
    image: () => undefined,
    reservation: () => undefined,
    fileSystem: () => undefined,
    officialImageId: undefined,
  };
  const named = neededInstanceTypes(request.config, () => undefined).keys();
  const unknownTypes = new Set([...named].filter((name) => instance(name) === undefined));
  return assemble(request, { facts, aws: undefined, unknownTypes });
}

/** Other names are refused before a request is sent. */
const REGION_NAME = /^(?![0-9]+$)(?!-)[a-zA-Z0-9-]{1,63}(?<!-)$/;

/** A model with the answers of an account. @throws {ModelFailure} when something that is named is not there. */
export async function buildModel(request: ModelRequest, aws: ClusterConfigAws): Promise<ClusterModel> {
  const { config, version, region } = request;
  if (!REGION_NAME.test(region))
    throw new ModelFailure(["Region"], `'${region}' is no name of a region.`, "Write one such as us-west-2.");
  const account = rememberAnswers(aws, addedInstanceTypes(config));
  const facts = await resolveFacts({ config, version, limits: limitsOf(version), aws: account });
  return assemble(request, { facts, aws: account, unknownTypes: new Set() });
}

interface ModelParts {
  readonly facts: ModelFacts;
  readonly aws: ClusterConfigAws | undefined;
  readonly unknownTypes: ReadonlySet<string>;
}

function assemble(request: ModelRequest, { facts, aws, unknownTypes }: ModelParts): ClusterModel {
  const { config, clusterName, version, region } = request;
  return {
    config,
    clusterName,
    version,
    limits: limitsOf(version),
    region,
    partition: partitionOf(region),
    aws,
    unknownTypes,
    queues: (config.Scheduling.SlurmQueues ?? []).map((queue) => queueModel(queue, facts)),
    facts,
  };
}

function queueModel(queue: SlurmQueue, facts: ModelFacts): QueueModel {
  const zones = zonesOf(queue.Networking.SubnetIds, facts);
  return {
    config: queue,
    computeResources: (queue.ComputeResources ?? []).map((resource) => computeResourceModel(resource, facts)),
    zones,
    multiAz: zones.length > 1,
  };
}

/** Distinct zones of subnets. Where a zone is not known, the subnet stands for it: one queue takes one per zone. */
export function zonesOf(subnetIds: readonly string[], facts: ModelFacts): readonly string[] {
  const zones = subnetIds.map((id) => {
    const subnet = facts.subnet(id);
    return subnet?.kind === "found" ? subnet.value.zone : id;
  });
  return [...new Set(zones)];
}

function computeResourceModel(resource: ComputeResource, facts: ModelFacts): ComputeResourceModel {
  const instanceTypes = instanceTypesOf(resource, (id) => facts.reservation(id)?.instanceType);
  const known = instanceTypes.map((name) => facts.instance(name)).filter((one) => one !== undefined);
  return { config: resource, isFlexible: isFlexible(resource), instanceTypes, facts: known };
}
