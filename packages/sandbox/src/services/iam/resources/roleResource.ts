import type { ResourceContext, ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { generatedName } from "../../../kernel/generatedName.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties, resourceTags } from "../../../kernel/readProperties.ts";
import { ROLE_DURATIONS } from "../durations.ts";
import { documentText } from "./documentText.ts";
import { ignoreMissing } from "./ignoreMissing.ts";
import { ownTags } from "./ownTags.ts";
import { changeOwnPolicies, ROLE_CALLS } from "./policyHolders.ts";

export const roleResource: ResourceProvider = {
  type: "AWS::IAM::Role",
  durations: ROLE_DURATIONS,
  create(properties, context) {
    const read = readProperties(properties);
    const RoleName = read.text("RoleName") ?? generatedName(context, 64);
    context.call("iam", "CreateRole", {
      RoleName,
      Path: read.text("Path"),
      AssumeRolePolicyDocument: documentText(properties, "AssumeRolePolicyDocument"),
      // CloudFormation always sets one.
      Description: read.text("Description") ?? "",
      MaxSessionDuration: read.number("MaxSessionDuration"),
      PermissionsBoundary: read.text("PermissionsBoundary"),
      Tags: ownTags(properties, context),
    });
    return { physicalId: RoleName };
  },
  configure: (physicalId, properties, context) =>
    changeOwnPolicies(ROLE_CALLS, physicalId, { before: {}, after: properties }, context),
  read(physicalId, _properties, context) {
    const { Role } = context.call("iam", "GetRole", { RoleName: physicalId });
    return { ref: physicalId, attributes: { Arn: Role?.Arn ?? "", RoleId: Role?.RoleId ?? "" } };
  },
  update(physicalId, { before, after, changed }, context) {
    const read = readProperties(after);
    if (changed.includes("AssumeRolePolicyDocument"))
      context.call("iam", "UpdateAssumeRolePolicy", {
        RoleName: physicalId,
        PolicyDocument: documentText(after, "AssumeRolePolicyDocument"),
      });
    if (changed.includes("Description") || changed.includes("MaxSessionDuration"))
      context.call("iam", "UpdateRole", {
        RoleName: physicalId,
        Description: read.text("Description") ?? "",
        MaxSessionDuration: read.number("MaxSessionDuration") ?? 3600,
      });
    if (changed.includes("PermissionsBoundary")) changeBoundary(physicalId, after, context);
    changeOwnPolicies(ROLE_CALLS, physicalId, { before, after }, context);
    changeTags(physicalId, before, after, context);
  },
  delete(physicalId, properties, context) {
    changeOwnPolicies(ROLE_CALLS, physicalId, { before: properties, after: {} }, context);
    ignoreMissing(() => context.call("iam", "DeleteRole", { RoleName: physicalId }));
  },
};

function changeBoundary(RoleName: string, after: JsonObject, context: ResourceContext): void {
  const PermissionsBoundary = readProperties(after).text("PermissionsBoundary");
  if (PermissionsBoundary === undefined) context.call("iam", "DeleteRolePermissionsBoundary", { RoleName });
  else context.call("iam", "PutRolePermissionsBoundary", { RoleName, PermissionsBoundary });
}

function changeTags(RoleName: string, before: JsonObject, after: JsonObject, context: ResourceContext): void {
  const tags = ownTags(after, context);
  const gone = resourceTags(before, [])
    .map((tag) => tag.Key)
    .filter((key) => !tags.some((tag) => tag.Key === key));
  if (gone.length > 0) context.call("iam", "UntagRole", { RoleName, TagKeys: gone });
  if (tags.length > 0) context.call("iam", "TagRole", { RoleName, Tags: tags });
}
