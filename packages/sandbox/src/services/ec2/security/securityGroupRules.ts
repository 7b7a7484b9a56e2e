import { AwsError } from "../../../kernel/AwsError.ts";
import type { CallContext, RegionContext } from "../../../kernel/CallContext.ts";
import { defineOperations } from "../../../kernel/ServiceModule.ts";
import { list } from "../requests/listing.ts";
import { refuseDryRun, required } from "../requests/parameters.ts";
import { missing, resourceKinds } from "../requests/resourceKinds.ts";
import { dropTags, putTags, tagsFor, tagsOf } from "../requests/tags.ts";
import type { StoredTag } from "../state/Ec2State.ts";
import { ec2State } from "../state/ec2Store.ts";
import { describeRule } from "./describeGroup.ts";
import { parsePermissions, type NewRule } from "./parsePermissions.ts";
import type { SecurityGroupRecord, SecurityGroupRule } from "./SecurityGroupRecord.ts";
import { groupOf } from "./securityGroups.ts";

const MOST_RULES = 60;

export const securityGroupRuleOperations = defineOperations<"ec2">()({
  AuthorizeSecurityGroupIngress: {
    members: [
      "CidrIp",
      "DryRun",
      "FromPort",
      "GroupId",
      "GroupName",
      "IpPermissions",
      "IpProtocol",
      "SourceSecurityGroupName",
      "TagSpecifications",
      "ToPort",
    ],
    run(input, context) {
      const group = groupOf(context, input);
      const rules = parsePermissions(input, group, { isEgress: false, context });
      const tags = tagsFor(resourceKinds.securityGroupRule, input.TagSpecifications, context);
      refuseRules(group, rules);
      refuseDryRun(input.DryRun);
      return { Return: true, SecurityGroupRules: add(context, { group, rules, tags }) };
    },
  },
  AuthorizeSecurityGroupEgress: {
    members: ["DryRun", "GroupId", "IpPermissions", "TagSpecifications"],
    run(input, context) {
      const group = groupOf(context, { GroupId: required(input.GroupId, "groupId") });
      const rules = parsePermissions(input, group, { isEgress: true, context });
      const tags = tagsFor(resourceKinds.securityGroupRule, input.TagSpecifications, context);
      refuseRules(group, rules);
      refuseDryRun(input.DryRun);
      return { Return: true, SecurityGroupRules: add(context, { group, rules, tags }) };
    },
  },
  RevokeSecurityGroupIngress: {
    members: [
      "CidrIp",
      "DryRun",
      "FromPort",
      "GroupId",
      "GroupName",
      "IpPermissions",
      "IpProtocol",
      "SecurityGroupRuleIds",
      "SourceSecurityGroupName",
      "ToPort",
    ],
    run(input, context) {
      const group = groupOf(context, input);
      const removed =
        input.SecurityGroupRuleIds === undefined
          ? matching(group, parsePermissions(input, group, { isEgress: false, context }))
          : rulesById(group, input.SecurityGroupRuleIds, false);
      refuseDryRun(input.DryRun);
      remove(context, group, removed);
      return { Return: true };
    },
  },
  RevokeSecurityGroupEgress: {
    members: ["DryRun", "GroupId", "IpPermissions", "SecurityGroupRuleIds"],
    run(input, context) {
      const group = groupOf(context, { GroupId: required(input.GroupId, "groupId") });
      const removed =
        input.SecurityGroupRuleIds === undefined
          ? matching(group, parsePermissions(input, group, { isEgress: true, context }))
          : rulesById(group, input.SecurityGroupRuleIds, true);
      refuseDryRun(input.DryRun);
      remove(context, group, removed);
      return { Return: true };
    },
  },
  UpdateSecurityGroupRuleDescriptionsIngress: {
    members: ["DryRun", "GroupId", "GroupName", "SecurityGroupRuleDescriptions"],
    run(input, context) {
      const group = groupOf(context, input);
      const changes = required(input.SecurityGroupRuleDescriptions, "securityGroupRuleDescriptions");
      const rules = changes.map((each) => describedRule(group, each.SecurityGroupRuleId, false));
      refuseDryRun(input.DryRun);
      for (const [index, rule] of rules.entries()) describeAnew(rule, changes[index]?.Description);
      return { Return: true };
    },
  },
  UpdateSecurityGroupRuleDescriptionsEgress: {
    members: ["DryRun", "GroupId", "GroupName", "SecurityGroupRuleDescriptions"],
    run(input, context) {
      const group = groupOf(context, input);
      const changes = required(input.SecurityGroupRuleDescriptions, "securityGroupRuleDescriptions");
      const rules = changes.map((each) => describedRule(group, each.SecurityGroupRuleId, true));
      refuseDryRun(input.DryRun);
      for (const [index, rule] of rules.entries()) describeAnew(rule, changes[index]?.Description);
      return { Return: true };
    },
  },
  DescribeSecurityGroupRules: {
    members: ["DryRun", "Filters", "MaxResults", "NextToken", "SecurityGroupRuleIds"],
    run(input, context) {
      const placed = Object.values(ec2State(context).securityGroups).flatMap((group) =>
        group.rules.map((rule) => ({ group, rule })),
      );
      const page = list(
        {
          kind: resourceKinds.securityGroupRule,
          items: Object.fromEntries(placed.map((each) => [each.rule.id, each])),
          idOf: ({ rule }) => rule.id,
          tagsOf: ({ rule }) => tagsOf(context, rule.id),
          fields: {
            "group-id": ({ group }) => group.id,
            "security-group-rule-id": ({ rule }) => rule.id,
          },
        },
        { ...input, ids: input.SecurityGroupRuleIds },
      );
      return {
        SecurityGroupRules: page.items.map(({ rule, group }) => describeRule(rule, group, context)),
        NextToken: page.nextToken,
      };
    },
  },
});

function add(
  context: CallContext,
  addition: {
    readonly group: SecurityGroupRecord;
    readonly rules: readonly NewRule[];
    readonly tags: readonly StoredTag[];
  },
) {
  return addition.rules.map((rule) => {
    const added: SecurityGroupRule = { id: context.ids.resourceId("sgr"), ...rule };
    addition.group.rules.push(added);
    putTags(context, added.id, addition.tags);
    return describeRule(added, addition.group, context);
  });
}

function refuseRules(group: SecurityGroupRecord, rules: readonly NewRule[]): void {
  const present = group.rules.map(keyOf);
  const added: string[] = [];
  for (const rule of rules) {
    const key = keyOf(rule);
    if (added.includes(key))
      throw new AwsError("InvalidParameterValue", "The same permission must not appear multiple times");
    if (present.includes(key))
      throw new AwsError(
        "InvalidPermission.Duplicate",
        `the specified rule "${wordsOf(rule)}" already exists`,
      );
    added.push(key);
  }
  for (const isEgress of [false, true]) {
    const count = [...group.rules, ...rules].filter((rule) => rule.isEgress === isEgress).length;
    if (count > MOST_RULES)
      throw new AwsError(
        "RulesPerSecurityGroupLimitExceeded",
        "The maximum number of rules per security group has been reached.",
      );
  }
}

function keyOf(rule: NewRule): string {
  return JSON.stringify([
    rule.isEgress,
    rule.protocol,
    rule.fromPort,
    rule.toPort,
    rule.peer.kind,
    rule.peer.value,
  ]);
}

function wordsOf(rule: NewRule): string {
  const protocol = rule.protocol === "-1" ? "ALL" : rule.protocol.toUpperCase();
  const ports = rule.fromPort === undefined ? [] : [`from port: ${rule.fromPort}, to port: ${rule.toPort}`];
  return [`peer: ${rule.peer.value}`, protocol, ...ports, "ALLOW"].join(", ");
}

function matching(group: SecurityGroupRecord, rules: readonly NewRule[]): SecurityGroupRule[] {
  return rules.map((rule) => {
    const found = group.rules.find((each) => keyOf(each) === keyOf(rule));
    if (found !== undefined) return found;
    throw new AwsError(
      "InvalidPermission.NotFound",
      "The specified rule does not exist in this security group.",
    );
  });
}

function rulesById(
  group: SecurityGroupRecord,
  ids: readonly string[],
  isEgress: boolean,
): SecurityGroupRule[] {
  return ids.map((id) => {
    const found = group.rules.find((rule) => rule.id === id && rule.isEgress === isEgress);
    if (found !== undefined) return found;
    throw missing([id], resourceKinds.securityGroupRule);
  });
}

function describedRule(
  group: SecurityGroupRecord,
  id: string | undefined,
  isEgress: boolean,
): SecurityGroupRule {
  const wanted = required(id, "securityGroupRuleId");
  const [rule] = rulesById(group, [wanted], isEgress);
  if (rule !== undefined) return rule;
  throw missing([wanted], resourceKinds.securityGroupRule);
}

function describeAnew(rule: SecurityGroupRule, description: string | undefined): void {
  if (description === undefined || description === "") delete rule.description;
  else rule.description = description;
}

function remove(
  context: RegionContext,
  group: SecurityGroupRecord,
  removed: readonly SecurityGroupRule[],
): void {
  group.rules = group.rules.filter((rule) => !removed.includes(rule));
  for (const rule of removed) dropTags(context, rule.id);
}
