import type { InstanceNetworkInterfaceSpecification } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { checkAddress } from "../interfaces/addresses.ts";
import { checkSubnetGroups, interfaceOf } from "../interfaces/interfaceLife.ts";
import type { SubnetRecord } from "../network/NetworkRecords.ts";
import { freeAddressCount, subnetOf } from "../network/subnets.ts";
import { defaultVpcOf } from "../network/vpcs.ts";
import { invalidValue, oneOf } from "../requests/parameters.ts";
import { find, resourceKinds } from "../requests/resourceKinds.ts";
import { groupOf } from "../security/securityGroups.ts";
import { ec2State } from "../state/ec2Store.ts";
import type { InstanceType } from "@trainyard/core";
import { checkCards } from "./checkCards.ts";
import type { LaunchInput } from "./LaunchInput.ts";
import type { InterfacePlan } from "./LaunchPlan.ts";

/** The interfaces of each instance, the primary one first. @throws {AwsError} for what does not go together */
export function planInterfaces(
  context: RegionContext,
  input: LaunchInput,
  type: InstanceType,
): InterfacePlan[] {
  const specifications = input.NetworkInterfaces ?? [];
  if (specifications.length === 0) return [plainInterface(context, input)];
  refuseTopLevel(input);
  checkPublicAddresses(context, specifications);
  const plans = specifications.map((each) => planInterface(context, each, specifications.length === 1));
  plans.sort((a, b) => a.cardIndex - b.cardIndex || a.deviceIndex - b.deviceIndex);
  checkCards(plans, type);
  return plans;
}

/** How many instances the free addresses of the subnets allow. */
export function addressCapacity(plans: readonly InterfacePlan[]): number {
  const needed = new Map<SubnetRecord, number>();
  for (const plan of plans)
    if (plan.existing === undefined && plan.interfaceType !== "efa-only")
      needed.set(plan.subnet, (needed.get(plan.subnet) ?? 0) + 1);
  return Math.min(
    Number.POSITIVE_INFINITY,
    ...[...needed].map(([subnet, count]) => Math.floor(freeAddressCount(subnet) / count)),
  );
}

function plainInterface(context: RegionContext, input: LaunchInput): InterfacePlan {
  const named = (input.SecurityGroups ?? []).map((GroupName) => groupOf(context, { GroupName }).id);
  const subnetId = input.SubnetId ?? defaultSubnet(context, input.Placement?.AvailabilityZone).id;
  const { subnet, groupIds } = checkSubnetGroups(context, subnetId, [
    ...(input.SecurityGroupIds ?? []),
    ...named,
  ]);
  if (input.PrivateIpAddress !== undefined) checkAddress(subnet, input.PrivateIpAddress);
  return {
    cardIndex: 0,
    deviceIndex: 0,
    subnet,
    groupIds,
    interfaceType: "interface",
    description: "",
    ...(input.PrivateIpAddress === undefined ? {} : { privateIp: input.PrivateIpAddress }),
    deleteOnTermination: true,
    hasPublicIp: subnet.mapPublicIpOnLaunch,
  };
}

function defaultSubnet(context: RegionContext, zoneName: string | undefined): SubnetRecord {
  const vpc = defaultVpcOf(context);
  if (vpc === undefined)
    throw new AwsError(
      "VPCIdNotSpecified",
      "No default VPC for this user. GroupName is only supported for EC2-Classic and default VPC.",
    );
  const subnet = Object.values(ec2State(context).subnets).find(
    (each) => each.defaultForAz && (zoneName === undefined || each.zoneName === zoneName),
  );
  if (subnet !== undefined) return subnet;
  throw new AwsError(
    "MissingInput",
    `No subnets found for the default VPC '${vpc.id}'. Please specify a subnet.`,
  );
}

function refuseTopLevel(input: LaunchInput): void {
  if (input.SubnetId !== undefined) throw both("subnet ID");
  if (input.SecurityGroupIds !== undefined || input.SecurityGroups !== undefined)
    throw both("security groups");
  if (input.PrivateIpAddress !== undefined) throw both("private address");
}

function both(what: string): AwsError {
  return new AwsError(
    "InvalidParameterCombination",
    `Network interfaces and an instance-level ${what} may not be specified on the same request`,
  );
}

const SEVERAL_INTERFACES =
  "The associatePublicIPAddress parameter cannot be specified when launching with multiple network interfaces.";

/** A public address goes to instances with one interface only, also where the subnet would give one. */
function checkPublicAddresses(
  context: RegionContext,
  specifications: readonly InstanceNetworkInterfaceSpecification[],
): void {
  if (specifications.length === 1) return;
  for (const each of specifications) {
    const isAsked = each.AssociatePublicIpAddress;
    const { subnets } = ec2State(context);
    const isMapped =
      isAsked === undefined &&
      each.SubnetId !== undefined &&
      find(subnets, each.SubnetId, resourceKinds.subnet).mapPublicIpOnLaunch;
    if (isAsked === true || isMapped) throw new AwsError("InvalidParameterCombination", SEVERAL_INTERFACES);
  }
}

function planInterface(
  context: RegionContext,
  specification: InstanceNetworkInterfaceSpecification,
  isAlone: boolean,
): InterfacePlan {
  const place = {
    cardIndex: specification.NetworkCardIndex ?? 0,
    deviceIndex: specification.DeviceIndex ?? 0,
  };
  if (specification.NetworkInterfaceId !== undefined)
    return { ...place, ...existingInterface(context, specification, isAlone) };
  const subnetId = specification.SubnetId ?? defaultSubnet(context, undefined).id;
  const { subnet, groupIds } = checkSubnetGroups(context, subnetId, specification.Groups);
  const privateIp = specification.PrivateIpAddress;
  if (privateIp !== undefined) checkAddress(subnet, privateIp);
  return {
    ...place,
    subnet,
    groupIds,
    interfaceType: oneOf(
      specification.InterfaceType ?? "interface",
      ["interface", "efa", "efa-only"],
      "interfaceType",
    ),
    description: specification.Description ?? "",
    ...(privateIp === undefined ? {} : { privateIp }),
    deleteOnTermination: specification.DeleteOnTermination ?? true,
    hasPublicIp: specification.AssociatePublicIpAddress ?? (isAlone && subnet.mapPublicIpOnLaunch),
  };
}

/** The primary interface gets a public address where its subnet maps one, also when it was made beforehand: so have ParallelCluster's head nodes theirs. */
function existingInterface(
  context: RegionContext,
  specification: InstanceNetworkInterfaceSpecification,
  isAlone: boolean,
): Omit<InterfacePlan, "cardIndex" | "deviceIndex"> {
  const id = specification.NetworkInterfaceId ?? "";
  const existing = interfaceOf(context, id);
  if (existing.attachment !== undefined)
    throw new AwsError("InvalidNetworkInterface.InUse", `Interface: [${id}] in use.`);
  if (specification.Groups !== undefined || specification.SubnetId !== undefined)
    throw invalidValue(
      "A network interface may not specify a network interface ID and delete on termination as true, security groups or a subnet ID",
    );
  const subnet = subnetOf(context, existing.subnetId);
  return {
    existing,
    subnet,
    groupIds: existing.groupIds,
    interfaceType:
      existing.interfaceType === "efa" || existing.interfaceType === "efa-only"
        ? existing.interfaceType
        : "interface",
    description: existing.description,
    deleteOnTermination: false,
    hasPublicIp: isAlone && subnet.mapPublicIpOnLaunch,
  };
}
