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
import { userNamed } from "./users.ts";

const KIND = HOLDER_KINDS.user;

export const userPolicyOperations = defineOperations<"iam">()({
  PutUserPolicy: {
    members: ["UserName", "PolicyName", "PolicyDocument"],
    run(input, context) {
      putInlinePolicy(userNamed(input.UserName, context), KIND, input);
      return {};
    },
  },
  GetUserPolicy: {
    members: ["UserName", "PolicyName"],
    run(input, context) {
      const user = userNamed(input.UserName, context);
      return { UserName: user.name, ...inlinePolicyAnswer(user, KIND, input.PolicyName) };
    },
  },
  DeleteUserPolicy: {
    members: ["UserName", "PolicyName"],
    run(input, context) {
      removeInlinePolicy(userNamed(input.UserName, context), KIND, input.PolicyName);
      return {};
    },
  },
  ListUserPolicies: {
    members: ["UserName", "Marker", "MaxItems"],
    run: (input, context) => inlinePolicyNames(userNamed(input.UserName, context), input),
  },
  AttachUserPolicy: {
    members: ["UserName", "PolicyArn"],
    run(input, context) {
      attachPolicy(userNamed(input.UserName, context), KIND, input.PolicyArn ?? "", context);
      return {};
    },
  },
  DetachUserPolicy: {
    members: ["UserName", "PolicyArn"],
    run(input, context) {
      detachPolicy(userNamed(input.UserName, context), input.PolicyArn ?? "");
      return {};
    },
  },
  ListAttachedUserPolicies: {
    members: ["UserName", "PathPrefix", "Marker", "MaxItems"],
    run: (input, context) => attachedPolicies(userNamed(input.UserName, context), input),
  },
});
