import { AwsError } from "../../kernel/AwsError.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { findNamed, listNamed, putNamed, removeNamed } from "../../kernel/NameTable.ts";
import { limitExceeded, noSuchEntity, noSuchPolicy } from "./iamErrors.ts";
import { checkName } from "./iamNames.ts";
import { iamPage } from "./iamPaging.ts";
import { policyExists } from "./policyLookup.ts";
import { checkIdentityPolicy, encodedPolicy, sizeOf } from "./policyDocument.ts";
import { roleNamed } from "./roles.ts";
import type { RoleRecord } from "./IamState.ts";

const MAX_ATTACHED = 10;
const MAX_INLINE_CHARACTERS = 10_240;

export const rolePolicyOperations = defineOperations<"iam">()({
  PutRolePolicy: {
    members: ["RoleName", "PolicyName", "PolicyDocument"],
    run(input, context) {
      const role = roleNamed(input.RoleName, context);
      const name = input.PolicyName ?? "";
      const document = input.PolicyDocument ?? "";
      checkName(name, "policyName", 128);
      checkIdentityPolicy(document);
      checkInlineSize(role, name, document);
      putNamed(role.inlinePolicies, name, { name, document });
      return {};
    },
  },
  GetRolePolicy: {
    members: ["RoleName", "PolicyName"],
    run(input, context) {
      const role = roleNamed(input.RoleName, context);
      const policy = findNamed(role.inlinePolicies, input.PolicyName ?? "");
      if (policy === undefined) throw noSuchInlinePolicy(input.PolicyName);
      return {
        RoleName: role.name,
        PolicyName: policy.name,
        PolicyDocument: encodedPolicy(policy.document),
      };
    },
  },
  DeleteRolePolicy: {
    members: ["RoleName", "PolicyName"],
    run(input, context) {
      const role = roleNamed(input.RoleName, context);
      if (findNamed(role.inlinePolicies, input.PolicyName ?? "") === undefined)
        throw noSuchInlinePolicy(input.PolicyName);
      removeNamed(role.inlinePolicies, input.PolicyName ?? "");
      return {};
    },
  },
  ListRolePolicies: {
    members: ["RoleName", "Marker", "MaxItems"],
    run(input, context) {
      const policies = listNamed(roleNamed(input.RoleName, context).inlinePolicies);
      const { items, ...page } = iamPage(policies, (policy) => policy.name, input);
      return { ...page, PolicyNames: items.map((policy) => policy.name) };
    },
  },
  AttachRolePolicy: {
    members: ["RoleName", "PolicyArn"],
    run(input, context) {
      const role = roleNamed(input.RoleName, context);
      const arn = input.PolicyArn ?? "";
      if (!policyExists(arn, context))
        throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
      if (arn.includes(":policy/aws-service-role/"))
        throw new AwsError("PolicyNotAttachable", "Cannot attach a Service Role Policy to a Customer Role.");
      if (role.attachedPolicyArns.includes(arn)) return {};
      if (role.attachedPolicyArns.length >= MAX_ATTACHED)
        throw limitExceeded(`Cannot exceed quota for PoliciesPerRole: ${MAX_ATTACHED}`);
      role.attachedPolicyArns = [...role.attachedPolicyArns, arn];
      return {};
    },
  },
  DetachRolePolicy: {
    members: ["RoleName", "PolicyArn"],
    run(input, context) {
      const role = roleNamed(input.RoleName, context);
      const arn = input.PolicyArn ?? "";
      if (!role.attachedPolicyArns.includes(arn)) throw noSuchPolicy(arn);
      role.attachedPolicyArns = role.attachedPolicyArns.filter((attached) => attached !== arn);
      return {};
    },
  },
  ListAttachedRolePolicies: {
    members: ["RoleName", "PathPrefix", "Marker", "MaxItems"],
    run(input, context) {
      const prefix = input.PathPrefix ?? "/";
      const arns = roleNamed(input.RoleName, context).attachedPolicyArns;
      const inPath = arns.filter((arn) => arn.slice(arn.indexOf(":policy/") + 7).startsWith(prefix));
      const { items, ...page } = iamPage(inPath, (arn) => arn, input);
      return {
        ...page,
        AttachedPolicies: items.map((arn) => ({
          PolicyName: arn.slice(arn.lastIndexOf("/") + 1),
          PolicyArn: arn,
        })),
      };
    },
  },
});

function noSuchInlinePolicy(name: string | undefined): Error {
  return noSuchEntity(`The role policy with name ${name ?? ""} cannot be found.`);
}

function checkInlineSize(role: RoleRecord, name: string, document: string): void {
  const others = listNamed(role.inlinePolicies).filter((policy) => policy.name !== name);
  const size = others.reduce((sum, policy) => sum + sizeOf(policy.document), sizeOf(document));
  if (size > MAX_INLINE_CHARACTERS)
    throw limitExceeded(
      `Maximum policy size of ${MAX_INLINE_CHARACTERS} bytes exceeded for role ${role.name}`,
    );
}
