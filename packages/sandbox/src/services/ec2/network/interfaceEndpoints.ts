import type { CreateVpcEndpointCommandInput, VpcEndpoint } from "@aws-sdk/client-ec2";
import { createHash } from "node:crypto";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { checkGroups, createInterface, removeInterface } from "../interfaces/interfaceLife.ts";
import { lookUp } from "../requests/resourceKinds.ts";
import { ec2State } from "../state/ec2Store.ts";
import type { InterfaceEndpointPart, VpcEndpointRecord, VpcRecord } from "./NetworkRecords.ts";
import { serviceName } from "./prefixLists.ts";
import { subnetOf } from "./subnets.ts";

/** Hosted zones of the endpoints' names; other regions get that of Oregon. */
const ZONES: Readonly<Record<string, string>> = {
  "us-east-1": "Z7HUB22UULQXV",
  "us-west-2": "Z1YSA3EXCYUU9Z",
};

type EndpointInput = Pick<
  CreateVpcEndpointCommandInput,
  "PrivateDnsEnabled" | "SecurityGroupIds" | "SubnetIds"
>;

/** What an interface endpoint is to be, checked. */
export interface InterfacePlan {
  readonly groupIds: readonly string[];
  readonly subnetIds: readonly string[];
  readonly privateDns: boolean;
}

/**
 * Checks what an interface endpoint is asked for; every service of the region has one.
 *
 * @throws {AwsError} `InvalidServiceName`, or for subnets, groups and DNS that do not fit the VPC.
 */
export function planInterfaces(
  context: RegionContext,
  vpc: VpcRecord,
  name: string,
  input: EndpointInput,
): InterfacePlan {
  const stem = serviceName(context.region, "");
  if (!name.startsWith(stem) || !/^[a-z0-9][a-z0-9.-]+$/.test(name.slice(stem.length)))
    throw new AwsError("InvalidServiceName", `The Vpc Endpoint Service '${name}' does not exist`);
  const privateDns = input.PrivateDnsEnabled ?? true;
  if (privateDns && !(vpc.enableDnsSupport && vpc.enableDnsHostnames))
    throw new AwsError(
      "InvalidParameter",
      `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpc.id}`,
    );
  const subnetIds = checkSubnets(context, vpc.id, input.SubnetIds ?? []);
  return { groupIds: checkGroups(context, vpc, input.SecurityGroupIds), subnetIds, privateDns };
}

/** Makes the interfaces of an endpoint, one in each subnet. */
export function addInterfaces(
  context: RegionContext,
  endpointId: string,
  plan: InterfacePlan,
): InterfaceEndpointPart {
  const part: InterfaceEndpointPart = {
    groupIds: [...plan.groupIds],
    privateDns: plan.privateDns,
    interfaces: {},
  };
  for (const subnetId of plan.subnetIds) addInterface(context, endpointId, part, subnetId);
  return part;
}

/** @throws {AwsError} for a subnet of another VPC, or a second one of a zone. */
export function changeSubnets(
  context: RegionContext,
  endpoint: VpcEndpointRecord,
  change: { readonly added: readonly string[]; readonly removed: readonly string[] },
): void {
  const { interfacePart: part } = endpoint;
  if (part === undefined) return;
  const kept = Object.keys(part.interfaces).filter((id) => !change.removed.includes(id));
  checkSubnets(context, endpoint.vpcId, [...kept, ...change.added]);
  for (const id of change.removed) dropInterface(context, part, id);
  for (const id of change.added)
    if (lookUp(part.interfaces, id) === undefined) addInterface(context, endpoint.id, part, id);
}

export function removeInterfaces(context: RegionContext, endpoint: VpcEndpointRecord): void {
  const { interfacePart: part } = endpoint;
  if (part === undefined) return;
  for (const id of Object.keys(part.interfaces)) dropInterface(context, part, id);
}

export function setGroups(context: RegionContext, part: InterfaceEndpointPart, groupIds: string[]): void {
  part.groupIds = groupIds;
  for (const id of Object.values(part.interfaces)) {
    const record = lookUp(ec2State(context).interfaces, id);
    if (record !== undefined) record.groupIds = [...groupIds];
  }
}

/** What DescribeVpcEndpoints shows of an interface endpoint beside what all have. */
export function describeInterfaces(
  endpoint: VpcEndpointRecord,
  part: InterfaceEndpointPart,
  context: RegionContext,
): VpcEndpoint {
  const { securityGroups, subnets } = ec2State(context);
  const subnetIds = Object.keys(part.interfaces);
  const zones = subnetIds.flatMap((id) => lookUp(subnets, id)?.zoneName ?? []);
  return {
    SubnetIds: subnetIds,
    Groups: part.groupIds.map((id) => ({ GroupId: id, GroupName: lookUp(securityGroups, id)?.name ?? "" })),
    IpAddressType: "ipv4",
    DnsOptions: { DnsRecordIpType: "ipv4" },
    PrivateDnsEnabled: part.privateDns,
    NetworkInterfaceIds: Object.values(part.interfaces),
    DnsEntries: dnsNames(endpoint, zones, context).map((DnsName) => ({
      DnsName,
      HostedZoneId: ZONES[context.region] ?? "Z1YSA3EXCYUU9Z",
    })),
  };
}

/** The endpoint's own name, then one for each zone. */
function dnsNames(endpoint: VpcEndpointRecord, zones: readonly string[], context: RegionContext): string[] {
  const service = endpoint.serviceName.slice(serviceName(context.region, "").length);
  const mark = createHash("sha256").update(endpoint.id).digest("hex").slice(0, 8);
  const domain = `${service}.${context.region}.vpce.amazonaws.com`;
  return ["", ...zones.map((zone) => `-${zone}`)].map((zone) => `${endpoint.id}-${mark}${zone}.${domain}`);
}

function addInterface(
  context: RegionContext,
  endpointId: string,
  part: InterfaceEndpointPart,
  subnetId: string,
): void {
  const record = createInterface(context, {
    subnet: subnetOf(context, subnetId),
    groupIds: part.groupIds,
    description: `VPC Endpoint Interface ${endpointId}`,
    interfaceType: "vpc_endpoint",
    requesterId: "727180483921",
  });
  part.interfaces[subnetId] = record.id;
}

function dropInterface(context: RegionContext, part: InterfaceEndpointPart, subnetId: string): void {
  const id = lookUp(part.interfaces, subnetId);
  if (id === undefined) return;
  removeInterface(context, id);
  delete part.interfaces[subnetId];
}

function checkSubnets(context: RegionContext, vpcId: string, ids: readonly string[]): string[] {
  const unique = [...new Set(ids)];
  const subnets = unique.map((id) => subnetOf(context, id));
  const foreign = subnets.find((subnet) => subnet.vpcId !== vpcId);
  if (foreign !== undefined)
    throw new AwsError("InvalidParameter", `Subnet ${foreign.id} does not belong to VPC ${vpcId}`);
  const zones = subnets.map((subnet) => subnet.zoneName);
  if (new Set(zones).size !== zones.length)
    throw new AwsError(
      "DuplicateSubnetsInSameZone",
      `Found another VPC endpoint subnet in the availability zone of ${unique.at(-1) ?? ""}. VPC endpoint subnets should be in different availability zones supported by the VPC endpoint service.`,
    );
  return unique;
}
