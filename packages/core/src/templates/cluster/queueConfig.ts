import type {
  CapacitySource,
  PlacementGroup,
  ResolvedProject,
  ResolvedQueue,
} from "../../project/ResolvedProject.ts";
import { commentsUnder, type ConfigComment, type ConfigMap, type ConfigPart } from "./ConfigValue.ts";
import { customActions, queueScripts } from "./customActions.ts";
import type { ClusterPlace } from "./prerequisiteOutputs.ts";

export function queueConfig(
  resolved: ResolvedProject,
  queue: ResolvedQueue,
  place: ClusterPlace,
): ConfigPart {
  const actions = customActions(queueScripts(resolved, queue));
  return {
    comments: [
      ...queueComments(queue),
      ...(actions === undefined ? [] : commentsUnder(["CustomActions"], actions.comments)),
    ],
    value: {
      Name: queue.name,
      CapacityType: capacityTypeOf(queue.source),
      Networking: {
        SubnetIds: [queue.subnetId ?? place.privateSubnetId],
        PlacementGroup: placementConfig(queue.placementGroup),
        AdditionalSecurityGroups: [place.securityGroupId],
      },
      ComputeSettings: {
        LocalStorage: {
          EphemeralVolume: { MountDir: "/scratch" },
          RootVolume: { Size: queue.rootVolumeGiB },
        },
      },
      ComputeResources: [computeResource(queue)],
      ...(actions === undefined ? {} : { CustomActions: actions.value }),
    },
  };
}

function queueComments(queue: ResolvedQueue): readonly ConfigComment[] {
  const { source, placementGroup, count, staticCount } = queue;
  const resource = ["ComputeResources", 0];
  return [
    { path: ["CapacityType"], text: capacityReason(source) },
    { path: ["Networking", "PlacementGroup", "Enabled"], text: placementGroup.because },
    {
      path: [...resource, "MinCount"],
      text: staticCount === count ? "all nodes stay up" : `${staticCount} of ${count} nodes stay up`,
    },
  ];
}

function computeResource(queue: ResolvedQueue): ConfigMap {
  const { source } = queue;
  return {
    Name: queue.resourceName,
    InstanceType: queue.instanceType,
    MinCount: queue.staticCount,
    MaxCount: queue.count,
    ...(source.kind === "spot" && source.maxUsdPerHour !== undefined
      ? { SpotPrice: source.maxUsdPerHour }
      : {}),
    ...(queue.efa ? { Efa: { Enabled: true } } : {}),
    ...reservationTarget(source),
  };
}

function capacityTypeOf(source: CapacitySource): string {
  switch (source.kind) {
    case "capacity-block":
      return "CAPACITY_BLOCK";
    case "spot":
      return "SPOT";
    case "reservation":
    case "reservation-group":
    case "on-demand":
      return "ONDEMAND";
  }
}

function capacityReason(source: CapacitySource): string {
  switch (source.kind) {
    case "capacity-block":
      return `${source.id} is a Capacity Block`;
    case "reservation":
      return `${source.id} is an On-Demand Capacity Reservation`;
    case "reservation-group":
      return "the group holds On-Demand Capacity Reservations";
    case "on-demand":
    case "spot":
      return `the project says market: ${source.kind}`;
  }
}

function placementConfig(group: PlacementGroup): ConfigMap {
  switch (group.kind) {
    case "off":
      return { Enabled: false };
    case "managed":
      return { Enabled: true };
    case "named":
      return { Enabled: true, Name: group.name };
  }
}

function reservationTarget(source: CapacitySource): ConfigMap {
  switch (source.kind) {
    case "capacity-block":
    case "reservation":
      return { CapacityReservationTarget: { CapacityReservationId: source.id } };
    case "reservation-group":
      return { CapacityReservationTarget: { CapacityReservationResourceGroupArn: source.arn } };
    case "on-demand":
    case "spot":
      return {};
  }
}
