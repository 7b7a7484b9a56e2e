import { computeResourceSizeValidator, maxCountValidator } from "../rules/counts.ts";
import { rootVolumeEncryptionConsistencyValidator } from "../rules/ebs.ts";
import { error } from "../rules/finding.ts";
import { duplicateNameValidator, nameValidator } from "../rules/names.ts";
import { queueSubnetsValidator, singleInstanceTypeSubnetValidator } from "../rules/networking.ts";
import { customSlurmSettingsValidator, slurmNodePrioritiesWarningValidator } from "../rules/slurmSettings.ts";
import type { ConfigPath } from "../yaml/configValue.ts";
import type { ClusterModel, QueueModel } from "./ClusterModel.ts";
import { zonesOf } from "./buildModel.ts";
import { capacityTypeOf } from "./capacityTypeOf.ts";
import { planComputeResource } from "./planComputeResource.ts";
import {
  planCustomActions,
  planCustomImage,
  planIam,
  planPlacementGroup,
  planSecurityGroups,
  planThroughput,
} from "./planNodes.ts";
import { planQueueNodes } from "./planQueueNodes.ts";
import type { RulePlan } from "./RulePlan.ts";

const MAX_QUEUES = 50;
const MAX_RESOURCES_PER_QUEUE = 50;
const MAX_RESOURCES = 50;
const PATH = ["Scheduling", "SlurmQueues"] as const;

/** Rules of each queue by itself, and of the queues together. */
export function planQueues(plan: RulePlan, model: ClusterModel): void {
  const { queues } = model;
  for (const [index, queue] of queues.entries()) planQueue(plan, model, [...PATH, index], queue);
  plan.add("DuplicateNameValidator", PATH, () =>
    duplicateNameValidator({ names: queues.map((queue) => queue.config.Name), resourceName: "Queue" }),
  );
  plan.add("RootVolumeEncryptionConsistencyValidator", PATH, () =>
    queues.length === 0
      ? [error("There is no queue: SlurmQueues is empty.")]
      : rootVolumeEncryptionConsistencyValidator({ queues: queues.map(encryptionOf) }),
  );
  plan.add("MaxCountValidator", PATH, () =>
    maxCountValidator({ count: queues.length, maxCount: MAX_QUEUES, resourceName: "queues" }),
  );
  const resourceCount = queues.reduce((sum, queue) => sum + queue.computeResources.length, 0);
  plan.add("MaxCountValidator", PATH, () =>
    maxCountValidator({
      count: resourceCount,
      maxCount: MAX_RESOURCES,
      resourceName: "compute resources in the cluster",
    }),
  );
}

function encryptionOf({ config }: QueueModel) {
  return { queueName: config.Name, encrypted: config.ComputeSettings.LocalStorage.RootVolume.Encrypted };
}

function planQueue(plan: RulePlan, model: ClusterModel, path: ConfigPath, queue: QueueModel): void {
  const { config } = queue;
  planThroughput(
    plan,
    [...path, "ComputeSettings", "LocalStorage", "RootVolume"],
    config.ComputeSettings.LocalStorage.RootVolume,
  );
  planCustomActions(plan, model, path, config.CustomActions);
  planIam(plan, model, path, config.Iam);
  planCustomImage(plan, model, path, config.Image?.CustomAmi);
  for (const [index, resource] of queue.computeResources.entries())
    planComputeResource(plan, model, [...path, "ComputeResources", index], resource);
  planSecurityGroups(plan, model, path, config.Networking);
  planPlacementGroup(
    plan,
    model,
    [...path, "Networking", "PlacementGroup"],
    config.Networking.PlacementGroup,
  );
  plan.add("NameValidator", [...path, "Name"], () => nameValidator({ name: config.Name }));
  planQueueNodes(plan, model, path, queue);
  planQueueAsWhole(plan, model, path, queue);
  planResourceSizes(plan, model, path, queue);
}

function planQueueAsWhole(plan: RulePlan, model: ClusterModel, path: ConfigPath, queue: QueueModel): void {
  const { Name: queueName, CustomSlurmSettings: settings } = queue.config;
  const { SubnetIds: subnetIds } = queue.config.Networking;
  const resources = queue.computeResources;
  plan.add("DuplicateNameValidator", [...path, "ComputeResources"], () =>
    duplicateNameValidator({
      names: resources.map(({ config }) => config.Name),
      resourceName: "Compute resource",
    }),
  );
  plan.add("MaxCountValidator", [...path, "ComputeResources"], () =>
    maxCountValidator({
      count: resources.length,
      maxCount: MAX_RESOURCES_PER_QUEUE,
      resourceName: "compute resources in the queue",
    }),
  );
  plan.add("QueueSubnetsValidator", [...path, "Networking", "SubnetIds"], () =>
    queueSubnetsValidator({ queueName, subnetIds, subnetsByZone: subnetsByZone(subnetIds, model) }),
  );
  plan.add("SlurmNodePrioritiesWarningValidator", [...path, "ComputeResources"], () =>
    slurmNodePrioritiesWarningValidator({
      queueName,
      computeResources: resources.map(({ config }) => prioritiesOf(config)),
    }),
  );
  if (resources.some((resource) => !resource.isFlexible))
    plan.add("SingleInstanceTypeSubnetValidator", [...path, "Networking", "SubnetIds"], () =>
      singleInstanceTypeSubnetValidator({ queueName, subnetIds }),
    );
  if (Object.keys(settings).length > 0)
    plan.add("CustomSlurmSettingsValidator", [...path, "CustomSlurmSettings"], () =>
      customSlurmSettingsValidator({
        settings: [settings],
        denyList: model.limits.slurmDenyLists.queue,
        level: "Queue",
      }),
    );
}

function prioritiesOf(resource: QueueModel["computeResources"][number]["config"]) {
  return {
    name: resource.Name,
    minCount: resource.MinCount,
    maxCount: resource.MaxCount,
    staticPriority: resource.StaticNodePriority,
    dynamicPriority: resource.DynamicNodePriority,
  };
}

function planResourceSizes(plan: RulePlan, model: ClusterModel, path: ConfigPath, queue: QueueModel): void {
  const capacityType = capacityTypeOf(queue.config);
  for (const [index, { config }] of queue.computeResources.entries()) {
    const place = [...path, "ComputeResources", index];
    plan.add("ComputeResourceSizeValidator", place, () =>
      computeResourceSizeValidator({ minCount: config.MinCount, maxCount: config.MaxCount, capacityType }),
    );
    const settings = config.CustomSlurmSettings;
    if (Object.keys(settings).length === 0) continue;
    plan.add("CustomSlurmSettingsValidator", [...place, "CustomSlurmSettings"], () =>
      customSlurmSettingsValidator({
        settings: [settings],
        denyList: model.limits.slurmDenyLists.computeResource,
        level: "ComputeResource",
      }),
    );
  }
}

export function subnetsByZone(
  subnetIds: readonly string[],
  model: ClusterModel,
): ReadonlyMap<string, readonly string[]> {
  const byZone = new Map<string, readonly string[]>();
  for (const id of new Set(subnetIds)) {
    const zone = zonesOf([id], model.facts)[0] ?? id;
    byZone.set(zone, [...(byZone.get(zone) ?? []), id]);
  }
  return byZone;
}
