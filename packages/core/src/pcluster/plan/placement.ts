import type { ComputeResource, PlacementGroup, SlurmQueue } from "./configTypes.ts";

/** The placement group of a compute resource replaces that of its queue as a whole. */
export function chosenPlacementGroup(queue: SlurmQueue, resource: ComputeResource): PlacementGroup {
  return resource.Networking.PlacementGroup ?? queue.Networking.PlacementGroup ?? {};
}

/** Name of the group that the nodes are launched in, made or existing; undefined without one. */
export function placementGroupKey(queue: SlurmQueue, resource: ComputeResource): string | undefined {
  const group = chosenPlacementGroup(queue, resource);
  const assigned = group.Name || group.Id;
  if (assigned) return assigned;
  return group.Enabled === true ? `${queue.Name}-${resource.Name}` : undefined;
}

export function isEnabledOrAssigned(group: PlacementGroup): boolean {
  return group.Enabled === true || group.Name !== undefined || group.Id !== undefined;
}
