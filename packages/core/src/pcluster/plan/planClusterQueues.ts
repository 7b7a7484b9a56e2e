import { amiOsCompatibleValidator } from "../rules/accountThings.ts";
import {
  capacityBlockHealthStatusValidator,
  ultraserverCapacityBlockSizeValidator,
} from "../rules/capacityBlocks.ts";
import { headNodeMemorySizeValidator, sharedEbsPerformanceBottleNeckValidator } from "../rules/counts.ts";
import { computeResourceLaunchTemplateValidator } from "../rules/launch.ts";
import {
  multiNetworkInterfacesInstancesValidator,
  type QueueInterfaces,
} from "../rules/multiNetworkInterfaces.ts";
import { mixedSecurityGroupOverwriteValidator } from "../rules/networking.ts";
import { capacityReservationSizeValidator } from "../rules/reservations.ts";
import type { ConfigPath } from "../yaml/configValue.ts";
import type { ClusterModel, QueueModel } from "./ClusterModel.ts";
import { planClusterResource } from "./planClusterResource.ts";
import { planRootVolume } from "./planRootVolume.ts";
import { queueLaunch } from "./queueLaunch.ts";
import type { RulePlan } from "./RulePlan.ts";

const PATH = ["Scheduling", "SlurmQueues"] as const;

/** Rules of the queues that need the whole cluster. */
export function planClusterQueues(plan: RulePlan, model: ClusterModel): void {
  const { config, queues, limits, aws } = model;
  plan.add("MixedSecurityGroupOverwriteValidator", PATH, () =>
    mixedSecurityGroupOverwriteValidator({
      headNodeSecurityGroups: config.HeadNode.Networking.SecurityGroups,
      queueSecurityGroups: queues.map((queue) => queue.config.Networking.SecurityGroups),
    }),
  );
  plan.add("MultiNetworkInterfacesInstancesValidator", PATH, () =>
    multiNetworkInterfacesInstancesValidator(
      { queues: queues.map(interfacesOf), efaInterfaceType: config.DevSettings?.EfaInterfaceType, limits },
      aws,
    ),
  );
  planImages(plan, model);
  for (const [index, queue] of queues.entries())
    for (const [resourceIndex, resource] of queue.computeResources.entries())
      planClusterResource(plan, model, [...PATH, index, "ComputeResources", resourceIndex], {
        queue,
        resource,
      });
  planTotals(plan, model);
  planReservationSizes(plan, model);
}

function interfacesOf(queue: QueueModel): QueueInterfaces {
  return {
    name: queue.config.Name,
    assignPublicIp: queue.config.Networking.AssignPublicIp,
    subnetIds: queue.config.Networking.SubnetIds,
    computeResources: queue.computeResources.map(({ config, facts }) => ({
      networkCards: Math.min(...facts.map((one) => one.networkCards)),
      maxEfaInterfaces: Math.min(...facts.map((one) => one.maxEfaInterfaces)),
      firstCardInterfaces: fewestCards(facts)?.firstCardInterfaces ?? 1,
      efaEnabled: config.Efa.Enabled,
    })),
  };
}

/** The cards of the type that has fewest decide, the first of several such types. */
function fewestCards(facts: QueueModel["computeResources"][number]["facts"]) {
  let fewest = facts[0];
  for (const one of facts) if (fewest !== undefined && one.networkCards < fewest.networkCards) fewest = one;
  return fewest;
}

function planImages(plan: RulePlan, model: ClusterModel): void {
  const { config, queues, aws } = model;
  const checked = new Set<string>();
  for (const [index, queue] of queues.entries()) {
    const path = [...PATH, index];
    const own = queue.config.Image?.CustomAmi;
    const imageId = own || config.Image.CustomAmi || model.facts.officialImageId;
    if (index === 0 && imageId !== undefined)
      plan.add("ComputeResourceLaunchTemplateValidator", path, () =>
        computeResourceLaunchTemplateValidator(
          { who: `queue ${queue.config.Name}`, launch: queueLaunch(model, queue, imageId) },
          aws,
        ),
      );
    const volumePath = [...path, "ComputeSettings", "LocalStorage", "RootVolume"];
    planRootVolume(plan, model, volumePath, {
      volume: queue.config.ComputeSettings.LocalStorage.RootVolume,
      imageId,
    });
    if (!own || checked.has(own)) continue;
    checked.add(own);
    planImageOs(plan, model, [...path, "Image", "CustomAmi"], own);
  }
}

function planImageOs(plan: RulePlan, model: ClusterModel, path: ConfigPath, imageId: string): void {
  plan.add("AmiOsCompatibleValidator", path, () =>
    amiOsCompatibleValidator({ os: model.config.Image.Os, imageId }, model.aws),
  );
}

function planTotals(plan: RulePlan, model: ClusterModel): void {
  const { config, queues } = model;
  const instanceType = config.HeadNode.InstanceType;
  const memoryMiB = model.facts.instance(instanceType)?.memoryMiB;
  const totalMaxCount = queues
    .flatMap((queue) => queue.computeResources)
    .reduce((sum, resource) => sum + resource.config.MaxCount, 0);
  if (memoryMiB !== undefined)
    plan.add("HeadNodeMemorySizeValidator", ["HeadNode", "InstanceType"], () =>
      headNodeMemorySizeValidator({ instanceType, memoryMiB, totalMaxCount }),
    );
  for (const [index, storage] of (config.SharedStorage ?? []).entries())
    if (storage.StorageType === "Ebs")
      plan.add("SharedEbsPerformanceBottleNeckValidator", ["SharedStorage", index], () =>
        sharedEbsPerformanceBottleNeckValidator({ totalMaxCount }),
      );
}

function planReservationSizes(plan: RulePlan, model: ClusterModel): void {
  const { limits, aws } = model;
  const counts = new Map<string, number>();
  const ultraserverIds: string[] = [];
  for (const queue of model.queues)
    for (const { config } of queue.computeResources) {
      const id = (config.CapacityReservationTarget ?? queue.config.CapacityReservationTarget)
        ?.CapacityReservationId;
      if (!id) continue;
      counts.set(id, (counts.get(id) ?? 0) + config.MaxCount);
      if (isUltraserverBlock(id, model)) ultraserverIds.push(id);
    }
  for (const [reservationId, instanceCount] of counts)
    plan.add("CapacityReservationSizeValidator", PATH, () =>
      capacityReservationSizeValidator({ reservationId, instanceCount }, aws),
    );
  if (ultraserverIds.length === 0) return;
  const input = { reservationIds: ultraserverIds, limits };
  plan.add("CapacityBlockHealthStatusValidator", PATH, () => capacityBlockHealthStatusValidator(input, aws));
  plan.add("UltraserverCapacityBlockSizeValidator", PATH, () =>
    ultraserverCapacityBlockSizeValidator(input, aws),
  );
}

function isUltraserverBlock(id: string, model: ClusterModel): boolean {
  const reservation = model.facts.reservation(id);
  if (reservation?.reservationType !== "capacity-block") return false;
  return model.limits.ultraserverFamilies.includes(reservation.instanceType.split(".")[0] ?? "");
}
