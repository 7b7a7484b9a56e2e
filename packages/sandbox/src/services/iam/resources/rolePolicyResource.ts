import type { ResourceContext, ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { POLICY_DURATIONS } from "../durations.ts";
import { documentText } from "./documentText.ts";
import { ROLE_CALLS } from "./policyHolders.ts";

/** One inline policy of one role; `Ref` answers both names (form of the type's identifier). */
export const rolePolicyResource: ResourceProvider = {
  type: "AWS::IAM::RolePolicy",
  durations: POLICY_DURATIONS,
  create(properties, context) {
    put(properties, context);
    return { physicalId: `${nameOf(properties)}|${roleOf(properties)}` };
  },
  read: (physicalId) => ({ ref: physicalId, attributes: {} }),
  update: (_physicalId, { after }, context) => put(after, context),
  delete: (_physicalId, properties, context) =>
    ROLE_CALLS.removeInline(roleOf(properties), nameOf(properties), context),
};

function put(properties: JsonObject, context: ResourceContext): void {
  const PolicyDocument = documentText(properties, "PolicyDocument");
  ROLE_CALLS.putInline(roleOf(properties), { PolicyName: nameOf(properties), PolicyDocument }, context);
}

function roleOf(properties: JsonObject): string {
  return readProperties(properties).text("RoleName") ?? "";
}

function nameOf(properties: JsonObject): string {
  return readProperties(properties).text("PolicyName") ?? "";
}
