import type { Policy } from "@aws-sdk/client-iam";
import type { ResourceContext, ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { generatedName } from "../../../kernel/generatedName.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { POLICY_DURATIONS } from "../durations.ts";
import { documentText } from "./documentText.ts";
import { ownTags } from "./ownTags.ts";
import { ignoreMissing } from "./ignoreMissing.ts";
import { holdersOf, isAmong } from "./policyHolders.ts";

export const managedPolicyResource: ResourceProvider = {
  type: "AWS::IAM::ManagedPolicy",
  durations: POLICY_DURATIONS,
  create(properties, context) {
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
    for (const { calls, name } of holdersOf(properties)) calls.attach(name, PolicyArn, context);
  },
  read(physicalId, _properties, context) {
    const { Policy } = context.call("iam", "GetPolicy", { PolicyArn: physicalId });
    return { ref: physicalId, attributes: { PolicyArn: physicalId, ...attributesOf(Policy ?? {}) } };
  },
  update(physicalId, { before, after, changed }, context) {
    if (changed.includes("PolicyDocument")) newVersion(physicalId, after, context);
    const [had, has] = [holdersOf(before), holdersOf(after)];
    for (const holder of had)
      if (!isAmong(has, holder)) holder.calls.detach(holder.name, physicalId, context);
    for (const holder of has)
      if (!isAmong(had, holder)) holder.calls.attach(holder.name, physicalId, context);
    const tags = ownTags(after, context);
    if (tags.length > 0) context.call("iam", "TagPolicy", { PolicyArn: physicalId, Tags: tags });
  },
  delete(physicalId, properties, context) {
    for (const { calls, name } of holdersOf(properties)) calls.detach(name, physicalId, context);
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
