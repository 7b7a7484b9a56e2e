import {
  efaMultiAzValidator,
  efaPlacementGroupValidator,
  efaSecurityGroupValidator,
  efaValidator,
} from "../rules/efa.ts";
import { capacityTypeValidator } from "../rules/instanceTypes.ts";
import { multiAzPlacementGroupValidator } from "../rules/placementGroups.ts";
import type { ConfigPath } from "../yaml/configValue.ts";
import type { ClusterModel, ComputeResourceModel, QueueModel } from "./ClusterModel.ts";
import { capacityTypeOf } from "./capacityTypeOf.ts";
import { chosenPlacementGroup, isEnabledOrAssigned, placementGroupKey } from "./placement.ts";
import type { RulePlan } from "./RulePlan.ts";

/** Rules of the compute resources of a queue that need the queue. */
export function planQueueNodes(
  plan: RulePlan,
  model: ClusterModel,
  path: ConfigPath,
  queue: QueueModel,
): void {
  for (const [index, resource] of queue.computeResources.entries()) {
    const place = [...path, "ComputeResources", index];
    planEfa(plan, model, place, { queue, resource });
    planPlacement(plan, place, { queue, resource });
    planCapacity(plan, place, { queue, resource });
  }
}

interface QueueNode {
  readonly queue: QueueModel;
  readonly resource: ComputeResourceModel;
}

function planEfa(
  plan: RulePlan,
  model: ClusterModel,
  path: ConfigPath,
  { queue, resource }: QueueNode,
): void {
  const { multiAz, config } = queue;
  const { Efa: efa } = resource.config;
  const efaPath = [...path, "Efa"];
  plan.add("EfaMultiAzValidator", efaPath, () =>
    efaMultiAzValidator({
      queueName: config.Name,
      computeResourceName: resource.config.Name,
      multiAz,
      efaEnabled: efa.Enabled,
    }),
  );
  const facts = resource.facts[0];
  if (!resource.isFlexible && facts !== undefined)
    plan.add("EfaValidator", efaPath, () =>
      efaValidator({
        instanceType: facts.instanceType,
        supportsEfa: facts.efaSupported,
        efaEnabled: efa.Enabled,
        gdrSupport: efa.GdrSupport,
        multiAz,
      }),
    );
  plan.add("EfaSecurityGroupValidator", efaPath, () =>
    efaSecurityGroupValidator(
      {
        efaEnabled: efa.Enabled,
        securityGroups: config.Networking.SecurityGroups,
        additionalSecurityGroups: config.Networking.AdditionalSecurityGroups,
      },
      model.aws,
    ),
  );
}

function planPlacement(plan: RulePlan, path: ConfigPath, { queue, resource }: QueueNode): void {
  const { multiAz, config } = queue;
  const group = chosenPlacementGroup(config, resource.config);
  plan.add("MultiAzPlacementGroupValidator", path, () =>
    multiAzPlacementGroupValidator({
      multiAz,
      placementGroupEnabled: isEnabledOrAssigned(group),
      computeResourceName: resource.config.Name,
      queueName: config.Name,
    }),
  );
  plan.add("EfaPlacementGroupValidator", path, () =>
    efaPlacementGroupValidator({
      efaEnabled: resource.config.Efa.Enabled,
      placementGroup: placementGroupKey(config, resource.config),
      placementGroupDisabled: group.Enabled === false,
      multiAz,
      capacityType: capacityTypeOf(config),
    }),
  );
}

function planCapacity(plan: RulePlan, path: ConfigPath, { queue, resource }: QueueNode): void {
  const target = resource.config.CapacityReservationTarget ?? queue.config.CapacityReservationTarget;
  for (const facts of resource.facts)
    plan.add("CapacityTypeValidator", path, () =>
      capacityTypeValidator({
        capacityType: capacityTypeOf(queue.config),
        instanceType: facts.instanceType,
        usageClasses: facts.usageClasses,
        capacityReservationId: target?.CapacityReservationId,
      }),
    );
}
