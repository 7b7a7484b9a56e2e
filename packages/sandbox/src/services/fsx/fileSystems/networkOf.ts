import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import type { OutputOf } from "../../../kernel/serviceModels.ts";
import { badRequest, invalidNetworkSettings } from "../errors.ts";

type SecurityGroup = NonNullable<OutputOf<"ec2", "DescribeSecurityGroups">["SecurityGroups"]>[number];
type Permission = NonNullable<SecurityGroup["IpPermissions"]>[number];

const LUSTRE_PORT = 988;

export interface FileSystemNetwork {
  readonly vpcId: string;
  readonly securityGroupIds: readonly string[];
}

/**
 * Looks up where a file system is to be: its subnets (of one VPC, in different zones) and security groups, the VPC's
 * default group when none is named.
 * @throws {AwsError} InvalidNetworkSettings, BadRequest
 */
export function networkOf(
  request: { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] },
  context: RegionContext,
): FileSystemNetwork {
  if (request.subnetIds.length === 0) throw badRequest("SubnetIds must not be empty.");
  const subnets = request.subnetIds.map((id) => subnetOf(id, context));
  const [first] = subnets;
  const vpcId = first?.VpcId ?? "";
  if (subnets.some((subnet) => subnet.VpcId !== vpcId))
    throw invalidNetworkSettings("The subnets must be in the same VPC.");
  const zones = new Set(subnets.map((subnet) => subnet.AvailabilityZone));
  if (zones.size < subnets.length)
    throw invalidNetworkSettings("The subnets must be in different Availability Zones.");
  const groups = groupsOf(request.securityGroupIds, vpcId, context);
  for (const group of groups)
    if (group.VpcId !== vpcId)
      throw invalidNetworkSettings(
        `The security group ID '${group.GroupId ?? ""}' is not part of the VPC '${vpcId}'.`,
        { InvalidSecurityGroupId: group.GroupId ?? "" },
      );
  return { vpcId, securityGroupIds: groups.flatMap(({ GroupId }) => GroupId ?? []) };
}

/** @throws {AwsError} InvalidNetworkSettings when the servers could not talk with each other and with clients. */
export function checkLustrePort(securityGroupIds: readonly string[], context: RegionContext): void {
  const groups = groupsOf(securityGroupIds, "", context);
  const isOpen = (permissions: readonly Permission[]) =>
    permissions.some((permission) => coversPort(permission) && reaches(permission, securityGroupIds));
  const isIn = isOpen(groups.flatMap((group) => group.IpPermissions ?? []));
  const isOut = isOpen(groups.flatMap((group) => group.IpPermissionsEgress ?? []));
  if (isIn && isOut) return;
  throw invalidNetworkSettings(
    "The file system cannot be created because the default security group in the subnet provided or the provided security groups do not permit Lustre LNET network traffic on port 988",
  );
}

function subnetOf(SubnetId: string, context: RegionContext) {
  const subnets = lookUp(() => context.call("ec2", "DescribeSubnets", { SubnetIds: [SubnetId] }).Subnets);
  const subnet = subnets?.[0];
  if (subnet !== undefined) return subnet;
  throw invalidNetworkSettings(`The subnet ID '${SubnetId}' does not exist`, { InvalidSubnetId: SubnetId });
}

function groupsOf(ids: readonly string[], vpcId: string, context: RegionContext): readonly SecurityGroup[] {
  if (ids.length === 0) {
    const Filters = [
      { Name: "vpc-id", Values: [vpcId] },
      { Name: "group-name", Values: ["default"] },
    ];
    return context.call("ec2", "DescribeSecurityGroups", { Filters }).SecurityGroups ?? [];
  }
  return ids.map((id) => {
    const groups = lookUp(
      () => context.call("ec2", "DescribeSecurityGroups", { GroupIds: [id] }).SecurityGroups,
    );
    const group = groups?.[0];
    if (group !== undefined) return group;
    throw invalidNetworkSettings(`The security group ID '${id}' does not exist`, {
      InvalidSecurityGroupId: id,
    });
  });
}

/** What EC2 refuses as unknown or malformed is undefined here. */
function lookUp<Found>(describe: () => Found): Found | undefined {
  try {
    return describe();
  } catch (error) {
    if (error instanceof AwsError && /NotFound$|Malformed$|^InvalidGroupId/.test(error.code))
      return undefined;
    throw error;
  }
}

function coversPort({ IpProtocol, FromPort, ToPort }: Permission): boolean {
  if (IpProtocol === "-1") return true;
  if (IpProtocol !== "tcp" && IpProtocol !== "6") return false;
  return (FromPort ?? 0) <= LUSTRE_PORT && (ToPort ?? 65_535) >= LUSTRE_PORT;
}

function reaches(permission: Permission, securityGroupIds: readonly string[]): boolean {
  const pairs = permission.UserIdGroupPairs ?? [];
  if (pairs.some(({ GroupId }) => GroupId !== undefined && securityGroupIds.includes(GroupId))) return true;
  return [permission.IpRanges, permission.Ipv6Ranges, permission.PrefixListIds].some(
    (list) => (list ?? []).length > 0,
  );
}
