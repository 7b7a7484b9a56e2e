import type { NetworkInterface, NetworkInterfaceAssociation } from "@aws-sdk/client-ec2";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { find, lookUp, resourceKinds } from "../requests/resourceKinds.ts";
import { tagsOf } from "../requests/tags.ts";
import { ec2State } from "../state/ec2Store.ts";
import type { NetworkInterfaceRecord } from "./NetworkInterfaceRecord.ts";

export function describeInterface(record: NetworkInterfaceRecord, context: RegionContext): NetworkInterface {
  const state = ec2State(context);
  const subnet = find(state.subnets, record.subnetId, resourceKinds.subnet);
  const association = associationOf(record, context);
  return {
    ...(association === undefined ? {} : { Association: association }),
    ...(record.attachment === undefined ? {} : { Attachment: attachmentOf(record) }),
    AvailabilityZone: subnet.zoneName,
    AvailabilityZoneId: subnet.zoneId,
    Description: record.description,
    Groups: groupsOf(record, context),
    // EC2 answers `nat_gateway`, a word that the SDK's enumeration spells otherwise
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    InterfaceType: record.interfaceType as NonNullable<NetworkInterface["InterfaceType"]>,
    Ipv6Addresses: [],
    MacAddress: macAddress(record.id),
    NetworkInterfaceId: record.id,
    OwnerId: context.accountId,
    ...(record.privateIp === undefined ? {} : addressesOf(record, context)),
    RequesterId: record.requesterId ?? context.accountId,
    RequesterManaged: record.requesterId !== undefined,
    SourceDestCheck: record.sourceDestCheck,
    Status: statusOf(record),
    SubnetId: record.subnetId,
    TagSet: [...tagsOf(context, record.id)],
    VpcId: record.vpcId,
  };
}

export function statusOf(record: NetworkInterfaceRecord): "available" | "in-use" {
  return record.attachment === undefined ? "available" : "in-use";
}

/** The same for one interface id, always. */
export function macAddress(interfaceId: string): string {
  const digits = interfaceId.slice(-10);
  return `0a:${digits.match(/../g)?.join(":") ?? ""}`;
}

export function groupsOf(
  record: NetworkInterfaceRecord,
  context: RegionContext,
): { GroupId: string; GroupName: string }[] {
  const { securityGroups } = ec2State(context);
  return record.groupIds.map((GroupId) => ({
    GroupId,
    GroupName: lookUp(securityGroups, GroupId)?.name ?? "",
  }));
}

/** `ip-10-0-0-10.us-west-2.compute.internal`; us-east-1 has the older form. */
export function privateDnsName(privateIp: string, region: string): string {
  return `${hostName(privateIp)}.${region === "us-east-1" ? "ec2.internal" : `${region}.compute.internal`}`;
}

export function hostName(privateIp: string): string {
  return `ip-${privateIp.replaceAll(".", "-")}`;
}

/** Empty when the VPC gives no public names. */
export function publicDnsName(publicIp: string | undefined, vpcId: string, context: RegionContext): string {
  const vpc = lookUp(ec2State(context).vpcs, vpcId);
  if (publicIp === undefined || vpc?.enableDnsHostnames !== true) return "";
  const suffix = context.region === "us-east-1" ? "compute-1" : `${context.region}.compute`;
  return `ec2-${publicIp.replaceAll(".", "-")}.${suffix}.amazonaws.com`;
}

/** The elastic IP of an interface, else its own public address. */
export function publicIpOf(record: NetworkInterfaceRecord, context: RegionContext): string | undefined {
  const address = lookUp(ec2State(context).elasticIps, record.allocationId ?? "");
  return address?.publicIp ?? record.publicIp;
}

export function associationOf(
  record: NetworkInterfaceRecord,
  context: RegionContext,
): NetworkInterfaceAssociation | undefined {
  const address = lookUp(ec2State(context).elasticIps, record.allocationId ?? "");
  const publicIp = address?.publicIp ?? record.publicIp;
  if (publicIp === undefined) return undefined;
  return {
    ...(address === undefined
      ? {}
      : { AllocationId: address.allocationId, AssociationId: address.association?.id }),
    IpOwnerId: address === undefined ? "amazon" : context.accountId,
    PublicDnsName: publicDnsName(publicIp, record.vpcId, context),
    PublicIp: publicIp,
  };
}

function attachmentOf(record: NetworkInterfaceRecord): NetworkInterface["Attachment"] {
  const { attachment } = record;
  if (attachment === undefined) return undefined;
  return {
    AttachTime: new Date(attachment.attachedMs),
    AttachmentId: attachment.id,
    DeleteOnTermination: attachment.deleteOnTermination,
    DeviceIndex: attachment.deviceIndex,
    NetworkCardIndex: attachment.networkCardIndex,
    ...(attachment.instanceId === undefined ? {} : { InstanceId: attachment.instanceId }),
    InstanceOwnerId: attachment.instanceOwnerId,
    Status: "attached",
  };
}

function addressesOf(record: NetworkInterfaceRecord, context: RegionContext): Partial<NetworkInterface> {
  const association = associationOf(record, context);
  const all = [record.privateIp ?? "", ...(record.secondaryIps ?? [])];
  return {
    PrivateDnsName: privateDnsName(record.privateIp ?? "", context.region),
    PrivateIpAddress: record.privateIp,
    PrivateIpAddresses: all.map((address, index) => ({
      Association: index === 0 ? association : undefined,
      Primary: index === 0,
      PrivateDnsName: privateDnsName(address, context.region),
      PrivateIpAddress: address,
    })),
  };
}
