import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import type { SubnetRecord, VpcRecord } from "../network/NetworkRecords.ts";
import { subnetOf } from "../network/subnets.ts";
import { invalidValue } from "../requests/parameters.ts";
import { find, lookUp, resourceKinds } from "../requests/resourceKinds.ts";
import { dropTags } from "../requests/tags.ts";
import { ec2State } from "../state/ec2Store.ts";
import { releaseAddress, takeAddress } from "./addresses.ts";
import type { NetworkInterfaceRecord } from "./NetworkInterfaceRecord.ts";

export interface InterfaceRequest {
  readonly subnet: SubnetRecord;
  readonly groupIds: readonly string[];
  readonly description: string;
  readonly interfaceType: NetworkInterfaceRecord["interfaceType"];
  readonly privateIp?: string | undefined;
  readonly secondaryIps?: readonly string[] | undefined;
  /** Further addresses, whichever are free. */
  readonly secondaryIpCount?: number | undefined;
  readonly requesterId?: string;
}

export function createInterface(context: RegionContext, request: InterfaceRequest): NetworkInterfaceRecord {
  const { subnet } = request;
  const id = context.ids.resourceId("eni");
  const chosenIps = (request.secondaryIps ?? []).map((address) => takeAddress(subnet, id, address));
  const privateIp =
    request.interfaceType === "efa-only" ? undefined : takeAddress(subnet, id, request.privateIp);
  const anyIps = Array.from({ length: request.secondaryIpCount ?? 0 }, () =>
    takeAddress(subnet, id, undefined),
  );
  const secondaryIps = [...chosenIps, ...anyIps];
  const record: NetworkInterfaceRecord = {
    id,
    subnetId: subnet.id,
    vpcId: subnet.vpcId,
    interfaceType: request.interfaceType,
    createdMs: context.clock.nowMs(),
    description: request.description,
    groupIds: [...request.groupIds],
    sourceDestCheck: request.interfaceType !== "nat_gateway",
    ...(privateIp === undefined ? {} : { privateIp }),
    ...(secondaryIps.length === 0 ? {} : { secondaryIps }),
    ...(request.requesterId === undefined ? {} : { requesterId: request.requesterId }),
  };
  ec2State(context).interfaces[id] = record;
  return record;
}

/** Removes an interface, gives its addresses back and takes an elastic IP off it. */
export function removeInterface(context: RegionContext, id: string): void {
  const state = ec2State(context);
  const record = lookUp(state.interfaces, id);
  if (record === undefined) return;
  const subnet = lookUp(state.subnets, record.subnetId);
  for (const address of [record.privateIp, ...(record.secondaryIps ?? [])])
    if (address !== undefined) releaseAddress(subnet, address);
  const address = lookUp(state.elasticIps, record.allocationId ?? "");
  if (address !== undefined) delete address.association;
  delete state.interfaces[id];
  dropTags(context, id);
}

export function interfaceOf(context: RegionContext, id: string): NetworkInterfaceRecord {
  return find(ec2State(context).interfaces, id, resourceKinds.networkInterface);
}

/**
 * Checks the groups of an interface; none means the VPC's default group.
 * @throws {AwsError} `InvalidGroup.NotFound`, or a group of another VPC
 */
export function checkGroups(
  context: RegionContext,
  vpc: VpcRecord,
  ids: readonly string[] | undefined,
): string[] {
  if (ids === undefined || ids.length === 0) return [vpc.defaultSecurityGroupId];
  const { securityGroups } = ec2State(context);
  for (const id of ids) {
    const group = find(securityGroups, id, resourceKinds.securityGroup);
    if (group.vpcId !== vpc.id)
      throw new AwsError("InvalidParameter", `Security group ${id} and subnet belong to different networks.`);
  }
  return [...new Set(ids)];
}

export function checkSubnetGroups(
  context: RegionContext,
  subnetId: string,
  ids: readonly string[] | undefined,
): { readonly subnet: SubnetRecord; readonly groupIds: string[] } {
  const subnet = subnetOf(context, subnetId);
  const vpc = find(ec2State(context).vpcs, subnet.vpcId, resourceKinds.vpc);
  return { subnet, groupIds: checkGroups(context, vpc, ids) };
}

/** @throws {AwsError} when it is attached, or belongs to a service */
export function refuseRemoval(record: NetworkInterfaceRecord): void {
  if (record.requesterId !== undefined)
    throw new AwsError(
      "OperationNotPermitted",
      "You are not allowed to manage requester-managed network interfaces.",
    );
  if (record.attachment !== undefined)
    throw invalidValue(`Network interface '${record.id}' is currently in use.`);
}
