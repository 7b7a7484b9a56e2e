import type { Subnet } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { regionNamed, type Zone } from "../regions/regionTable.ts";
import { list, type Listing } from "../requests/listing.ts";
import { invalidValue, oneOf, refuseDryRun, required } from "../requests/parameters.ts";
import { find, resourceKinds } from "../requests/resourceKinds.ts";
import { dropTags, putTags, tagsFor, tagsOf } from "../requests/tags.ts";
import { ec2State } from "../state/ec2Store.ts";
import { networkParts } from "./networkPartStore.ts";
import { contains, overlaps, parseCidr, type CidrBlock } from "./cidr.ts";
import type { SubnetRecord, VpcRecord } from "./NetworkRecords.ts";
import { vpcCidr, vpcOf } from "./vpcs.ts";

/** The first four addresses and the last one of each subnet belong to AWS. */
export const RESERVED_ADDRESSES = 5;

export const subnetOperations = defineOperations<"ec2">()({
  CreateSubnet: {
    members: ["AvailabilityZone", "AvailabilityZoneId", "CidrBlock", "DryRun", "TagSpecifications", "VpcId"],
    run(input, context) {
      const vpc = vpcOf(context, input.VpcId);
      const cidr = vpcCidr(required(input.CidrBlock, "cidrBlock"), "InvalidSubnet.Range");
      const zone = zoneOf(context, input);
      const tags = tagsFor(resourceKinds.subnet, input.TagSpecifications, context);
      refuseCidr(context, vpc, cidr);
      refuseDryRun(input.DryRun);
      const subnet: SubnetRecord = {
        id: context.ids.resourceId("subnet"),
        vpcId: vpc.id,
        cidrBlock: cidr.text,
        zoneName: zone.name,
        zoneId: zone.id,
        defaultForAz: false,
        networkAclAssociationId: context.ids.resourceId("aclassoc"),
        mapPublicIpOnLaunch: false,
        hostnameType: "ip-name",
        enableResourceNameDnsARecord: false,
        addresses: {},
        usedCount: 0,
        nextOffset: 4,
      };
      ec2State(context).subnets[subnet.id] = subnet;
      putTags(context, subnet.id, tags);
      return { Subnet: describeSubnet(subnet, context) };
    },
  },
  DescribeSubnets: {
    members: ["DryRun", "Filters", "MaxResults", "NextToken", "SubnetIds"],
    run(input, context) {
      const page = list(subnetListing(context), { ...input, ids: input.SubnetIds });
      return {
        Subnets: page.items.map((subnet) => describeSubnet(subnet, context)),
        NextToken: page.nextToken,
      };
    },
  },
  DeleteSubnet: {
    members: ["DryRun", "SubnetId"],
    run(input, context) {
      const subnet = subnetOf(context, input.SubnetId);
      if (hasDependencies(context, subnet))
        throw new AwsError(
          "DependencyViolation",
          `The subnet '${subnet.id}' has dependencies and cannot be deleted.`,
        );
      refuseDryRun(input.DryRun);
      const state = ec2State(context);
      for (const table of Object.values(state.routeTables)) {
        const index = table.associations.findIndex((association) => association.subnetId === subnet.id);
        if (index >= 0) table.associations.splice(index, 1);
      }
      delete state.subnets[subnet.id];
      delete networkParts(context).aclOfSubnet[subnet.id];
      dropTags(context, subnet.id);
      return {};
    },
  },
  ModifySubnetAttribute: {
    members: [
      "EnableResourceNameDnsARecordOnLaunch",
      "MapPublicIpOnLaunch",
      "PrivateDnsHostnameTypeOnLaunch",
      "SubnetId",
    ],
    run(input, context) {
      const subnet = subnetOf(context, input.SubnetId);
      subnet.mapPublicIpOnLaunch = input.MapPublicIpOnLaunch?.Value ?? subnet.mapPublicIpOnLaunch;
      subnet.enableResourceNameDnsARecord =
        input.EnableResourceNameDnsARecordOnLaunch?.Value ?? subnet.enableResourceNameDnsARecord;
      if (input.PrivateDnsHostnameTypeOnLaunch !== undefined)
        subnet.hostnameType = oneOf(
          input.PrivateDnsHostnameTypeOnLaunch,
          ["ip-name", "resource-name"],
          "privateDnsHostnameTypeOnLaunch",
        );
      return {};
    },
  },
});

/** @throws {AwsError} `MissingParameter`, `InvalidSubnetID.NotFound` */
export function subnetOf(context: RegionContext, id: string | undefined): SubnetRecord {
  return find(ec2State(context).subnets, required(id, "subnetId"), resourceKinds.subnet);
}

export function subnetCidr(subnet: SubnetRecord): CidrBlock {
  const cidr = parseCidr(subnet.cidrBlock);
  if (cidr === undefined) throw new Error(`subnet ${subnet.id} holds a broken block ${subnet.cidrBlock}`);
  return cidr;
}

export function freeAddressCount(subnet: SubnetRecord): number {
  return subnetCidr(subnet).size - RESERVED_ADDRESSES - subnet.usedCount;
}

function subnetArn(context: RegionContext, id: string): string {
  const { partition } = regionNamed(context.region);
  return `arn:${partition}:ec2:${context.region}:${context.accountId}:subnet/${id}`;
}

function describeSubnet(subnet: SubnetRecord, context: RegionContext): Subnet {
  return {
    AvailabilityZone: subnet.zoneName,
    AvailabilityZoneId: subnet.zoneId,
    AvailableIpAddressCount: freeAddressCount(subnet),
    AssignIpv6AddressOnCreation: false,
    BlockPublicAccessStates: { InternetGatewayBlockMode: "off" },
    CidrBlock: subnet.cidrBlock,
    DefaultForAz: subnet.defaultForAz,
    EnableDns64: false,
    Ipv6CidrBlockAssociationSet: [],
    Ipv6Native: false,
    MapCustomerOwnedIpOnLaunch: false,
    MapPublicIpOnLaunch: subnet.mapPublicIpOnLaunch,
    OwnerId: context.accountId,
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: subnet.hostnameType,
      EnableResourceNameDnsARecord: subnet.enableResourceNameDnsARecord,
      EnableResourceNameDnsAAAARecord: false,
    },
    State: "available",
    SubnetArn: subnetArn(context, subnet.id),
    SubnetId: subnet.id,
    Tags: [...tagsOf(context, subnet.id)],
    VpcId: subnet.vpcId,
  };
}

function zoneOf(
  context: RegionContext,
  input: { AvailabilityZone?: string | undefined; AvailabilityZoneId?: string | undefined },
): Zone {
  const { zones } = regionNamed(context.region);
  const { AvailabilityZone: name, AvailabilityZoneId: id } = input;
  const zone = zones.find((each) =>
    name === undefined ? id === undefined || each.id === id : each.name === name,
  );
  if (zone !== undefined) return zone;
  const choices = zones.map((each) => (name === undefined ? each.id : each.name)).join(", ");
  throw invalidValue(
    `Value (${name ?? id ?? ""}) for parameter ${name === undefined ? "availabilityZoneId" : "availabilityZone"} is invalid. Subnets can currently only be created in the following availability zones: ${choices}.`,
  );
}

function refuseCidr(context: RegionContext, vpc: VpcRecord, cidr: CidrBlock): void {
  const isInVpc = vpc.cidrs.some((each) => {
    const block = parseCidr(each.cidrBlock);
    return block !== undefined && contains(block, cidr);
  });
  if (!isInVpc) throw new AwsError("InvalidSubnet.Range", `The CIDR '${cidr.text}' is invalid.`);
  for (const subnet of Object.values(ec2State(context).subnets))
    if (subnet.vpcId === vpc.id && overlaps(subnetCidr(subnet), cidr))
      throw new AwsError("InvalidSubnet.Conflict", `The CIDR '${cidr.text}' conflicts with another subnet`);
}

function hasDependencies(context: RegionContext, subnet: SubnetRecord): boolean {
  if (subnet.usedCount > 0) return true;
  return Object.values(ec2State(context).interfaces).some((each) => each.subnetId === subnet.id);
}

function subnetListing(context: RegionContext): Listing<SubnetRecord> {
  return {
    kind: resourceKinds.subnet,
    items: ec2State(context).subnets,
    idOf: (subnet) => subnet.id,
    tagsOf: (subnet) => tagsOf(context, subnet.id),
    fields: {
      "availability-zone": (subnet) => subnet.zoneName,
      availabilityZone: (subnet) => subnet.zoneName,
      "availability-zone-id": (subnet) => subnet.zoneId,
      availabilityZoneId: (subnet) => subnet.zoneId,
      "available-ip-address-count": freeAddressCount,
      "cidr-block": (subnet) => subnet.cidrBlock,
      cidr: (subnet) => subnet.cidrBlock,
      cidrBlock: (subnet) => subnet.cidrBlock,
      "default-for-az": (subnet) => subnet.defaultForAz,
      defaultForAz: (subnet) => subnet.defaultForAz,
      "ipv6-native": () => false,
      "map-public-ip-on-launch": (subnet) => subnet.mapPublicIpOnLaunch,
      "owner-id": () => context.accountId,
      "private-dns-name-options-on-launch.hostname-type": (subnet) => subnet.hostnameType,
      state: () => "available",
      "subnet-arn": (subnet) => subnetArn(context, subnet.id),
      "subnet-id": (subnet) => subnet.id,
      "vpc-id": (subnet) => subnet.vpcId,
      vpcId: (subnet) => subnet.vpcId,
    },
  };
}
