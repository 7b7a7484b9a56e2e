import { AwsError } from "../../../kernel/AwsError.ts";
import type { RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { defaultVpcOf, vpcOf } from "../network/vpcs.ts";
import { list, type Listing } from "../requests/listing.ts";
import { invalidValue, refuseDryRun, required } from "../requests/parameters.ts";
import { find, resourceKinds } from "../requests/resourceKinds.ts";
import { dropTags, putTags, tagsFor, tagsOf } from "../requests/tags.ts";
import { ec2State } from "../state/ec2Store.ts";
import { allowAllOut } from "./defaultRules.ts";
import { describeGroup, groupArn } from "./describeGroup.ts";
import type { SecurityGroupRecord, SecurityGroupRule } from "./SecurityGroupRecord.ts";

export const securityGroupOperations = defineOperations<"ec2">()({
  CreateSecurityGroup: {
    members: ["Description", "DryRun", "GroupName", "TagSpecifications", "VpcId"],
    run(input, context) {
      const name = required(input.GroupName, "groupName");
      const description = required(input.Description, "groupDescription");
      const vpc = input.VpcId === undefined ? defaultVpcOf(context) : vpcOf(context, input.VpcId);
      if (vpc === undefined) throw new AwsError("VPCIdNotSpecified", "No default VPC for this user");
      const tags = tagsFor(resourceKinds.securityGroup, input.TagSpecifications, context);
      checkName(context, vpc.id, name);
      if (description.length > 255) throw invalidValue("Character sets beyond ASCII are not supported.");
      refuseDryRun(input.DryRun);
      const group: SecurityGroupRecord = {
        id: context.ids.resourceId("sg"),
        vpcId: vpc.id,
        name,
        description,
        rules: [allowAllOut(context.ids.resourceId("sgr"))],
      };
      ec2State(context).securityGroups[group.id] = group;
      putTags(context, group.id, tags);
      return {
        GroupId: group.id,
        Tags: [...tagsOf(context, group.id)],
        SecurityGroupArn: groupArn(context, "security-group", group.id),
      };
    },
  },
  DescribeSecurityGroups: {
    members: ["DryRun", "Filters", "GroupIds", "GroupNames", "MaxResults", "NextToken"],
    run(input, context) {
      const ids = [
        ...(input.GroupIds ?? []),
        ...(input.GroupNames ?? []).map((name) => groupNamed(context, name).id),
      ];
      const page = list(listing(context), { ...input, ids });
      return {
        SecurityGroups: page.items.map((group) => describeGroup(group, context)),
        NextToken: page.nextToken,
      };
    },
  },
  DeleteSecurityGroup: {
    members: ["DryRun", "GroupId", "GroupName"],
    run(input, context) {
      const group = groupOf(context, input);
      if (group.name === "default")
        throw new AwsError(
          "CannotDelete",
          `the specified group: "${group.id}" name: "default" cannot be deleted by a user`,
        );
      if (isInUse(context, group))
        throw new AwsError("DependencyViolation", `resource ${group.id} has a dependent object`);
      refuseDryRun(input.DryRun);
      delete ec2State(context).securityGroups[group.id];
      for (const id of [group.id, ...group.rules.map((rule) => rule.id)]) dropTags(context, id);
      return { Return: true, GroupId: group.id };
    },
  },
});

/** @throws {AwsError} `MissingParameter`, `InvalidGroup.NotFound`, `InvalidGroupId.Malformed` */
export function groupOf(
  context: RegionContext,
  input: { readonly GroupId?: string | undefined; readonly GroupName?: string | undefined },
): SecurityGroupRecord {
  if (input.GroupId === undefined && input.GroupName !== undefined)
    return groupNamed(context, input.GroupName);
  if (input.GroupId === undefined)
    throw new AwsError("MissingParameter", "The request must contain the parameter groupName or groupId");
  return find(ec2State(context).securityGroups, input.GroupId, resourceKinds.securityGroup);
}

/** Names alone are looked for in the default VPC. */
function groupNamed(context: RegionContext, name: string): SecurityGroupRecord {
  const vpcId = defaultVpcOf(context)?.id;
  const group = Object.values(ec2State(context).securityGroups).find(
    (each) => each.name === name && each.vpcId === vpcId,
  );
  if (group !== undefined) return group;
  throw new AwsError(
    "InvalidGroup.NotFound",
    vpcId === undefined
      ? `The security group '${name}' does not exist`
      : `The security group '${name}' does not exist in default VPC '${vpcId}'`,
  );
}

function checkName(context: RegionContext, vpcId: string, name: string): void {
  if (name.toLowerCase() === "default")
    throw invalidValue("Cannot use reserved security group name: default");
  if (name.startsWith("sg-"))
    throw invalidValue(
      `Value (${name}) for parameter groupName is invalid. Group names may not be in the format sg-*.`,
    );
  if (name.length > 255 || !/^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]+$/.test(name))
    throw invalidValue(
      `Value (${name}) for parameter GroupName is invalid. Character sets beyond ASCII are not supported.`,
    );
  const isTaken = Object.values(ec2State(context).securityGroups).some(
    (group) => group.vpcId === vpcId && group.name === name,
  );
  if (isTaken)
    throw new AwsError(
      "InvalidGroup.Duplicate",
      `The security group '${name}' already exists for VPC '${vpcId}'`,
    );
}

function isInUse(context: RegionContext, group: SecurityGroupRecord): boolean {
  const { interfaces, securityGroups } = ec2State(context);
  const isNamed = Object.values(securityGroups).some(
    (other) =>
      other.id !== group.id &&
      other.rules.some((rule) => rule.peer.kind === "group" && rule.peer.value === group.id),
  );
  return isNamed || Object.values(interfaces).some((each) => each.groupIds.includes(group.id));
}

function listing(context: RegionContext): Listing<SecurityGroupRecord> {
  return {
    kind: resourceKinds.securityGroup,
    items: ec2State(context).securityGroups,
    idOf: (group) => group.id,
    tagsOf: (group) => tagsOf(context, group.id),
    fields: {
      description: (group) => group.description,
      "group-id": (group) => group.id,
      "group-name": (group) => group.name,
      "owner-id": () => context.accountId,
      "vpc-id": (group) => group.vpcId,
      ...ruleFields("ip-permission", false),
      ...ruleFields("egress.ip-permission", true),
    },
  };
}

function ruleFields(prefix: string, isEgress: boolean): Listing<SecurityGroupRecord>["fields"] {
  const of =
    (read: (rule: SecurityGroupRule) => string | number | undefined) => (group: SecurityGroupRecord) =>
      group.rules.filter((rule) => rule.isEgress === isEgress).map(read);
  const peer = (kind: SecurityGroupRule["peer"]["kind"]) =>
    of((rule) => (rule.peer.kind === kind ? rule.peer.value : undefined));
  return {
    [`${prefix}.cidr`]: peer("cidrIpv4"),
    [`${prefix}.ipv6-cidr`]: peer("cidrIpv6"),
    [`${prefix}.group-id`]: peer("group"),
    [`${prefix}.prefix-list-id`]: peer("prefixList"),
    [`${prefix}.from-port`]: of((rule) => rule.fromPort),
    [`${prefix}.to-port`]: of((rule) => rule.toPort),
    [`${prefix}.protocol`]: of((rule) => rule.protocol),
    [`${prefix}.user-id`]: of((rule) => (rule.peer.kind === "group" ? rule.peer.userId : undefined)),
  };
}
