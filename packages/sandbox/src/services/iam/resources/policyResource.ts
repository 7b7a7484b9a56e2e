import type {
  Progress,
  ResourceContext,
  ResourceProvider,
} from "../../../cloudformation/ResourceProvider.ts";
import { AwsError } from "../../../kernel/AwsError.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { POLICY_DURATIONS } from "../durations.ts";
import { documentText } from "./documentText.ts";
import { ignoreMissing } from "./ignoreMissing.ts";

/** An inline policy put on roles; users and groups are not modelled. */
export const policyResource: ResourceProvider = {
  type: "AWS::IAM::Policy",
  durations: POLICY_DURATIONS,
  create(properties, context) {
    refuseUnmodelled(properties);
    put(properties, context);
    const suffix = context.ids.upperAlphanumeric("cloudformation-name", 12);
    return { physicalId: `${context.stackName.slice(0, 5)}-${context.logicalId.slice(0, 4)}-${suffix}` };
  },
  progress: (_physicalId, properties) => attachedOrFailed(properties),
  read: (physicalId) => ({ ref: physicalId, attributes: { Id: physicalId } }),
  update(_physicalId, { before, after }, context) {
    refuseUnmodelled(after);
    put(after, context);
    const kept = rolesOf(after);
    const renamed = nameOf(before) !== nameOf(after);
    for (const RoleName of rolesOf(before).filter((role) => renamed || !kept.includes(role)))
      remove(RoleName, nameOf(before), context);
  },
  delete(_physicalId, properties, context) {
    for (const RoleName of rolesOf(properties)) remove(RoleName, nameOf(properties), context);
  },
  deleteProgress: (_physicalId, _context, properties) => attachedOrFailed(properties),
};

/** A policy of nobody fails after it has its id, and can then not be deleted either. */
function attachedOrFailed(properties: JsonObject): Progress {
  return rolesOf(properties).length > 0
    ? { status: "done" }
    : { status: "failed", reason: "At least one of [Groups,Roles,Users] must be non-empty." };
}

function put(properties: JsonObject, context: ResourceContext): void {
  for (const RoleName of rolesOf(properties))
    context.call("iam", "PutRolePolicy", {
      RoleName,
      PolicyName: nameOf(properties),
      PolicyDocument: documentText(properties, "PolicyDocument"),
    });
}

function remove(RoleName: string, PolicyName: string, context: ResourceContext): void {
  ignoreMissing(() => context.call("iam", "DeleteRolePolicy", { RoleName, PolicyName }));
}

function nameOf(properties: JsonObject): string {
  return readProperties(properties).text("PolicyName") ?? "";
}

function rolesOf(properties: JsonObject): string[] {
  return readProperties(properties).texts("Roles") ?? [];
}

function refuseUnmodelled(properties: JsonObject): void {
  const read = readProperties(properties);
  for (const name of ["Users", "Groups"])
    if ((read.texts(name) ?? []).length > 0)
      throw new AwsError(
        "ValidationError",
        `The property ${name} of AWS::IAM::Policy is not modelled by the sandbox.`,
      );
}
