import type { Instance, InstanceNetworkInterface } from "@aws-sdk/client-ec2";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import {
  associationOf,
  describeInterface,
  groupsOf,
  publicDnsName,
  publicIpOf,
} from "../interfaces/describeInterface.ts";
import type { NetworkInterfaceRecord } from "../interfaces/NetworkInterfaceRecord.ts";
import { lookUp } from "../requests/resourceKinds.ts";
import { tagsOf } from "../requests/tags.ts";
import { ec2State } from "../state/ec2Store.ts";
import type { InstanceRecord } from "./InstanceRecord.ts";

export const STATE_CODES = {
  pending: 0,
  running: 16,
  "shutting-down": 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
} as const;

export function describeInstance(instance: InstanceRecord, context: RegionContext): Instance {
  const cards = cardsOf(instance, context);
  const shape: Instance = {
    AmiLaunchIndex: instance.launchIndex,
    Architecture: instance.architecture,
    BlockDeviceMappings: blockDevices(instance, context),
    BootMode: instance.architecture === "arm64" ? "uefi" : "uefi-preferred",
    CapacityReservationSpecification: reservationSpecification(instance),
    ClientToken: instance.clientToken,
    CpuOptions: { CoreCount: instance.cores, ThreadsPerCore: instance.threadsPerCore },
    CurrentInstanceBootMode: instance.architecture === "arm64" ? "uefi" : "legacy-bios",
    EbsOptimized: instance.ebsOptimized,
    EnaSupport: true,
    EnclaveOptions: { Enabled: false },
    HibernationOptions: { Configured: false },
    Hypervisor: "xen",
    ImageId: instance.imageId,
    InstanceId: instance.id,
    // taken from the table of EC2's types
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    InstanceType: instance.instanceType as NonNullable<Instance["InstanceType"]>,
    LaunchTime: new Date(instance.launchedMs),
    MaintenanceOptions: { AutoRecovery: "default" },
    MetadataOptions: metadataOptions(instance),
    Monitoring: { State: instance.monitoring ? "enabled" : "disabled" },
    Placement: placement(instance),
    PlatformDetails: instance.platformDetails,
    PrivateDnsNameOptions: {
      HostnameType: instance.privateDnsName.startsWith("i-") ? "resource-name" : "ip-name",
      EnableResourceNameDnsARecord: false,
      EnableResourceNameDnsAAAARecord: false,
    },
    ProductCodes: [],
    RootDeviceName: instance.rootDeviceName,
    RootDeviceType: "ebs",
    State: stateOf(instance),
    StateTransitionReason: instance.stateTransitionReason,
    Tags: [...tagsOf(context, instance.id)],
    UsageOperation: usageOperation(instance.platformDetails),
    UsageOperationUpdateTime: new Date(instance.createdMs),
    VirtualizationType: "hvm",
    ...optionalMembers(instance),
    ...networkMembers(instance, cards, context),
  };
  return shape;
}

/** The code that the bill shows for a platform. */
export function usageOperation(platformDetails: string): string {
  return platformDetails === "Red Hat Enterprise Linux" ? "RunInstances:0010" : "RunInstances";
}

export function stateOf(instance: InstanceRecord): {
  Code: number;
  Name: InstanceRecord["state"];
} {
  return { Code: STATE_CODES[instance.state], Name: instance.state };
}

export function cardsOf(instance: InstanceRecord, context: RegionContext): NetworkInterfaceRecord[] {
  const { interfaces } = ec2State(context);
  return instance.interfaceIds.flatMap((id) => lookUp(interfaces, id) ?? []);
}

/** The address of the primary interface by which the instance is reached from outside. */
export function instancePublicIp(instance: InstanceRecord, context: RegionContext): string | undefined {
  const primary = lookUp(ec2State(context).interfaces, instance.interfaceIds[0] ?? "");
  return primary === undefined ? undefined : publicIpOf(primary, context);
}

function optionalMembers(instance: InstanceRecord): Partial<Instance> {
  return {
    ...(instance.keyName === undefined ? {} : { KeyName: instance.keyName }),
    ...(instance.profile === undefined
      ? {}
      : { IamInstanceProfile: { Arn: instance.profile.arn, Id: instance.profile.id } }),
    ...(instance.market === "on-demand" ? {} : { InstanceLifecycle: instance.market }),
    ...(instance.spotRequestId === undefined ? {} : { SpotInstanceRequestId: instance.spotRequestId }),
    ...(instance.reservationId === undefined ? {} : { CapacityReservationId: instance.reservationId }),
    ...(instance.stateReason === undefined
      ? {}
      : { StateReason: { Code: instance.stateReason.code, Message: instance.stateReason.message } }),
  };
}

/** A terminated instance has no network any more. */
function networkMembers(
  instance: InstanceRecord,
  cards: readonly NetworkInterfaceRecord[],
  context: RegionContext,
): Partial<Instance> {
  const [primary] = cards;
  if (instance.state === "terminated" || primary === undefined)
    return { NetworkInterfaces: [], SecurityGroups: [], PrivateDnsName: "", PublicDnsName: "" };
  const publicIp = publicIpOf(primary, context);
  return {
    NetworkInterfaces: cards.map((card) => networkInterface(card, context)),
    PrivateDnsName: instance.privateDnsName,
    PrivateIpAddress: instance.privateIp,
    PublicDnsName: publicDnsName(publicIp, instance.vpcId, context),
    ...(publicIp === undefined ? {} : { PublicIpAddress: publicIp }),
    SecurityGroups: groupsOf(primary, context),
    SourceDestCheck: primary.sourceDestCheck,
    SubnetId: instance.subnetId,
    VpcId: instance.vpcId,
  };
}

function networkInterface(card: NetworkInterfaceRecord, context: RegionContext): InstanceNetworkInterface {
  const full = describeInterface(card, context);
  const { AttachTime, AttachmentId, DeleteOnTermination, DeviceIndex, NetworkCardIndex } =
    full.Attachment ?? {};
  const association = associationOf(card, context);
  return {
    ...(association === undefined
      ? {}
      : {
          Association: {
            IpOwnerId: association.IpOwnerId,
            PublicDnsName: association.PublicDnsName,
            PublicIp: association.PublicIp,
          },
        }),
    Attachment: {
      AttachTime,
      AttachmentId,
      DeleteOnTermination,
      DeviceIndex,
      NetworkCardIndex,
      Status: "attached",
    },
    Description: full.Description,
    Groups: full.Groups,
    InterfaceType: full.InterfaceType,
    Ipv6Addresses: [],
    MacAddress: full.MacAddress,
    NetworkInterfaceId: full.NetworkInterfaceId,
    OwnerId: full.OwnerId,
    PrivateDnsName: full.PrivateDnsName,
    PrivateIpAddress: full.PrivateIpAddress,
    PrivateIpAddresses: full.PrivateIpAddresses ?? [],
    SourceDestCheck: full.SourceDestCheck,
    Status: full.Status,
    SubnetId: full.SubnetId,
    VpcId: full.VpcId,
  };
}

function blockDevices(instance: InstanceRecord, context: RegionContext): Instance["BlockDeviceMappings"] {
  const { volumes } = ec2State(context);
  return instance.volumes.map(({ device, volumeId }) => {
    const attachment = lookUp(volumes, volumeId)?.attachment;
    return {
      DeviceName: device,
      Ebs: {
        AttachTime: new Date(attachment?.attachedMs ?? instance.createdMs),
        DeleteOnTermination: attachment?.deleteOnTermination,
        Status: "attached",
        VolumeId: volumeId,
      },
    };
  });
}

function reservationSpecification(instance: InstanceRecord): Instance["CapacityReservationSpecification"] {
  const { reservationTargetId: id, reservationGroupArn: arn, reservationPreference } = instance;
  if (id === undefined && arn === undefined)
    return { CapacityReservationPreference: reservationPreference ?? "open" };
  return {
    CapacityReservationTarget: {
      ...(id === undefined ? {} : { CapacityReservationId: id }),
      ...(arn === undefined ? {} : { CapacityReservationResourceGroupArn: arn }),
    },
  };
}

function metadataOptions({ metadata }: InstanceRecord): Instance["MetadataOptions"] {
  return {
    State: "applied",
    HttpTokens: metadata.httpTokens,
    HttpPutResponseHopLimit: metadata.httpPutResponseHopLimit,
    HttpEndpoint: metadata.httpEndpoint,
    HttpProtocolIpv6: metadata.httpProtocolIpv6,
    InstanceMetadataTags: metadata.instanceMetadataTags,
  };
}

function placement(instance: InstanceRecord): Instance["Placement"] {
  const { placementGroup: group } = instance;
  return {
    AvailabilityZone: instance.zoneName,
    GroupName: group?.name ?? "",
    ...(group === undefined ? {} : { GroupId: group.id }),
    ...(group?.partition === undefined ? {} : { PartitionNumber: group.partition }),
    Tenancy: instance.tenancy,
  };
}
