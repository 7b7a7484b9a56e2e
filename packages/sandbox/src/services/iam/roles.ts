import { defineOperations } from "../../kernel/ServiceModule.ts";
import { findNamed, listNamed, putNamed, removeNamed } from "../../kernel/NameTable.ts";
import type { CallContext } from "../../kernel/CallContext.ts";
import {
  constraintError,
  deleteConflict,
  entityAlreadyExists,
  noSuchPolicy,
  noSuchRole,
} from "./iamErrors.ts";
import { checkedPath, checkName, mergedTags, copyTag, remainingTags, type TagRules } from "./iamNames.ts";
import { iamPage } from "./iamPaging.ts";
import type { RoleRecord } from "./IamState.ts";
import { iamStore } from "./iamStore.ts";
import { policyExists } from "./policyLookup.ts";
import { checkTrustPolicy } from "./policyDocument.ts";
import { roleDetails, roleListed, roleSummary } from "./roleViews.ts";

export const roleOperations = defineOperations<"iam">()({
  CreateRole: {
    members: [
      "Path",
      "RoleName",
      "AssumeRolePolicyDocument",
      "Description",
      "MaxSessionDuration",
      "PermissionsBoundary",
      "Tags",
    ],
    run(input, context) {
      const name = input.RoleName ?? "";
      checkName(name, "roleName", 64);
      const path = checkedPath(input.Path);
      const trustPolicy = input.AssumeRolePolicyDocument ?? "";
      checkTrustPolicy(trustPolicy);
      const { roles } = context.store(iamStore);
      if (findNamed(roles, name.toLowerCase()) !== undefined)
        throw entityAlreadyExists(`Role with name ${name} already exists.`);
      const role: RoleRecord = {
        name,
        id: `AROA${context.ids.upperAlphanumeric("iam-role", 17)}`,
        path,
        arn: `arn:aws:iam::${context.accountId}:role${path}${name}`,
        createdMs: context.clock.nowMs(),
        trustPolicy,
        description: input.Description,
        maxSessionSeconds: checkedSession(input.MaxSessionDuration) ?? 3600,
        permissionsBoundaryArn: checkedBoundary(input.PermissionsBoundary, context),
        tags: mergedTags([], input.Tags, tagRules(context)),
        inlinePolicies: {},
        attachedPolicyArns: [],
      };
      putNamed(roles, name.toLowerCase(), role);
      return { Role: roleSummary(role) };
    },
  },
  GetRole: {
    members: ["RoleName"],
    run: (input, context) => ({ Role: roleDetails(roleNamed(input.RoleName, context)) }),
  },
  ListRoles: {
    members: ["PathPrefix", "Marker", "MaxItems"],
    run(input, context) {
      const prefix = input.PathPrefix ?? "/";
      const roles = listNamed(context.store(iamStore).roles).filter((role) => role.path.startsWith(prefix));
      const { items, ...page } = iamPage(roles, (role) => role.name.toLowerCase(), input);
      return {
        ...page,
        Roles: items.map(roleListed),
      };
    },
  },
  UpdateRole: {
    members: ["RoleName", "Description", "MaxSessionDuration"],
    run(input, context) {
      const role = roleNamed(input.RoleName, context);
      role.maxSessionSeconds = checkedSession(input.MaxSessionDuration) ?? role.maxSessionSeconds;
      role.description = input.Description ?? role.description;
      return {};
    },
  },
  UpdateRoleDescription: {
    members: ["RoleName", "Description"],
    run(input, context) {
      const role = roleNamed(input.RoleName, context);
      role.description = input.Description;
      return { Role: roleSummary(role) };
    },
  },
  UpdateAssumeRolePolicy: {
    members: ["RoleName", "PolicyDocument"],
    run(input, context) {
      const role = roleNamed(input.RoleName, context);
      checkTrustPolicy(input.PolicyDocument ?? "");
      role.trustPolicy = input.PolicyDocument ?? "";
      return {};
    },
  },
  PutRolePermissionsBoundary: {
    members: ["RoleName", "PermissionsBoundary"],
    run(input, context) {
      const role = roleNamed(input.RoleName, context);
      role.permissionsBoundaryArn = checkedBoundary(input.PermissionsBoundary, context);
      return {};
    },
  },
  DeleteRolePermissionsBoundary: {
    members: ["RoleName"],
    run(input, context) {
      roleNamed(input.RoleName, context).permissionsBoundaryArn = undefined;
      return {};
    },
  },
  DeleteRole: {
    members: ["RoleName"],
    run(input, context) {
      const role = roleNamed(input.RoleName, context);
      const { roles, instanceProfiles } = context.store(iamStore);
      if (listNamed(instanceProfiles).some((profile) => profile.roleName === role.name))
        throw deleteConflict("Cannot delete entity, must remove roles from instance profile first.");
      if (role.attachedPolicyArns.length > 0)
        throw deleteConflict("Cannot delete entity, must detach all policies first.");
      if (Object.keys(role.inlinePolicies).length > 0)
        throw deleteConflict("Cannot delete entity, must delete policies first.");
      removeNamed(roles, role.name.toLowerCase());
      return {};
    },
  },
  TagRole: {
    members: ["RoleName", "Tags"],
    run(input, context) {
      const role = roleNamed(input.RoleName, context);
      role.tags = mergedTags(role.tags, input.Tags, tagRules(context));
      return {};
    },
  },
  UntagRole: {
    members: ["RoleName", "TagKeys"],
    run(input, context) {
      const role = roleNamed(input.RoleName, context);
      role.tags = remainingTags(role.tags, input.TagKeys ?? []);
      return {};
    },
  },
  ListRoleTags: {
    members: ["RoleName", "Marker", "MaxItems"],
    run(input, context) {
      const { items, ...page } = iamPage(roleNamed(input.RoleName, context).tags, (tag) => tag.Key, input);
      return { ...page, Tags: items.map(copyTag) };
    },
  },
});

/** @throws {AwsError} `NoSuchEntity`. */
export function roleNamed(name: string | undefined, context: CallContext): RoleRecord {
  const role = findNamed(context.store(iamStore).roles, (name ?? "").toLowerCase());
  if (role === undefined) throw noSuchRole(name ?? "");
  return role;
}

function tagRules(context: CallContext): TagRules {
  return { caseSensitive: false, systemTags: context.accessKeyId === "sandbox" };
}

function checkedSession(seconds: number | undefined): number | undefined {
  if (seconds === undefined || (seconds >= 3600 && seconds <= 43200)) return seconds;
  const bound = seconds < 3600 ? "greater than or equal to 3600" : "less than or equal to 43200";
  throw constraintError("maxSessionDuration", `Member must have value ${bound}`);
}

function checkedBoundary(arn: string | undefined, context: CallContext): string | undefined {
  if (arn !== undefined && !policyExists(arn, context)) throw noSuchPolicy(arn);
  return arn;
}
