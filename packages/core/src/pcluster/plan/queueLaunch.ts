import type { DryRunLaunch } from "../aws/ClusterConfigAws.ts";
import type { ClusterModel, ComputeResourceModel, QueueModel } from "./ClusterModel.ts";
import { capacityTypeOf } from "./capacityTypeOf.ts";
import { clusterTags } from "./planHeadNode.ts";
import { launchedRootVolume } from "./planRootVolume.ts";

/** One compute resource stands for the queue: the first with several network cards, else the first. */
export function queueLaunch(
  model: ClusterModel,
  queue: QueueModel,
  imageId: string,
): DryRunLaunch | undefined {
  const resource = queue.computeResources.find((one) => cardsOf(one) > 1) ?? queue.computeResources[0];
  const instanceType = resource?.instanceTypes[0];
  const { Networking: networking, ComputeSettings: settings } = queue.config;
  const subnetId = networking.SubnetIds[0];
  if (resource === undefined || instanceType === undefined || subnetId === undefined) return undefined;
  const cards = cardsOf(resource);
  return {
    instanceType,
    imageId,
    subnetId,
    securityGroupIds: [...(networking.SecurityGroups ?? []), ...(networking.AdditionalSecurityGroups ?? [])],
    networkInterfaces: cards,
    efa: resource.config.Efa.Enabled === true,
    asksForPublicAddress: cards > 1 && networking.AssignPublicIp === true,
    rootVolume: launchedRootVolume(settings.LocalStorage.RootVolume, model, imageId),
    tags: clusterTags(model),
    requiresMetadataTokens: model.config.Imds.ImdsSupport === "v2.0",
    ...market(queue),
    ...placement(resource),
    ...reservation(queue, resource),
  };
}

function cardsOf(resource: ComputeResourceModel): number {
  return resource.facts.length === 0 ? 1 : Math.min(...resource.facts.map((facts) => facts.networkCards));
}

function market(queue: QueueModel): Pick<DryRunLaunch, "market"> {
  const capacityType = capacityTypeOf(queue.config);
  if (capacityType === "ONDEMAND") return {};
  return { market: capacityType === "SPOT" ? "spot" : "capacity-block" };
}

/** The group of the queue is not tried, only that of the compute resource itself. */
function placement(resource: ComputeResourceModel): Pick<DryRunLaunch, "placementGroup"> {
  const group = resource.config.Networking.PlacementGroup;
  const name = group?.Name || group?.Id;
  return name ? { placementGroup: name } : {};
}

function reservation(
  queue: QueueModel,
  resource: ComputeResourceModel,
): Pick<DryRunLaunch, "capacityReservation"> {
  const target = resource.config.CapacityReservationTarget ?? queue.config.CapacityReservationTarget;
  if (target === undefined) return {};
  const { CapacityReservationId: id, CapacityReservationResourceGroupArn: groupArn } = target;
  return {
    capacityReservation: {
      ...(id === undefined ? {} : { id }),
      ...(groupArn === undefined ? {} : { groupArn }),
    },
  };
}
