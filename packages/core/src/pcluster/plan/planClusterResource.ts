import {
  instancesAcceleratorsValidator,
  instancesAllocationStrategyValidator,
  instancesCPUValidator,
  instancesEFAValidator,
  instancesMemorySchedulingWarningValidator,
  instancesNetworkingValidator,
} from "../rules/flexibleInstances.ts";
import {
  instanceArchitectureCompatibilityValidator,
  instanceTypeAcceleratorManufacturerValidator,
  instanceTypeBaseAMICompatibleValidator,
  instanceTypeMemoryInfoValidator,
  instanceTypePlacementGroupValidator,
} from "../rules/instanceTypes.ts";
import { efaOsArchitectureValidator, instanceTypeOSCompatibleValidator } from "../rules/operatingSystems.ts";
import { placementGroupCapacityTypeValidator } from "../rules/placementGroups.ts";
import { capacityReservationResourceGroupValidator } from "../rules/reservationGroups.ts";
import { placementGroupCapacityReservationValidator } from "../rules/reservationPlacement.ts";
import { capacityReservationValidator } from "../rules/reservations.ts";
import { computeResourceTagsValidator } from "../rules/tags.ts";
import type { ConfigPath } from "../yaml/configValue.ts";
import { zonesOf } from "./buildModel.ts";
import { capacityTypeOf } from "./capacityTypeOf.ts";
import type { ClusterModel, ComputeResourceModel, QueueModel } from "./ClusterModel.ts";
import { placementGroupKey } from "./placement.ts";
import type { RulePlan } from "./RulePlan.ts";

export interface QueueNode {
  readonly queue: QueueModel;
  readonly resource: ComputeResourceModel;
}

/** Rules of one compute resource that need the whole cluster. */
export function planClusterResource(
  plan: RulePlan,
  model: ClusterModel,
  path: ConfigPath,
  node: QueueNode,
): void {
  planArchitecture(plan, model, path, node);
  planReservation(plan, model, path, node);
  planInstanceTypes(plan, model, path, node);
  if (node.resource.isFlexible) planFlexible(plan, model, path, node);
  planTags(plan, model, path, node);
}

function planArchitecture(
  plan: RulePlan,
  model: ClusterModel,
  path: ConfigPath,
  { queue, resource }: QueueNode,
): void {
  const architecture = model.facts.instance(model.config.HeadNode.InstanceType)?.architectures[0];
  if (architecture !== undefined) {
    plan.add("InstanceArchitectureCompatibilityValidator", path, () =>
      instanceArchitectureCompatibilityValidator({
        instanceTypes: resource.facts,
        headNodeArchitecture: architecture,
      }),
    );
    plan.add("EfaOsArchitectureValidator", [...path, "Efa"], () =>
      efaOsArchitectureValidator({
        efaEnabled: resource.config.Efa.Enabled,
        os: model.config.Image.Os,
        architecture,
      }),
    );
  }
  plan.add("PlacementGroupCapacityTypeValidator", path, () =>
    placementGroupCapacityTypeValidator({
      capacityType: capacityTypeOf(queue.config),
      placementGroupEnabled: placementGroupKey(queue.config, resource.config) !== undefined,
    }),
  );
}

function planReservation(
  plan: RulePlan,
  model: ClusterModel,
  path: ConfigPath,
  { queue, resource }: QueueNode,
): void {
  const { limits, aws, config } = model;
  const target = resource.config.CapacityReservationTarget ?? queue.config.CapacityReservationTarget;
  if (target === undefined) return;
  const place = [...path, "CapacityReservationTarget"];
  const { CapacityReservationId: reservationId, CapacityReservationResourceGroupArn: groupArn } = target;
  const { SubnetIds: subnetIds } = queue.config.Networking;
  const subnetId = subnetIds[0] ?? "";
  const { instanceTypes, isFlexible } = resource;
  plan.add("CapacityReservationValidator", place, () =>
    capacityReservationValidator(
      {
        reservationId,
        instanceTypes,
        isFlexible,
        subnetId,
        capacityType: capacityTypeOf(queue.config),
        os: config.Image.Os,
        limits,
      },
      aws,
    ),
  );
  plan.add("CapacityReservationResourceGroupValidator", place, () =>
    capacityReservationResourceGroupValidator(
      { groupArn, instanceTypes, queueName: queue.config.Name, subnetZones: zoneOfEach(subnetIds, model) },
      aws,
    ),
  );
  const placementGroup = placementGroupKey(queue.config, resource.config);
  plan.add("PlacementGroupCapacityReservationValidator", place, () =>
    placementGroupCapacityReservationValidator(
      { placementGroup, reservationId, groupArn, subnetId, instanceTypes, multiAz: queue.multiAz, limits },
      aws,
    ),
  );
}

function zoneOfEach(subnetIds: readonly string[], model: ClusterModel): ReadonlyMap<string, string> {
  return new Map(subnetIds.map((id) => [id, zonesOf([id], model.facts)[0] ?? id]));
}

function planInstanceTypes(
  plan: RulePlan,
  model: ClusterModel,
  path: ConfigPath,
  { queue, resource }: QueueNode,
): void {
  const { config, limits, aws } = model;
  const imageId = queue.config.Image?.CustomAmi || config.Image.CustomAmi || model.facts.officialImageId;
  const placementGroupEnabled = placementGroupKey(queue.config, resource.config) !== undefined;
  for (const facts of resource.facts) {
    const { instanceType } = facts;
    if (config.Scheduling.SlurmSettings.EnableMemoryBasedScheduling)
      plan.add("InstanceTypeMemoryInfoValidator", path, () => instanceTypeMemoryInfoValidator(facts));
    if (imageId !== undefined)
      plan.add("InstanceTypeBaseAMICompatibleValidator", path, () =>
        instanceTypeBaseAMICompatibleValidator({ instanceType, imageId }, aws),
      );
    plan.add("InstanceTypeOSCompatibleValidator", path, () =>
      instanceTypeOSCompatibleValidator({ limits, os: config.Image.Os, instanceType }),
    );
    plan.add("InstanceTypeAcceleratorManufacturerValidator", path, () =>
      instanceTypeAcceleratorManufacturerValidator(facts),
    );
    plan.add("InstanceTypePlacementGroupValidator", path, () =>
      instanceTypePlacementGroupValidator({
        instanceType,
        placementStrategies: facts.placementStrategies,
        placementGroupEnabled,
      }),
    );
  }
}

function planFlexible(
  plan: RulePlan,
  model: ClusterModel,
  path: ConfigPath,
  { queue, resource }: QueueNode,
): void {
  const { limits } = model;
  const place = [...path, "Instances"];
  const input = { computeResourceName: resource.config.Name, instanceTypes: resource.facts };
  const capacityType = capacityTypeOf(queue.config);
  const allocationStrategy =
    queue.config.AllocationStrategy ?? (capacityType === "CAPACITY_BLOCK" ? undefined : "lowest-price");
  const placementGroupEnabled = placementGroupKey(queue.config, resource.config) !== undefined;
  plan.add("InstancesCPUValidator", place, () =>
    instancesCPUValidator({
      ...input,
      withoutMultithreading: resource.config.DisableSimultaneousMultithreading,
    }),
  );
  plan.add("InstancesAcceleratorsValidator", place, () => instancesAcceleratorsValidator(input));
  plan.add("InstancesEFAValidator", place, () =>
    instancesEFAValidator({ ...input, efaEnabled: resource.config.Efa.Enabled, multiAz: queue.multiAz }),
  );
  plan.add("InstancesNetworkingValidator", place, () =>
    instancesNetworkingValidator({ ...input, queueName: queue.config.Name, placementGroupEnabled, limits }),
  );
  plan.add("InstancesAllocationStrategyValidator", place, () =>
    instancesAllocationStrategyValidator({
      computeResourceName: input.computeResourceName,
      capacityType,
      allocationStrategy,
      limits,
    }),
  );
  plan.add("InstancesMemorySchedulingWarningValidator", place, () =>
    instancesMemorySchedulingWarningValidator({
      ...input,
      memoryScheduling: model.config.Scheduling.SlurmSettings.EnableMemoryBasedScheduling,
    }),
  );
}

function planTags(
  plan: RulePlan,
  model: ClusterModel,
  path: ConfigPath,
  { queue, resource }: QueueNode,
): void {
  plan.add("ComputeResourceTagsValidator", path, () =>
    computeResourceTagsValidator({
      queueName: queue.config.Name,
      computeResourceName: resource.config.Name,
      clusterKeys: keysOf(model.config.Tags),
      queueKeys: keysOf(queue.config.Tags),
      computeResourceKeys: keysOf(resource.config.Tags),
    }),
  );
}

function keysOf(tags: readonly { readonly Key: string }[] | undefined): readonly string[] {
  return (tags ?? []).map((tag) => tag.Key);
}
