import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { list, type Listing } from "../requests/listing.ts";
import { oneOf, refuseDryRun, required } from "../requests/parameters.ts";
import { find, lookUp, resourceKinds } from "../requests/resourceKinds.ts";
import { putTags, tagsFor, tagsOf } from "../requests/tags.ts";
import { ec2State } from "../state/ec2Store.ts";
import { checkAddress, notEnoughAddresses } from "./addresses.ts";
import {
  associationOf,
  describeInterface,
  groupsOf,
  macAddress,
  privateDnsName,
  publicIpOf,
  statusOf,
} from "./describeInterface.ts";
import {
  checkGroups,
  checkSubnetGroups,
  createInterface,
  interfaceOf,
  refuseRemoval,
  removeInterface,
} from "./interfaceLife.ts";
import type { NetworkInterfaceRecord } from "./NetworkInterfaceRecord.ts";
import { freeAddressCount } from "../network/subnets.ts";

export const networkInterfaceOperations = defineOperations<"ec2">()({
  CreateNetworkInterface: {
    members: [
      "ClientToken",
      "Description",
      "DryRun",
      "Groups",
      "InterfaceType",
      "PrivateIpAddress",
      "PrivateIpAddresses",
      "SecondaryPrivateIpAddressCount",
      "SubnetId",
      "TagSpecifications",
    ],
    run(input, context) {
      const { subnet, groupIds } = checkSubnetGroups(
        context,
        required(input.SubnetId, "subnetId"),
        input.Groups,
      );
      const interfaceType = oneOf(
        input.InterfaceType ?? "interface",
        ["interface", "efa", "efa-only"],
        "interfaceType",
      );
      const tags = tagsFor(resourceKinds.networkInterface, input.TagSpecifications, context);
      const listed = input.PrivateIpAddresses ?? [];
      const primary =
        input.PrivateIpAddress ?? listed.find((each) => each.Primary === true)?.PrivateIpAddress;
      const secondaryIps = listed
        .filter((each) => each.Primary !== true)
        .flatMap((each) => each.PrivateIpAddress ?? []);
      for (const address of [primary, ...secondaryIps])
        if (address !== undefined) checkAddress(subnet, address);
      const secondaryIpCount = input.SecondaryPrivateIpAddressCount ?? 0;
      if (freeAddressCount(subnet) < 1 + secondaryIps.length + secondaryIpCount)
        throw notEnoughAddresses(subnet.id);
      refuseDryRun(input.DryRun);
      const record = createInterface(context, {
        subnet,
        groupIds,
        description: input.Description ?? "",
        interfaceType,
        privateIp: primary,
        secondaryIps,
        secondaryIpCount,
      });
      putTags(context, record.id, tags);
      return {
        ClientToken: input.ClientToken,
        // EC2's answer says `pending`, a word that the SDK's enumeration does not have
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        NetworkInterface: { ...describeInterface(record, context), Status: "pending" as "available" },
      };
    },
  },
  DescribeNetworkInterfaces: {
    members: ["DryRun", "Filters", "MaxResults", "NetworkInterfaceIds", "NextToken"],
    run(input, context) {
      const page = list(listing(context), { ...input, ids: input.NetworkInterfaceIds });
      return {
        NetworkInterfaces: page.items.map((record) => describeInterface(record, context)),
        NextToken: page.nextToken,
      };
    },
  },
  DeleteNetworkInterface: {
    members: ["DryRun", "NetworkInterfaceId"],
    run(input, context) {
      const record = interfaceOf(context, required(input.NetworkInterfaceId, "networkInterfaceId"));
      refuseRemoval(record);
      refuseDryRun(input.DryRun);
      removeInterface(context, record.id);
      return {};
    },
  },
  AttachNetworkInterface: {
    members: ["DeviceIndex", "DryRun", "InstanceId", "NetworkCardIndex", "NetworkInterfaceId"],
    run(input, context) {
      const record = interfaceOf(context, required(input.NetworkInterfaceId, "networkInterfaceId"));
      const state = ec2State(context);
      const instance = find(
        state.instances,
        required(input.InstanceId, "instanceId"),
        resourceKinds.instance,
      );
      const deviceIndex = required(input.DeviceIndex, "deviceIndex");
      const networkCardIndex = input.NetworkCardIndex ?? 0;
      if (record.attachment !== undefined) refuseRemoval(record);
      for (const id of instance.interfaceIds) {
        const attachment = lookUp(state.interfaces, id)?.attachment;
        if (attachment?.deviceIndex === deviceIndex && attachment.networkCardIndex === networkCardIndex)
          throw new AwsError(
            "InvalidParameterValue",
            `Instance '${instance.id}' already has an interface attached at device index '${deviceIndex}'.`,
          );
      }
      refuseDryRun(input.DryRun);
      const id = context.ids.resourceId("eni-attach");
      record.attachment = {
        id,
        instanceId: instance.id,
        instanceOwnerId: context.accountId,
        deviceIndex,
        networkCardIndex,
        attachedMs: context.clock.nowMs(),
        deleteOnTermination: false,
      };
      instance.interfaceIds.push(record.id);
      return { AttachmentId: id, NetworkCardIndex: networkCardIndex };
    },
  },
  DetachNetworkInterface: {
    members: ["AttachmentId", "DryRun", "Force"],
    run(input, context) {
      const id = required(input.AttachmentId, "attachmentId");
      const record = withAttachment(context, id);
      if (record.attachment?.deviceIndex === 0)
        throw new AwsError(
          "OperationNotPermitted",
          "The network interface at device index 0 cannot be detached.",
        );
      refuseDryRun(input.DryRun);
      const instance = lookUp(ec2State(context).instances, record.attachment?.instanceId ?? "");
      if (instance !== undefined)
        instance.interfaceIds = instance.interfaceIds.filter((each) => each !== record.id);
      delete record.attachment;
      return {};
    },
  },
  ModifyNetworkInterfaceAttribute: {
    members: ["Attachment", "Description", "DryRun", "Groups", "NetworkInterfaceId", "SourceDestCheck"],
    run(input, context) {
      const record = interfaceOf(context, required(input.NetworkInterfaceId, "networkInterfaceId"));
      const vpc = find(ec2State(context).vpcs, record.vpcId, resourceKinds.vpc);
      const groupIds = input.Groups === undefined ? record.groupIds : checkGroups(context, vpc, input.Groups);
      refuseDryRun(input.DryRun);
      record.groupIds = groupIds;
      record.description = input.Description?.Value ?? record.description;
      record.sourceDestCheck = input.SourceDestCheck?.Value ?? record.sourceDestCheck;
      if (record.attachment !== undefined && input.Attachment?.DeleteOnTermination !== undefined)
        record.attachment.deleteOnTermination = input.Attachment.DeleteOnTermination;
      return {};
    },
  },
});

function withAttachment(context: RegionContext, id: string): NetworkInterfaceRecord {
  const record = Object.values(ec2State(context).interfaces).find((each) => each.attachment?.id === id);
  if (record !== undefined) return record;
  throw new AwsError("InvalidAttachmentID.NotFound", `Interface attachment ID '${id}' does not exist.`);
}

function allIps(record: NetworkInterfaceRecord): (string | undefined)[] {
  return [record.privateIp, ...(record.secondaryIps ?? [])];
}

function listing(context: RegionContext): Listing<NetworkInterfaceRecord> {
  const { subnets } = ec2State(context);
  return {
    kind: resourceKinds.networkInterface,
    items: ec2State(context).interfaces,
    idOf: (record) => record.id,
    tagsOf: (record) => tagsOf(context, record.id),
    idsParameter: "networkInterfacesSet",
    fields: {
      "addresses.association.public-ip": (record) => publicIpOf(record, context),
      "addresses.primary": (record) => record.privateIp !== undefined,
      "addresses.private-ip-address": allIps,
      "association.allocation-id": (record) => record.allocationId,
      "association.association-id": (record) => associationOf(record, context)?.AssociationId,
      "association.public-ip": (record) => publicIpOf(record, context),
      "attachment.attachment-id": (record) => record.attachment?.id,
      "attachment.delete-on-termination": (record) => record.attachment?.deleteOnTermination,
      "attachment.device-index": (record) => record.attachment?.deviceIndex,
      "attachment.instance-id": (record) => record.attachment?.instanceId,
      "attachment.instance-owner-id": (record) => record.attachment?.instanceOwnerId,
      "attachment.status": (record) => (record.attachment === undefined ? undefined : "attached"),
      "availability-zone": (record) => lookUp(subnets, record.subnetId)?.zoneName,
      "availability-zone-id": (record) => lookUp(subnets, record.subnetId)?.zoneId,
      description: (record) => record.description,
      "group-id": (record) => record.groupIds,
      "group-name": (record) => groupsOf(record, context).map((group) => group.GroupName),
      "interface-type": (record) => record.interfaceType,
      "mac-address": (record) => macAddress(record.id),
      "network-interface-id": (record) => record.id,
      "owner-id": () => context.accountId,
      "private-dns-name": (record) =>
        record.privateIp === undefined ? undefined : privateDnsName(record.privateIp, context.region),
      "private-ip-address": allIps,
      "requester-id": (record) => record.requesterId ?? context.accountId,
      "requester-managed": (record) => record.requesterId !== undefined,
      "source-dest-check": (record) => record.sourceDestCheck,
      status: statusOf,
      "subnet-id": (record) => record.subnetId,
      "vpc-id": (record) => record.vpcId,
    },
  };
}
