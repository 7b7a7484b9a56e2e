import type { CallContext } from "../../../kernel/CallContext.ts";
import { ec2Durations } from "../durations.ts";
import { takePublicAddress } from "../interfaces/addresses.ts";
import { privateDnsName } from "../interfaces/describeInterface.ts";
import { createInterface } from "../interfaces/interfaceLife.ts";
import type { NetworkInterfaceRecord } from "../interfaces/NetworkInterfaceRecord.ts";
import { putTags } from "../requests/tags.ts";
import { ec2State } from "../state/ec2Store.ts";
import { attachVolume } from "../volumes/volumes.ts";
import type { VolumeRecord } from "../volumes/VolumeRecords.ts";
import type { CapacityClaim } from "./claimCapacity.ts";
import { holdCapacity } from "./holdCapacity.ts";
import type { InstanceRecord } from "./InstanceRecord.ts";
import type { InterfacePlan, LaunchPlan } from "./LaunchPlan.ts";

/** Makes the instances of one launch and sets them on their way; answers the launch's id (`r-…`). */
export function launch(
  context: CallContext,
  plan: LaunchPlan,
  options: { readonly claims: readonly CapacityClaim[]; readonly clientToken: string },
): string {
  const launchId = context.ids.resourceId("r");
  const places = options.claims.flatMap((claim) =>
    Array.from({ length: claim.count }, () => claim.reservationId),
  );
  const ids = places.map((reservationId, launchIndex) =>
    createInstance(context, plan, { launchId, launchIndex, reservationId, clientToken: options.clientToken }),
  );
  ec2State(context).launches[launchId] = ids;
  for (const instanceId of ids) context.emit("ec2.instance-state", { instanceId, state: "pending" });
  context.clock.schedule({
    kind: "ec2.instances-start",
    region: context.region,
    payload: [...ids],
    afterMs: ec2Durations.instanceStartMs,
  });
  return launchId;
}

interface InstancePlace {
  readonly launchId: string;
  readonly launchIndex: number;
  readonly reservationId: string | undefined;
  readonly clientToken: string;
}

function createInstance(context: CallContext, plan: LaunchPlan, place: InstancePlace): string {
  const id = context.ids.resourceId("i");
  const cards = plan.interfaces.map((each) => addInterface(context, each, { instanceId: id, plan }));
  const volumes = plan.volumes.map((each) => ({
    device: each.device,
    volumeId: addVolume(context, plan, each, id),
  }));
  const record: InstanceRecord = {
    id,
    ...recordOfPlan(plan),
    ...recordOfPlace(context, plan, place),
    interfaceIds: cards.map((card) => card.id),
    ...(cards[0]?.privateIp === undefined ? {} : { privateIp: cards[0].privateIp }),
    privateDnsName: nameOf(context, plan, { id, privateIp: cards[0]?.privateIp ?? "" }),
    volumes,
  };
  ec2State(context).instances[id] = record;
  putTags(context, id, plan.tags.instance);
  if (plan.placementGroup !== undefined) plan.placementGroup.instanceCount += 1;
  holdCapacity(context, record);
  return id;
}

type FromPlan =
  | "imageId"
  | "architecture"
  | "rootDeviceName"
  | "platformDetails"
  | "instanceType"
  | "zoneName"
  | "subnetId"
  | "vpcId"
  | "tenancy"
  | "market"
  | "reservationPreference"
  | "cores"
  | "cpuCredits"
  | "threadsPerCore"
  | "userData"
  | "ebsOptimized"
  | "monitoring"
  | "sourceDestCheck"
  | "shutdownBehavior"
  | "terminationProtection"
  | "stopProtection"
  | "metadata"
  | "keyName"
  | "placementGroup"
  | "profile"
  | "reservationTargetId"
  | "reservationGroupArn";

function recordOfPlan(plan: LaunchPlan): Pick<InstanceRecord, FromPlan> {
  const { capacity, placementGroup } = plan;
  return {
    imageId: plan.image.id,
    architecture: plan.image.architecture,
    rootDeviceName: plan.image.rootDeviceName,
    platformDetails: plan.image.platformDetails,
    instanceType: plan.type.instanceType,
    zoneName: plan.subnet.zoneName,
    subnetId: plan.subnet.id,
    vpcId: plan.subnet.vpcId,
    tenancy: plan.tenancy,
    market: capacity.market,
    cores: plan.cores,
    threadsPerCore: plan.threadsPerCore,
    userData: plan.userData,
    ebsOptimized: plan.ebsOptimized,
    monitoring: plan.monitoring,
    sourceDestCheck: plan.interfaces[0]?.existing?.sourceDestCheck ?? true,
    shutdownBehavior: plan.shutdownBehavior,
    terminationProtection: plan.terminationProtection,
    stopProtection: plan.stopProtection,
    metadata: { ...plan.metadata },
    ...(plan.cpuCredits === undefined ? {} : { cpuCredits: plan.cpuCredits }),
    ...(plan.keyName === undefined ? {} : { keyName: plan.keyName }),
    ...(placementGroup === undefined ? {} : { placementGroup: groupOfPlan(plan) }),
    ...(plan.profile === undefined ? {} : { profile: plan.profile }),
    ...(capacity.preference === undefined ? {} : { reservationPreference: capacity.preference }),
    ...(capacity.targetId === undefined ? {} : { reservationTargetId: capacity.targetId }),
    ...(capacity.targetGroupArn === undefined ? {} : { reservationGroupArn: capacity.targetGroupArn }),
  };
}

function groupOfPlan({
  placementGroup,
  partition,
}: LaunchPlan): NonNullable<InstanceRecord["placementGroup"]> {
  return {
    name: placementGroup?.name ?? "",
    id: placementGroup?.id ?? "",
    ...(partition === undefined ? {} : { partition }),
  };
}

function recordOfPlace(context: CallContext, plan: LaunchPlan, place: InstancePlace) {
  const nowMs = context.clock.nowMs();
  return {
    launchId: place.launchId,
    launchIndex: place.launchIndex,
    clientToken: place.clientToken,
    ...(place.reservationId === undefined ? {} : { reservationId: place.reservationId }),
    ...(plan.capacity.market === "spot" ? { spotRequestId: context.ids.resourceId("sir") } : {}),
    createdMs: nowMs,
    launchedMs: nowMs,
    state: "pending" as const,
    stateChangedMs: nowMs,
    stateTransitionReason: "",
  };
}

function nameOf(context: CallContext, plan: LaunchPlan, host: { id: string; privateIp: string }): string {
  const byIp = privateDnsName(host.privateIp, context.region);
  return plan.hostnameType === "ip-name" ? byIp : byIp.replace(/^[^.]+/, host.id);
}

function addInterface(
  context: CallContext,
  plan: InterfacePlan,
  owner: { readonly instanceId: string; readonly plan: LaunchPlan },
): NetworkInterfaceRecord {
  const card =
    plan.existing ??
    createInterface(context, {
      subnet: plan.subnet,
      groupIds: plan.groupIds,
      description: plan.description,
      interfaceType: plan.interfaceType,
      privateIp: plan.privateIp,
    });
  if (plan.existing === undefined) putTags(context, card.id, owner.plan.tags.networkInterface);
  if (plan.hasPublicIp && card.allocationId === undefined) card.publicIp = takePublicAddress(context);
  card.attachment = {
    id: card.id.replace("eni-", "eni-attach-"),
    instanceId: owner.instanceId,
    instanceOwnerId: context.accountId,
    deviceIndex: plan.deviceIndex,
    networkCardIndex: plan.cardIndex,
    attachedMs: context.clock.nowMs(),
    deleteOnTermination: plan.deleteOnTermination,
  };
  const association = ec2State(context).elasticIps[card.allocationId ?? ""]?.association;
  if (association !== undefined) association.instanceId = owner.instanceId;
  return card;
}

function addVolume(
  context: CallContext,
  plan: LaunchPlan,
  each: LaunchPlan["volumes"][number],
  instanceId: string,
): string {
  const volume: VolumeRecord = {
    id: context.ids.resourceId("vol"),
    zoneName: plan.subnet.zoneName,
    zoneId: plan.subnet.zoneId,
    createdMs: context.clock.nowMs(),
    ...each.encryption,
    ...(each.snapshotId === undefined ? {} : { snapshotId: each.snapshotId }),
    ...each.shape,
    state: "in-use",
  };
  ec2State(context).volumes[volume.id] = volume;
  attachVolume(context, volume, {
    instanceId,
    device: each.device,
    deleteOnTermination: each.deleteOnTermination,
  });
  putTags(context, volume.id, plan.tags.volume);
  return volume.id;
}
