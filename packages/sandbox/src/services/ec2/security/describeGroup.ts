import type { IpPermission, SecurityGroup, SecurityGroupRule as RuleAnswer } from "@aws-sdk/client-ec2";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { regionNamed } from "../regions/regionTable.ts";
import { tagsOf } from "../requests/tags.ts";
import type { SecurityGroupRecord, SecurityGroupRule } from "./SecurityGroupRecord.ts";

export function describeGroup(group: SecurityGroupRecord, context: RegionContext): SecurityGroup {
  return {
    GroupId: group.id,
    GroupName: group.name,
    Description: group.description,
    OwnerId: context.accountId,
    VpcId: group.vpcId,
    SecurityGroupArn: groupArn(context, "security-group", group.id),
    IpPermissions: permissionsOf(group.rules.filter((rule) => !rule.isEgress)),
    IpPermissionsEgress: permissionsOf(group.rules.filter((rule) => rule.isEgress)),
    Tags: [...tagsOf(context, group.id)],
  };
}

export function describeRule(
  rule: SecurityGroupRule,
  group: SecurityGroupRecord,
  context: RegionContext,
): RuleAnswer {
  return {
    SecurityGroupRuleId: rule.id,
    GroupId: group.id,
    GroupOwnerId: context.accountId,
    IsEgress: rule.isEgress,
    IpProtocol: rule.protocol,
    FromPort: rule.fromPort ?? -1,
    ToPort: rule.toPort ?? -1,
    ...peerMember(rule),
    ...(rule.description === undefined ? {} : { Description: rule.description }),
    Tags: [...tagsOf(context, rule.id)],
    SecurityGroupRuleArn: groupArn(context, "security-group-rule", rule.id),
  };
}

export function groupArn(context: RegionContext, type: string, id: string): string {
  const { partition } = regionNamed(context.region);
  return `arn:${partition}:ec2:${context.region}:${context.accountId}:${type}/${id}`;
}

function peerMember(rule: SecurityGroupRule): Partial<RuleAnswer> {
  switch (rule.peer.kind) {
    case "cidrIpv4":
      return { CidrIpv4: rule.peer.value };
    case "cidrIpv6":
      return { CidrIpv6: rule.peer.value };
    case "prefixList":
      return { PrefixListId: rule.peer.value };
    case "group":
      return { ReferencedGroupInfo: { GroupId: rule.peer.value, UserId: rule.peer.userId } };
  }
}

/** Rules of one protocol and port range are shown as one permission. */
function permissionsOf(rules: readonly SecurityGroupRule[]): IpPermission[] {
  const byRange = new Map<string, SecurityGroupRule[]>();
  for (const rule of rules) {
    const key = `${rule.protocol}/${rule.fromPort ?? ""}/${rule.toPort ?? ""}`;
    byRange.set(key, [...(byRange.get(key) ?? []), rule]);
  }
  return [...byRange.values()].map((together) => permissionOf(together));
}

function permissionOf(rules: readonly SecurityGroupRule[]): IpPermission {
  const [first] = rules;
  const of = (kind: SecurityGroupRule["peer"]["kind"]) => rules.filter((rule) => rule.peer.kind === kind);
  return {
    IpProtocol: first?.protocol,
    ...(first?.fromPort === undefined ? {} : { FromPort: first.fromPort, ToPort: first.toPort }),
    UserIdGroupPairs: of("group").map(({ peer, description }) => ({
      Description: description,
      GroupId: peer.value,
      UserId: peer.kind === "group" ? peer.userId : undefined,
    })),
    IpRanges: of("cidrIpv4").map(({ peer, description }) => ({
      Description: description,
      CidrIp: peer.value,
    })),
    Ipv6Ranges: of("cidrIpv6").map(({ peer, description }) => ({
      Description: description,
      CidrIpv6: peer.value,
    })),
    PrefixListIds: of("prefixList").map(({ peer, description }) => ({
      Description: description,
      PrefixListId: peer.value,
    })),
  };
}
