import { findNamed, listNamed, putNamed } from "../../kernel/NameTable.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { invalidInput } from "./iamErrors.ts";
import type { RoleRecord } from "./IamState.ts";
import { iamStore, identityStore } from "./iamStore.ts";
import { roleSummary } from "./roleViews.ts";
import { SERVICE_LINKED_ROLES, serviceTrustPolicy } from "./serviceLinkedRoles.ts";

/** Quotas of a fresh account, as GetAccountSummary of a real one gives them. */
const QUOTAS = {
  AccessKeysPerUserQuota: 2,
  AssumeRolePolicySizeQuota: 2048,
  AttachedPoliciesPerGroupQuota: 10,
  AttachedPoliciesPerRoleQuota: 10,
  AttachedPoliciesPerUserQuota: 10,
  GlobalEndpointTokenVersion: 1,
  GroupPolicySizeQuota: 5120,
  GroupsPerUserQuota: 10,
  GroupsQuota: 300,
  InstanceProfilesQuota: 1000,
  PoliciesQuota: 1500,
  PolicySizeQuota: 6144,
  PolicyVersionsInUseQuota: 10_000,
  RolePolicySizeQuota: 10_240,
  RolesQuota: 1000,
  ServerCertificatesQuota: 20,
  SigningCertificatesPerUserQuota: 2,
  UserPolicySizeQuota: 2048,
  UsersQuota: 5000,
  VersionsPerPolicyQuota: 5,
};

export const accountOperations = defineOperations<"iam">()({
  ListAccountAliases: {
    members: ["Marker", "MaxItems"],
    run: () => ({ AccountAliases: [], IsTruncated: false }),
  },
  GetAccountSummary: {
    members: [],
    run(_input, context) {
      const { roles, policies, instanceProfiles } = context.store(iamStore);
      const { users, groups } = context.store(identityStore);
      return {
        SummaryMap: {
          ...QUOTAS,
          AccountAccessKeysPresent: 0,
          AccountMFAEnabled: 1,
          AccountPasswordPresent: 1,
          AccountSigningCertificatesPresent: 0,
          Groups: listNamed(groups).length,
          InstanceProfiles: listNamed(instanceProfiles).length,
          MFADevices: 1,
          MFADevicesInUse: 1,
          Policies: listNamed(policies).length,
          PolicyVersionsInUse: listNamed(policies).reduce((sum, policy) => sum + policy.versions.length, 0),
          Providers: 0,
          Roles: listNamed(roles).length,
          ServerCertificates: 0,
          Users: listNamed(users).length,
        },
      };
    },
  },
  CreateServiceLinkedRole: {
    members: ["AWSServiceName", "Description", "CustomSuffix"],
    run(input, context) {
      const service = input.AWSServiceName ?? "";
      const base = Object.hasOwn(SERVICE_LINKED_ROLES, service) ? SERVICE_LINKED_ROLES[service] : undefined;
      if (base === undefined)
        throw invalidInput(`The sandbox does not know the service-linked role of ${service}.`);
      const name = input.CustomSuffix === undefined ? base : `${base}_${input.CustomSuffix}`;
      const { roles } = context.store(iamStore);
      if (findNamed(roles, name.toLowerCase()) !== undefined)
        throw invalidInput(
          `Service role name ${name} has been taken in this account, please try a different suffix.`,
        );
      const path = `/aws-service-role/${service}/`;
      const role: RoleRecord = {
        name,
        id: `AROA${context.ids.upperAlphanumeric("iam-role", 17)}`,
        path,
        arn: `arn:aws:iam::${context.accountId}:role${path}${name}`,
        createdMs: context.clock.nowMs(),
        trustPolicy: serviceTrustPolicy(service),
        description: input.Description,
        maxSessionSeconds: 3600,
        tags: [],
        inlinePolicies: {},
        attachedPolicyArns: [],
      };
      putNamed(roles, name.toLowerCase(), role);
      return { Role: roleSummary(role) };
    },
  },
});
