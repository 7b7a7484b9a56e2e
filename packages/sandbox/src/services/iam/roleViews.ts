import type { InstanceProfile, Role } from "@aws-sdk/client-iam";
import { copyTag, wholeSeconds } from "./iamNames.ts";
import type { InstanceProfileRecord, RoleRecord } from "./IamState.ts";
import { encodedPolicy } from "./policyDocument.ts";

/** A role as CreateRole and the lists of instance profiles give it. */
export function roleSummary(role: RoleRecord): Role {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: wholeSeconds(role.createdMs),
    AssumeRolePolicyDocument: encodedPolicy(role.trustPolicy),
    ...(role.description === undefined ? {} : { Description: role.description }),
    ...(role.tags.length === 0 ? {} : { Tags: role.tags.map(copyTag) }),
  };
}

/** A role as ListRoles gives it. */
export function roleListed(role: RoleRecord): Role {
  const summary = roleSummary({ ...role, tags: [] });
  summary.MaxSessionDuration = role.maxSessionSeconds;
  return summary;
}

/** A role as GetRole gives it. */
export function roleDetails(role: RoleRecord): Role {
  const boundary = role.permissionsBoundaryArn;
  return {
    ...roleSummary(role),
    MaxSessionDuration: role.maxSessionSeconds,
    ...(boundary === undefined
      ? {}
      : {
          PermissionsBoundary: {
            PermissionsBoundaryType: "PermissionsBoundaryPolicy",
            PermissionsBoundaryArn: boundary,
          },
        }),
    RoleLastUsed: {},
  };
}

export function instanceProfileView(
  profile: InstanceProfileRecord,
  role: RoleRecord | undefined,
): InstanceProfile {
  return {
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: profile.arn,
    CreateDate: wholeSeconds(profile.createdMs),
    Roles: role === undefined ? [] : [roleSummary({ ...role, tags: [] })],
  };
}
