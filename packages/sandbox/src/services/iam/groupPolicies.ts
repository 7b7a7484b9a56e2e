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
import { groupNamed } from "./groups.ts";

const KIND = HOLDER_KINDS.group;

export const groupPolicyOperations = defineOperations<"iam">()({
  PutGroupPolicy: {
    members: ["GroupName", "PolicyName", "PolicyDocument"],
    run(input, context) {
      putInlinePolicy(groupNamed(input.GroupName, context), KIND, input);
      return {};
    },
  },
  GetGroupPolicy: {
    members: ["GroupName", "PolicyName"],
    run(input, context) {
      const group = groupNamed(input.GroupName, context);
      return { GroupName: group.name, ...inlinePolicyAnswer(group, KIND, input.PolicyName) };
    },
  },
  DeleteGroupPolicy: {
    members: ["GroupName", "PolicyName"],
    run(input, context) {
      removeInlinePolicy(groupNamed(input.GroupName, context), KIND, input.PolicyName);
      return {};
    },
  },
  ListGroupPolicies: {
    members: ["GroupName", "Marker", "MaxItems"],
    run: (input, context) => inlinePolicyNames(groupNamed(input.GroupName, context), input),
  },
  AttachGroupPolicy: {
    members: ["GroupName", "PolicyArn"],
    run(input, context) {
      attachPolicy(groupNamed(input.GroupName, context), KIND, input.PolicyArn ?? "", context);
      return {};
    },
  },
  DetachGroupPolicy: {
    members: ["GroupName", "PolicyArn"],
    run(input, context) {
      detachPolicy(groupNamed(input.GroupName, context), input.PolicyArn ?? "");
      return {};
    },
  },
  ListAttachedGroupPolicies: {
    members: ["GroupName", "PathPrefix", "Marker", "MaxItems"],
    run: (input, context) => attachedPolicies(groupNamed(input.GroupName, context), input),
  },
});
