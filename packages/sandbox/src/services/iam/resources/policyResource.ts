import type {
  Progress,
  ResourceContext,
  ResourceProvider,
} from "../../../cloudformation/ResourceProvider.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { POLICY_DURATIONS } from "../durations.ts";
import { documentText } from "./documentText.ts";
import { holdersOf, isAmong } from "./policyHolders.ts";

/** An inline policy put on roles, users and groups. */
export const policyResource: ResourceProvider = {
  type: "AWS::IAM::Policy",
  durations: POLICY_DURATIONS,
  create(_properties, context) {
    const suffix = context.ids.upperAlphanumeric("cloudformation-name", 12);
    return { physicalId: `${context.stackName.slice(0, 5)}-${context.logicalId.slice(0, 4)}-${suffix}` };
  },
  configure: (_physicalId, properties, context) => put(properties, context),
  progress: (_physicalId, properties) => heldOrFailed(properties),
  read: (physicalId) => ({ ref: physicalId, attributes: { Id: physicalId } }),
  update(_physicalId, { before, after }, context) {
    put(after, context);
    const kept = holdersOf(after);
    const renamed = nameOf(before) !== nameOf(after);
    for (const holder of holdersOf(before))
      if (renamed || !isAmong(kept, holder)) holder.calls.removeInline(holder.name, nameOf(before), context);
  },
  delete(_physicalId, properties, context) {
    for (const { calls, name } of holdersOf(properties))
      calls.removeInline(name, nameOf(properties), context);
  },
  deleteProgress: (_physicalId, _context, properties) => heldOrFailed(properties),
};

/** A policy of nobody fails after it has its id, and can then not be deleted either. */
function heldOrFailed(properties: JsonObject): Progress {
  return holdersOf(properties).length > 0
    ? { status: "done" }
    : { status: "failed", reason: "At least one of [Groups,Roles,Users] must be non-empty." };
}

function put(properties: JsonObject, context: ResourceContext): void {
  const policy = {
    PolicyName: nameOf(properties),
    PolicyDocument: documentText(properties, "PolicyDocument"),
  };
  for (const { calls, name } of holdersOf(properties)) calls.putInline(name, policy, context);
}

function nameOf(properties: JsonObject): string {
  return readProperties(properties).text("PolicyName") ?? "";
}
