import { launchTemplateValidator } from "../rules/accountThings.ts";
import { schedulableMemoryValidator } from "../rules/instanceTypes.ts";
import { nameValidator } from "../rules/names.ts";
import type { InstanceFacts } from "../aws/InstanceFacts.ts";
import type { ConfigPath } from "../yaml/configValue.ts";
import type { ClusterModel, ComputeResourceModel } from "./ClusterModel.ts";
import { planPlacementGroup } from "./planNodes.ts";
import type { RulePlan } from "./RulePlan.ts";

/** Rules of one compute resource by itself. */
export function planComputeResource(
  plan: RulePlan,
  model: ClusterModel,
  path: ConfigPath,
  resource: ComputeResourceModel,
): void {
  const { config } = resource;
  planPlacementGroup(
    plan,
    model,
    [...path, "Networking", "PlacementGroup"],
    config.Networking.PlacementGroup,
  );
  plan.add("NameValidator", [...path, "Name"], () => nameValidator({ name: config.Name }));
  const smallest = smallestMemory(resource.facts);
  if (smallest !== undefined)
    plan.add("SchedulableMemoryValidator", [...path, "SchedulableMemory"], () =>
      schedulableMemoryValidator({
        instanceType: smallest.instanceType,
        memoryMiB: smallest.memoryMiB,
        schedulableMemoryMiB: config.SchedulableMemory,
      }),
    );
  const overrides = config.LaunchTemplateOverrides;
  if (overrides === undefined) return;
  const { LaunchTemplateId: launchTemplateId, Version: version } = overrides;
  plan.add("LaunchTemplateValidator", [...path, "LaunchTemplateOverrides"], () =>
    launchTemplateValidator({ computeResourceName: config.Name, launchTemplateId, version }, model.aws),
  );
}

function smallestMemory(facts: readonly InstanceFacts[]): InstanceFacts | undefined {
  let smallest = facts[0];
  for (const one of facts)
    if (smallest !== undefined && (one.memoryMiB ?? 0) < (smallest.memoryMiB ?? 0)) smallest = one;
  return smallest;
}
