import { putNamed, type NameTable } from "../../kernel/NameTable.ts";
import type { RoleRecord, UserRecord } from "./IamState.ts";
import { serviceTrustPolicy } from "./serviceLinkedRoles.ts";

const ACCOUNT_CREATED_MS = Date.UTC(2024, 0, 15, 9);

/** The service-linked roles that every AWS account has from its first day. */
export function freshRoles(accountId: string): NameTable<RoleRecord> {
  const roles: NameTable<RoleRecord> = {};
  for (const [index, [name, service, description]] of [
    [
      "AWSServiceRoleForSupport",
      "support.amazonaws.com",
      "Enables resource access for AWS to provide billing, administrative and support services",
    ],
    [
      "AWSServiceRoleForTrustedAdvisor",
      "trustedadvisor.amazonaws.com",
      "Access for the AWS Trusted Advisor Service to help reduce cost, increase performance, and improve security of your AWS environment.",
    ],
  ].entries()) {
    if (name === undefined || service === undefined) continue;
    const path = `/aws-service-role/${service}/`;
    putNamed(roles, name.toLowerCase(), {
      name,
      id: `AROASANDBOXROLE00000${index}`,
      path,
      arn: `arn:aws:iam::${accountId}:role${path}${name}`,
      createdMs: ACCOUNT_CREATED_MS,
      trustPolicy: serviceTrustPolicy(service),
      description,
      maxSessionSeconds: 3600,
      tags: [],
      inlinePolicies: {},
      attachedPolicyArns: [`arn:aws:iam::aws:policy/aws-service-role/${name}Policy`],
    });
  }
  return roles;
}

/** The user whom `sts:GetCallerIdentity` names. */
export function freshUsers(accountId: string): NameTable<UserRecord> {
  const users: NameTable<UserRecord> = {};
  putNamed(users, "sandbox", {
    name: "sandbox",
    id: "AIDASANDBOXUSER000000",
    path: "/",
    arn: `arn:aws:iam::${accountId}:user/sandbox`,
    createdMs: ACCOUNT_CREATED_MS,
    tags: [],
    groupNames: [],
    accessKeys: [],
    inlinePolicies: {},
    attachedPolicyArns: [],
  });
  return users;
}
