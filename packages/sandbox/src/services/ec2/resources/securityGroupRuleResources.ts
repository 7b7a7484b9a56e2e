import type { ResourceContext, ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { resourceDurations } from "../durations.ts";
import { ec2Resource, given } from "./ec2Resource.ts";
import { permissionOfProperties } from "./permissionOfProperties.ts";

const RULE_PROPERTIES = ["CidrIp", "CidrIpv6", "Description", "FromPort", "GroupId", "IpProtocol", "ToPort"];

export const securityGroupIngressResource: ResourceProvider = ec2Resource({
  type: "AWS::EC2::SecurityGroupIngress",
  durations: resourceDurations.securityGroupRule,
  properties: [
    ...RULE_PROPERTIES,
    "GroupName",
    "SourcePrefixListId",
    "SourceSecurityGroupId",
    "SourceSecurityGroupName",
    "SourceSecurityGroupOwnerId",
  ],
  create(properties, context) {
    const { SecurityGroupRules } = context.call("ec2", "AuthorizeSecurityGroupIngress", {
      ...groupOf(properties),
      IpPermissions: [permissionOfProperties(readProperties(properties))],
    });
    return { physicalId: given(SecurityGroupRules?.[0]?.SecurityGroupRuleId) };
  },
  read: (physicalId) => ({ ref: physicalId, attributes: { Id: physicalId } }),
  update(physicalId, { after }, context) {
    context.call("ec2", "UpdateSecurityGroupRuleDescriptionsIngress", {
      ...groupOf(after),
      SecurityGroupRuleDescriptions: [describedRule(physicalId, after)],
    });
  },
  delete: (physicalId, properties, context) =>
    void context.call("ec2", "RevokeSecurityGroupIngress", {
      ...groupOf(properties),
      SecurityGroupRuleIds: [physicalId],
    }),
});

export const securityGroupEgressResource: ResourceProvider = ec2Resource({
  type: "AWS::EC2::SecurityGroupEgress",
  durations: resourceDurations.securityGroupRule,
  properties: [...RULE_PROPERTIES, "DestinationPrefixListId", "DestinationSecurityGroupId"],
  create(properties, context) {
    const IpPermissions = [permissionOfProperties(readProperties(properties))];
    const { GroupId } = groupOf(properties);
    try {
      const { SecurityGroupRules } = context.call("ec2", "AuthorizeSecurityGroupEgress", {
        GroupId,
        IpPermissions,
      });
      return { physicalId: given(SecurityGroupRules?.[0]?.SecurityGroupRuleId) };
    } catch (error) {
      return { physicalId: defaultRuleId(error, given(GroupId), context) };
    }
  },
  read: (physicalId) => ({ ref: physicalId, attributes: { Id: physicalId } }),
  update(physicalId, { after }, context) {
    context.call("ec2", "UpdateSecurityGroupRuleDescriptionsEgress", {
      ...groupOf(after),
      SecurityGroupRuleDescriptions: [describedRule(physicalId, after)],
    });
  },
  delete: (physicalId, properties, context) =>
    void context.call("ec2", "RevokeSecurityGroupEgress", {
      GroupId: groupOf(properties).GroupId,
      SecurityGroupRuleIds: [physicalId],
    }),
});

/**
 * A rule that repeats the one EC2 gives to every new group takes its place: ParallelCluster's own template
 * declares it so, and works.
 */
function defaultRuleId(error: unknown, groupId: string, context: ResourceContext): string {
  if (!(error instanceof AwsError) || error.code !== "InvalidPermission.Duplicate") throw error;
  const { SecurityGroupRules = [] } = context.call("ec2", "DescribeSecurityGroupRules", {
    Filters: [{ Name: "group-id", Values: [groupId] }],
  });
  const standing = SecurityGroupRules.find(
    (rule) => rule.IsEgress === true && rule.IpProtocol === "-1" && rule.CidrIpv4 === "0.0.0.0/0",
  );
  if (standing?.SecurityGroupRuleId === undefined || !error.message.includes("peer: 0.0.0.0/0, ALL"))
    throw error;
  return standing.SecurityGroupRuleId;
}

function groupOf(properties: JsonObject): { GroupId: string | undefined; GroupName: string | undefined } {
  const read = readProperties(properties);
  return { GroupId: read.text("GroupId"), GroupName: read.text("GroupName") };
}

function describedRule(SecurityGroupRuleId: string, properties: JsonObject) {
  return { SecurityGroupRuleId, Description: readProperties(properties).text("Description") ?? "" };
}
