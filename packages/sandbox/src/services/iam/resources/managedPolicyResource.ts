import type { Policy } from "@aws-sdk/client-iam";
import type { ResourceContext, ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { AwsError } from "../../../kernel/AwsError.ts";
import { generatedName } from "../../../kernel/generatedName.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { POLICY_DURATIONS } from "../durations.ts";
import { documentText } from "./documentText.ts";
import { ownTags } from "./ownTags.ts";
import { ignoreMissing } from "./ignoreMissing.ts";

export const managedPolicyResource: ResourceProvider = {
  type: "AWS::IAM::ManagedPolicy",
  durations: POLICY_DURATIONS,
  create(properties, context) {
    refuseUnmodelled(properties);
    const read = readProperties(properties);
    const { Policy } = context.call("iam", "CreatePolicy", {
      PolicyName: read.text("ManagedPolicyName") ?? generatedName(context, 128),
      Path: read.text("Path"),
      Description: read.text("Description"),
      PolicyDocument: documentText(properties, "PolicyDocument"),
      Tags: ownTags(properties, context),
    });
    return { physicalId: Policy?.Arn ?? "" };
  },
  configure(PolicyArn, properties, context) {
    for (const RoleName of rolesOf(properties))
      context.call("iam", "AttachRolePolicy", { RoleName, PolicyArn });
  },
  read(physicalId, _properties, context) {
    const { Policy } = context.call("iam", "GetPolicy", { PolicyArn: physicalId });
    return { ref: physicalId, attributes: { PolicyArn: physicalId, ...attributesOf(Policy ?? {}) } };
  },
  update(physicalId, { before, after, changed }, context) {
    refuseUnmodelled(after);
    if (changed.includes("PolicyDocument")) newVersion(physicalId, after, context);
    const had = rolesOf(before);
    const has = rolesOf(after);
    for (const RoleName of had.filter((role) => !has.includes(role))) detach(RoleName, physicalId, context);
    for (const RoleName of has.filter((role) => !had.includes(role)))
      context.call("iam", "AttachRolePolicy", { RoleName, PolicyArn: physicalId });
    const tags = ownTags(after, context);
    if (tags.length > 0) context.call("iam", "TagPolicy", { PolicyArn: physicalId, Tags: tags });
  },
  delete(physicalId, properties, context) {
    for (const RoleName of rolesOf(properties)) detach(RoleName, physicalId, context);
    ignoreMissing(() => {
      removeOldVersions(physicalId, context);
      context.call("iam", "DeletePolicy", { PolicyArn: physicalId });
    });
  },
};

function attributesOf(policy: Policy): JsonObject {
  const { PolicyId = "", DefaultVersionId = "", CreateDate, UpdateDate } = policy;
  const { AttachmentCount = 0, PermissionsBoundaryUsageCount = 0, IsAttachable = true } = policy;
  return {
    PolicyId,
    DefaultVersionId,
    AttachmentCount,
    PermissionsBoundaryUsageCount,
    IsAttachable,
    CreateDate: CreateDate?.toISOString() ?? "",
    UpdateDate: UpdateDate?.toISOString() ?? "",
  };
}

function newVersion(PolicyArn: string, after: JsonObject, context: ResourceContext): void {
  removeOldVersions(PolicyArn, context);
  context.call("iam", "CreatePolicyVersion", {
    PolicyArn,
    PolicyDocument: documentText(after, "PolicyDocument"),
    SetAsDefault: true,
  });
}

function removeOldVersions(PolicyArn: string, context: ResourceContext): void {
  const { Versions } = context.call("iam", "ListPolicyVersions", { PolicyArn });
  for (const version of Versions ?? [])
    if (version.IsDefaultVersion !== true)
      context.call("iam", "DeletePolicyVersion", { PolicyArn, VersionId: version.VersionId });
}

function detach(RoleName: string, PolicyArn: string, context: ResourceContext): void {
  ignoreMissing(() => context.call("iam", "DetachRolePolicy", { RoleName, PolicyArn }));
}

function rolesOf(properties: JsonObject): string[] {
  return readProperties(properties).texts("Roles") ?? [];
}

function refuseUnmodelled(properties: JsonObject): void {
  for (const name of ["Users", "Groups"])
    if ((readProperties(properties).texts(name) ?? []).length > 0)
      throw new AwsError(
        "ValidationError",
        `The property ${name} of AWS::IAM::ManagedPolicy is not modelled by the sandbox.`,
      );
}
