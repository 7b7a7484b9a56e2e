import type { IpPermission } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { parseCidr } from "../network/cidr.ts";
import { prefixLists } from "../network/prefixLists.ts";
import { invalidValue } from "../requests/parameters.ts";
import { find, resourceKinds } from "../requests/resourceKinds.ts";
import { ec2State } from "../state/ec2Store.ts";
import type { RulePeer, SecurityGroupRecord, SecurityGroupRule } from "./SecurityGroupRecord.ts";

export type NewRule = Omit<SecurityGroupRule, "id">;

/** The older form of a rule: one range, given by members of the call itself. */
export interface FlatPermission {
  readonly CidrIp?: string | undefined;
  readonly FromPort?: number | undefined;
  readonly IpProtocol?: string | undefined;
  readonly SourceSecurityGroupName?: string | undefined;
  readonly ToPort?: number | undefined;
  readonly IpPermissions?: readonly IpPermission[] | undefined;
}

/** One rule per protocol, port range and peer, as EC2 keeps them. @throws {AwsError} for what cannot be a rule */
export function parsePermissions(
  input: FlatPermission,
  group: SecurityGroupRecord,
  direction: { readonly isEgress: boolean; readonly context: RegionContext },
): NewRule[] {
  return permissionsOf(input).flatMap((permission) => {
    const ports = portsOf(permission);
    return peersOf(permission, group, direction.context).map(({ peer, description }) =>
      newRule({ isEgress: direction.isEgress, ...ports, peer }, description),
    );
  });
}

function newRule(rule: NewRule, description: string | undefined): NewRule {
  return description === undefined ? rule : { ...rule, description };
}

function permissionsOf(input: FlatPermission): readonly IpPermission[] {
  if (input.IpPermissions !== undefined && input.IpPermissions.length > 0) return input.IpPermissions;
  if (input.CidrIp === undefined && input.SourceSecurityGroupName === undefined)
    throw new AwsError("MissingParameter", "The request must contain the parameter ipPermissions");
  return [
    {
      IpProtocol: input.IpProtocol ?? "-1",
      FromPort: input.FromPort,
      ToPort: input.ToPort,
      ...(input.CidrIp === undefined ? {} : { IpRanges: [{ CidrIp: input.CidrIp }] }),
      ...(input.SourceSecurityGroupName === undefined
        ? {}
        : { UserIdGroupPairs: [{ GroupName: input.SourceSecurityGroupName }] }),
    },
  ];
}

const PROTOCOL_NAMES: Readonly<Record<string, string>> = {
  "1": "icmp",
  "6": "tcp",
  "17": "udp",
  "58": "icmpv6",
  all: "-1",
};

function portsOf(permission: IpPermission): Pick<NewRule, "protocol" | "fromPort" | "toPort"> {
  const given = (permission.IpProtocol ?? "").toLowerCase();
  const protocol = PROTOCOL_NAMES[given] ?? given;
  if (!/^(tcp|udp|icmp|icmpv6|-1|\d{1,3})$/.test(protocol) || Number(protocol) > 255)
    throw new AwsError(
      "InvalidParameterValue",
      `Invalid value '${given}' for IP protocol. Unknown protocol.`,
    );
  // ports mean nothing for all traffic and for other protocols: EC2 takes what is sent (0 to 65535 too) and keeps none
  if (!["tcp", "udp", "icmp", "icmpv6"].includes(protocol)) return { protocol };
  const { FromPort: fromPort, ToPort: toPort } = permission;
  if (fromPort === undefined || toPort === undefined) {
    if (protocol === "icmpv6" || protocol === "icmp") return { protocol, fromPort: -1, toPort: -1 };
    throw invalidValue("Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.");
  }
  if (protocol === "tcp" || protocol === "udp") checkPorts(fromPort, toPort);
  return { protocol, fromPort, toPort };
}

function checkPorts(fromPort: number, toPort: number): void {
  for (const port of [fromPort, toPort])
    if (port < 0 || port > 65_535)
      throw invalidValue(`Invalid value '${port}' for portRange. Ports must be between 0 and 65535.`);
  if (fromPort > toPort)
    throw invalidValue(
      `Invalid value '${fromPort}-${toPort}' for portRange. The from port must not be greater than the to port.`,
    );
}

interface DescribedPeer {
  readonly peer: RulePeer;
  readonly description: string | undefined;
}

function peersOf(
  permission: IpPermission,
  group: SecurityGroupRecord,
  context: RegionContext,
): DescribedPeer[] {
  return [
    ...(permission.IpRanges ?? []).map(({ CidrIp = "", Description }) => ({
      peer: { kind: "cidrIpv4" as const, value: ipv4(CidrIp) },
      description: Description,
    })),
    ...(permission.Ipv6Ranges ?? []).map(({ CidrIpv6 = "", Description }) => ({
      peer: { kind: "cidrIpv6" as const, value: ipv6(CidrIpv6) },
      description: Description,
    })),
    ...(permission.PrefixListIds ?? []).map(({ PrefixListId = "", Description }) => ({
      peer: {
        kind: "prefixList" as const,
        value: find(prefixLists(context), PrefixListId, resourceKinds.prefixList).id,
      },
      description: Description,
    })),
    ...(permission.UserIdGroupPairs ?? []).map((pair) => ({
      peer: {
        kind: "group" as const,
        value: peerGroup(pair, group, context).id,
        userId: pair.UserId ?? context.accountId,
      },
      description: pair.Description,
    })),
  ];
}

function ipv4(text: string): string {
  const cidr = parseCidr(text);
  if (cidr === undefined) throw invalidValue(`CIDR block ${text} is malformed`);
  return cidr.text;
}

function ipv6(text: string): string {
  if (!/^[0-9a-f:]{2,39}\/\d{1,3}$/i.test(text)) throw invalidValue(`CIDR block ${text} is malformed`);
  return text.toLowerCase();
}

function peerGroup(
  pair: { readonly GroupId?: string | undefined; readonly GroupName?: string | undefined },
  group: SecurityGroupRecord,
  context: RegionContext,
): SecurityGroupRecord {
  const { securityGroups } = ec2State(context);
  if (pair.GroupId !== undefined) {
    const peer = find(securityGroups, pair.GroupId, resourceKinds.securityGroup);
    if (peer.vpcId === group.vpcId) return peer;
    throw new AwsError(
      "InvalidGroup.NotFound",
      `You have specified two resources that belong to different networks.`,
    );
  }
  const named = Object.values(securityGroups).find(
    (each) => each.name === pair.GroupName && each.vpcId === group.vpcId,
  );
  if (named !== undefined) return named;
  throw new AwsError(
    "InvalidGroup.NotFound",
    `The security group '${pair.GroupName ?? ""}' does not exist in VPC '${group.vpcId}'`,
  );
}
