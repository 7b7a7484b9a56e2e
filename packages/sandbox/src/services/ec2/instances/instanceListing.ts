import type { RegionContext } from "../../../kernel/CallContext.ts";
import { groupsOf, macAddress, publicDnsName } from "../interfaces/describeInterface.ts";
import type { NetworkInterfaceRecord } from "../interfaces/NetworkInterfaceRecord.ts";
import type { FilterFields } from "../requests/filters.ts";
import type { Listing } from "../requests/listing.ts";
import { lookUp, resourceKinds } from "../requests/resourceKinds.ts";
import { tagsOf } from "../requests/tags.ts";
import { ec2State } from "../state/ec2Store.ts";
import { cardsOf, instancePublicIp, STATE_CODES } from "./describeInstance.ts";
import type { InstanceRecord } from "./InstanceRecord.ts";

export function instanceListing(context: RegionContext): Listing<InstanceRecord> {
  return {
    kind: resourceKinds.instance,
    items: ec2State(context).instances,
    idOf: (instance) => instance.id,
    tagsOf: (instance) => tagsOf(context, instance.id),
    idsParameter: "instancesSet",
    fields: { ...ownFields(context), ...networkFields(context), ...diskFields(context) },
  };
}

function ownFields(context: RegionContext): FilterFields<InstanceRecord> {
  return {
    affinity: () => undefined,
    architecture: (instance) => instance.architecture,
    "availability-zone": (instance) => instance.zoneName,
    "capacity-reservation-id": (instance) => instance.reservationId,
    "client-token": (instance) => instance.clientToken,
    hypervisor: () => "xen",
    "iam-instance-profile.arn": (instance) => instance.profile?.arn,
    "iam-instance-profile.id": (instance) => instance.profile?.id,
    "image-id": (instance) => instance.imageId,
    "instance-id": (instance) => instance.id,
    "instance-lifecycle": (instance) => (instance.market === "on-demand" ? undefined : instance.market),
    "instance-state-code": (instance) => STATE_CODES[instance.state],
    "instance-state-name": (instance) => instance.state,
    "instance-type": (instance) => instance.instanceType,
    "key-name": (instance) => instance.keyName,
    "launch-index": (instance) => instance.launchIndex,
    "launch-time": (instance) => new Date(instance.launchedMs).toISOString(),
    "metadata-options.http-endpoint": (instance) => instance.metadata.httpEndpoint,
    "metadata-options.http-tokens": (instance) => instance.metadata.httpTokens,
    "monitoring-state": (instance) => (instance.monitoring ? "enabled" : "disabled"),
    "owner-id": () => context.accountId,
    "placement-group-name": (instance) => instance.placementGroup?.name,
    "platform-details": (instance) => instance.platformDetails,
    "private-dns-name": (instance) => (hasNetwork(instance) ? instance.privateDnsName : undefined),
    "private-ip-address": (instance) => (hasNetwork(instance) ? instance.privateIp : undefined),
    "reservation-id": (instance) => instance.launchId,
    "root-device-name": (instance) => instance.rootDeviceName,
    "root-device-type": () => "ebs",
    "spot-instance-request-id": (instance) => instance.spotRequestId,
    "state-reason-code": (instance) => instance.stateReason?.code,
    "state-reason-message": (instance) => instance.stateReason?.message,
    "subnet-id": (instance) => (hasNetwork(instance) ? instance.subnetId : undefined),
    tenancy: (instance) => instance.tenancy,
    "virtualization-type": () => "hvm",
    "vpc-id": (instance) => (hasNetwork(instance) ? instance.vpcId : undefined),
  };
}

function networkFields(context: RegionContext): FilterFields<InstanceRecord> {
  const ofCards =
    <Value>(read: (card: NetworkInterfaceRecord) => Value) =>
    (instance: InstanceRecord) =>
      cardsOf(instance, context).map(read);
  const groups = (instance: InstanceRecord) =>
    cardsOf(instance, context)
      .slice(0, 1)
      .flatMap((card) => groupsOf(card, context));
  return {
    "dns-name": (instance) =>
      publicDnsName(instancePublicIp(instance, context), instance.vpcId, context) || undefined,
    "group-id": (instance) => groups(instance).map((group) => group.GroupId),
    "group-name": (instance) => groups(instance).map((group) => group.GroupName),
    "instance.group-id": (instance) => groups(instance).map((group) => group.GroupId),
    "instance.group-name": (instance) => groups(instance).map((group) => group.GroupName),
    "ip-address": (instance) => instancePublicIp(instance, context),
    "network-interface.addresses.private-ip-address": ofCards((card) => card.privateIp),
    "network-interface.association.allocation-id": ofCards((card) => card.allocationId),
    "network-interface.attachment.device-index": ofCards((card) => card.attachment?.deviceIndex),
    "network-interface.availability-zone": (instance) => instance.zoneName,
    "network-interface.description": ofCards((card) => card.description),
    "network-interface.group-id": (instance) => cardsOf(instance, context).flatMap((card) => card.groupIds),
    "network-interface.mac-address": ofCards((card) => macAddress(card.id)),
    "network-interface.network-interface-id": ofCards((card) => card.id),
    "network-interface.private-ip-address": ofCards((card) => card.privateIp),
    "network-interface.status": ofCards(() => "in-use"),
    "network-interface.subnet-id": ofCards((card) => card.subnetId),
    "network-interface.vpc-id": ofCards((card) => card.vpcId),
    "source-dest-check": (instance) => cardsOf(instance, context)[0]?.sourceDestCheck,
  };
}

function diskFields(context: RegionContext): FilterFields<InstanceRecord> {
  const { volumes } = ec2State(context);
  return {
    "block-device-mapping.attach-time": (instance) =>
      instance.volumes.map((each) =>
        new Date(lookUp(volumes, each.volumeId)?.attachment?.attachedMs ?? 0).toISOString(),
      ),
    "block-device-mapping.delete-on-termination": (instance) =>
      instance.volumes.map((each) => lookUp(volumes, each.volumeId)?.attachment?.deleteOnTermination),
    "block-device-mapping.device-name": (instance) => instance.volumes.map((each) => each.device),
    "block-device-mapping.status": (instance) => instance.volumes.map(() => "attached"),
    "block-device-mapping.volume-id": (instance) => instance.volumes.map((each) => each.volumeId),
  };
}

function hasNetwork(instance: InstanceRecord): boolean {
  return instance.state !== "terminated";
}
