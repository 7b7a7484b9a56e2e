import type { ClusterConfig } from "../schema/loadClusterConfig.ts";
import type { ConfigPath } from "../yaml/configValue.ts";
import type { ComputeResource, SlurmQueue } from "./configTypes.ts";

/** Slurm queues with their paths. */
export function slurmQueues(
  config: ClusterConfig,
): readonly { readonly queue: SlurmQueue; readonly path: ConfigPath }[] {
  return (config.Scheduling.SlurmQueues ?? []).map((queue, index) => ({
    queue,
    path: ["Scheduling", "SlurmQueues", index],
  }));
}

/** Ids of reservations that must be read, each with the place that names it. */
export function neededReservations(config: ClusterConfig, every: boolean): ReadonlyMap<string, ConfigPath> {
  const needed = new Map<string, ConfigPath>();
  for (const { queue, path } of slurmQueues(config))
    for (const [index, resource] of (queue.ComputeResources ?? []).entries()) {
      const own = resource.CapacityReservationTarget;
      const target = own ?? (every ? queue.CapacityReservationTarget : undefined);
      const id = target?.CapacityReservationId;
      if (!id || !(every || isTypeFromReservation(resource))) continue;
      const place = own === undefined ? path : [...path, "ComputeResources", index];
      needed.set(id, [...place, "CapacityReservationTarget", "CapacityReservationId"]);
    }
  return needed;
}

/** Types of the head node and the compute resources; of login nodes only where DCV asks for them. */
export function neededInstanceTypes(
  config: ClusterConfig,
  typeOfReservation: (id: string) => string | undefined,
): ReadonlyMap<string, ConfigPath> {
  const needed = new Map<string, ConfigPath>([[config.HeadNode.InstanceType, ["HeadNode", "InstanceType"]]]);
  for (const { queue, path } of slurmQueues(config))
    for (const [index, resource] of (queue.ComputeResources ?? []).entries())
      for (const [name, place] of instanceTypesOf(resource, typeOfReservation).map(withPlace(resource)))
        if (!needed.has(name)) needed.set(name, [...path, "ComputeResources", index, ...place]);
  for (const [index, pool] of (config.LoginNodes?.Pools ?? []).entries())
    if (pool.Dcv !== undefined && !needed.has(pool.InstanceType))
      needed.set(pool.InstanceType, ["LoginNodes", "Pools", index, "InstanceType"]);
  return needed;
}

function withPlace(resource: ComputeResource): (name: string, index: number) => [string, ConfigPath] {
  if (isFlexible(resource)) return (name, index) => [name, ["Instances", index, "InstanceType"]];
  return (name) => [
    name,
    isTypeFromReservation(resource)
      ? ["CapacityReservationTarget", "CapacityReservationId"]
      : ["InstanceType"],
  ];
}

export function instanceTypesOf(
  resource: ComputeResource,
  typeOfReservation: (id: string) => string | undefined,
): readonly string[] {
  if (isFlexible(resource)) return (resource.Instances ?? []).map((item) => item.InstanceType);
  if (!isTypeFromReservation(resource)) return [resource.InstanceType ?? ""];
  const type = typeOfReservation(resource.CapacityReservationTarget?.CapacityReservationId ?? "");
  return type === undefined ? [] : [type];
}

export function isFlexible(resource: ComputeResource): boolean {
  return resource.Instances !== undefined && resource.Instances.length > 0;
}

function isTypeFromReservation(resource: ComputeResource): boolean {
  return !isFlexible(resource) && (resource.InstanceType ?? "") === "";
}

export interface NeededSubnet {
  readonly path: ConfigPath;
  readonly mustExist: boolean;
}

export function neededSubnets(config: ClusterConfig): ReadonlyMap<string, NeededSubnet> {
  const needed = new Map<string, NeededSubnet>();
  for (const { queue, path } of slurmQueues(config))
    for (const [index, id] of queue.Networking.SubnetIds.entries())
      if (!needed.has(id))
        needed.set(id, { path: [...path, "Networking", "SubnetIds", index], mustExist: true });
  for (const [queueIndex, queue] of (config.Scheduling.AwsBatchQueues ?? []).entries())
    for (const id of queue.Networking.SubnetIds)
      if (!needed.has(id))
        needed.set(id, {
          path: ["Scheduling", "AwsBatchQueues", queueIndex, "Networking", "SubnetIds"],
          mustExist: hasExistingEfs(config),
        });
  const head = config.HeadNode.Networking.SubnetId;
  const mustExist =
    (config.SharedStorage ?? []).length > 0 || Boolean(config.Scheduling.SlurmSettings.Dns.HostedZoneId);
  if (mustExist || !needed.has(head))
    needed.set(head, { path: ["HeadNode", "Networking", "SubnetId"], mustExist });
  return needed;
}

function hasExistingEfs(config: ClusterConfig): boolean {
  return (config.SharedStorage ?? []).some(
    (storage) => storage.StorageType === "Efs" && storage.EfsSettings?.FileSystemId,
  );
}

export interface NeededImages {
  readonly custom: ReadonlyMap<string, ConfigPath>;
  readonly official: boolean;
}

export function neededImages(config: ClusterConfig): NeededImages {
  const custom = new Map<string, ConfigPath>();
  const cluster = config.Image.CustomAmi;
  let official = false;
  const need = (own: string | undefined, path: ConfigPath) => {
    const id = own || cluster;
    if (id === undefined || id === "") official = true;
    else if (!custom.has(id)) custom.set(id, own ? [...path, "Image", "CustomAmi"] : ["Image", "CustomAmi"]);
  };
  need(config.HeadNode.Image?.CustomAmi, ["HeadNode"]);
  for (const { queue, path } of slurmQueues(config)) need(queue.Image?.CustomAmi, path);
  const pools = config.LoginNodes?.Pools ?? [];
  // The images of all pools are looked up together, as soon as one pool has its own.
  if (pools.some((pool) => pool.Image?.CustomAmi) && pools.some((pool) => !pool.Image?.CustomAmi) && !cluster)
    official = true;
  return { custom, official };
}
