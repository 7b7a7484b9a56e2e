import { defineOperations } from "../../kernel/ServiceModule.ts";
import {
  attachedPolicies,
  attachPolicy,
  detachPolicy,
  HOLDER_KINDS,
  inlinePolicyAnswer,
  inlinePolicyNames,
  putInlinePolicy,
  removeInlinePolicy,
} from "./heldPolicies.ts";
import { roleNamed } from "./roles.ts";

const KIND = HOLDER_KINDS.role;

export const rolePolicyOperations = defineOperations<"iam">()({
  PutRolePolicy: {
    members: ["RoleName", "PolicyName", "PolicyDocument"],
    run(input, context) {
      putInlinePolicy(roleNamed(input.RoleName, context), KIND, input);
      return {};
    },
  },
  GetRolePolicy: {
    members: ["RoleName", "PolicyName"],
    run(input, context) {
      const role = roleNamed(input.RoleName, context);
      return { RoleName: role.name, ...inlinePolicyAnswer(role, KIND, input.PolicyName) };
    },
  },
  DeleteRolePolicy: {
    members: ["RoleName", "PolicyName"],
    run(input, context) {
      removeInlinePolicy(roleNamed(input.RoleName, context), KIND, input.PolicyName);
      return {};
    },
  },
  ListRolePolicies: {
    members: ["RoleName", "Marker", "MaxItems"],
    run: (input, context) => inlinePolicyNames(roleNamed(input.RoleName, context), input),
  },
  AttachRolePolicy: {
    members: ["RoleName", "PolicyArn"],
    run(input, context) {
      attachPolicy(roleNamed(input.RoleName, context), KIND, input.PolicyArn ?? "", context);
      return {};
    },
  },
  DetachRolePolicy: {
    members: ["RoleName", "PolicyArn"],
    run(input, context) {
      detachPolicy(roleNamed(input.RoleName, context), input.PolicyArn ?? "");
      return {};
    },
  },
  ListAttachedRolePolicies: {
    members: ["RoleName", "PathPrefix", "Marker", "MaxItems"],
    run: (input, context) => attachedPolicies(roleNamed(input.RoleName, context), input),
  },
});
