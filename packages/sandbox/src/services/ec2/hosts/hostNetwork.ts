import type { HostNetwork, HostSecurityGroup, HostTrafficRule } from "../../../hosts/HostDriver.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { publicIpOf } from "../interfaces/describeInterface.ts";
import type { NetworkInterfaceRecord } from "../interfaces/NetworkInterfaceRecord.ts";
import { lookUp } from "../requests/resourceKinds.ts";
import type { SecurityGroupRule } from "../security/SecurityGroupRecord.ts";
import { ec2State } from "../state/ec2Store.ts";

/** A VPC as the driver of the hosts makes it. */
export function hostNetwork(context: RegionContext, vpcId: string): HostNetwork {
  const { vpcs, subnets, securityGroups, interfaces } = ec2State(context);
  const cards = Object.values(interfaces).filter((card) => card.vpcId === vpcId);
  return {
    region: context.region,
    vpcId,
    cidrBlocks: (lookUp(vpcs, vpcId)?.cidrs ?? []).map(({ cidrBlock }) => cidrBlock),
    subnets: Object.values(subnets).filter((subnet) => subnet.vpcId === vpcId),
    securityGroups: Object.values(securityGroups)
      .filter((group) => group.vpcId === vpcId)
      .map((group) => securityGroup(group, membersOf(cards))),
    publicAddresses: cards.flatMap((card) => {
      const publicIpAddress = publicIpOf(card, context);
      const { privateIp } = card;
      if (publicIpAddress === undefined || privateIp === undefined) return [];
      return [{ publicIpAddress, privateIpAddress: privateIp }];
    }),
  };
}

function membersOf(cards: readonly NetworkInterfaceRecord[]): ReadonlyMap<string, readonly string[]> {
  const members = new Map<string, string[]>();
  for (const { groupIds, privateIp, secondaryIps = [] } of cards)
    for (const id of groupIds) {
      const addresses = members.get(id) ?? [];
      members.set(id, addresses);
      addresses.push(...(privateIp === undefined ? [] : [privateIp]), ...secondaryIps);
    }
  return members;
}

function securityGroup(
  { id, rules }: { readonly id: string; readonly rules: readonly SecurityGroupRule[] },
  members: ReadonlyMap<string, readonly string[]>,
): HostSecurityGroup {
  const rulesOf = (isEgress: boolean) => rules.filter((rule) => rule.isEgress === isEgress).flatMap(traffic);
  return { id, members: members.get(id) ?? [], ingress: rulesOf(false), egress: rulesOf(true) };
}

/** Hosts speak IPv4 alone, and no service behind a prefix list has an address in the sandbox. */
function traffic({ protocol, fromPort, toPort, peer }: SecurityGroupRule): HostTrafficRule[] {
  if (peer.kind === "cidrIpv6" || peer.kind === "prefixList") return [];
  const rule = {
    protocol,
    ...(fromPort === undefined ? {} : { fromPort }),
    ...(toPort === undefined ? {} : { toPort }),
  };
  return [{ ...rule, peer: peer.kind === "group" ? { groupId: peer.value } : { cidrBlocks: [peer.value] } }];
}
