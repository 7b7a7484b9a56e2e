import type { ResourceContext } from "../../../cloudformation/ResourceProvider.ts";
import { generatedName } from "../../../kernel/generatedName.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties, type PropertyReader } from "../../../kernel/readProperties.ts";
import { resourceDurations } from "../durations.ts";
import { ec2Resource, given, ignoreMissing, replaceTags, tagSpecifications } from "./ec2Resource.ts";
import { permissionOfProperties } from "./permissionOfProperties.ts";

const ALLOW_ALL_OUT = { IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] };

/** Without egress rules in the template the group keeps EC2's own one, which lets everything out. */
export const securityGroupResource = ec2Resource({
  type: "AWS::EC2::SecurityGroup",
  durations: resourceDurations.securityGroup,
  properties: [
    "GroupDescription",
    "GroupName",
    "SecurityGroupEgress",
    "SecurityGroupIngress",
    "Tags",
    "VpcId",
  ],
  create(properties, context) {
    const read = readProperties(properties);
    const { GroupId } = context.call("ec2", "CreateSecurityGroup", {
      GroupName: read.text("GroupName") ?? generatedName(context, 255),
      Description: read.text("GroupDescription"),
      VpcId: read.text("VpcId"),
      TagSpecifications: tagSpecifications("security-group", properties, context),
    });
    return { physicalId: given(GroupId) };
  },
  configure: (physicalId, properties, context) =>
    changeRules(physicalId, { before: {}, after: properties }, context),
  read(physicalId, properties, context) {
    const [group] =
      context.call("ec2", "DescribeSecurityGroups", { GroupIds: [physicalId] }).SecurityGroups ?? [];
    // Without a VPC in the template the group stands for its name, as groups of EC2-Classic did.
    const isNamed = readProperties(properties).text("VpcId") === undefined;
    return {
      ref: isNamed ? (group?.GroupName ?? physicalId) : physicalId,
      attributes: { Id: physicalId, GroupId: physicalId, VpcId: group?.VpcId ?? "" },
    };
  },
  update(physicalId, change, context) {
    changeRules(physicalId, change, context);
    replaceTags(physicalId, change, context);
  },
  delete: (GroupId, _properties, context) => void context.call("ec2", "DeleteSecurityGroup", { GroupId }),
});

interface RuleChange {
  readonly before: JsonObject;
  readonly after: JsonObject;
}

function changeRules(GroupId: string, { before, after }: RuleChange, context: ResourceContext): void {
  const ingress = difference(rulesOf(before, "SecurityGroupIngress"), rulesOf(after, "SecurityGroupIngress"));
  const egress = difference(egressOf(before), egressOf(after));
  for (const rule of ingress.removed)
    ignoreMissing(
      () => void context.call("ec2", "RevokeSecurityGroupIngress", { GroupId, IpPermissions: [rule] }),
    );
  for (const rule of egress.removed)
    ignoreMissing(
      () => void context.call("ec2", "RevokeSecurityGroupEgress", { GroupId, IpPermissions: [rule] }),
    );
  for (const rule of ingress.added)
    context.call("ec2", "AuthorizeSecurityGroupIngress", { GroupId, IpPermissions: [rule] });
  for (const rule of egress.added)
    context.call("ec2", "AuthorizeSecurityGroupEgress", { GroupId, IpPermissions: [rule] });
}

type Permission = ReturnType<typeof permissionOfProperties>;

function rulesOf(properties: JsonObject, name: string): Permission[] {
  return readProperties(properties)
    .objects(name)
    .map((rule: PropertyReader) => permissionOfProperties(rule));
}

function egressOf(properties: JsonObject): Permission[] {
  const rules = rulesOf(properties, "SecurityGroupEgress");
  return rules.length === 0 ? [ALLOW_ALL_OUT] : rules;
}

function difference(before: readonly Permission[], after: readonly Permission[]) {
  const textsBefore = new Set(before.map((rule) => JSON.stringify(rule)));
  const textsAfter = new Set(after.map((rule) => JSON.stringify(rule)));
  return {
    removed: before.filter((rule) => !textsAfter.has(JSON.stringify(rule))),
    added: after.filter((rule) => !textsBefore.has(JSON.stringify(rule))),
  };
}
