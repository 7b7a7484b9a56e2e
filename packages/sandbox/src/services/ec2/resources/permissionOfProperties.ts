import type { IpPermission } from "@aws-sdk/client-ec2";
import type { PropertyReader } from "../../../kernel/readProperties.ts";

/** A rule of a template, of a group's list or a resource of its own, as EC2's permission. */
export function permissionOfProperties(read: PropertyReader): IpPermission {
  const Description = read.text("Description");
  const described = Description === undefined ? {} : { Description };
  const CidrIp = read.text("CidrIp");
  const CidrIpv6 = read.text("CidrIpv6");
  const PrefixListId = read.text("SourcePrefixListId") ?? read.text("DestinationPrefixListId");
  const GroupId = read.text("SourceSecurityGroupId") ?? read.text("DestinationSecurityGroupId");
  const GroupName = read.text("SourceSecurityGroupName");
  const UserId = read.text("SourceSecurityGroupOwnerId");
  const isGroup = GroupId !== undefined || GroupName !== undefined;
  return {
    IpProtocol: read.text("IpProtocol"),
    FromPort: read.number("FromPort"),
    ToPort: read.number("ToPort"),
    ...(CidrIp === undefined ? {} : { IpRanges: [{ CidrIp, ...described }] }),
    ...(CidrIpv6 === undefined ? {} : { Ipv6Ranges: [{ CidrIpv6, ...described }] }),
    ...(PrefixListId === undefined ? {} : { PrefixListIds: [{ PrefixListId, ...described }] }),
    ...(isGroup ? { UserIdGroupPairs: [{ GroupId, GroupName, UserId, ...described }] } : {}),
  };
}
