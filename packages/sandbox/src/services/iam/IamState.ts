import type { NameTable } from "../../kernel/NameTable.ts";

export interface TagRecord {
  readonly Key: string;
  readonly Value: string;
}

/** What inline and managed policies are put on. */
export interface PolicyHolder {
  readonly name: string;
  /** By policy name. */
  inlinePolicies: NameTable<InlinePolicyRecord>;
  attachedPolicyArns: string[];
}

export interface RoleRecord extends PolicyHolder {
  readonly id: string;
  readonly path: string;
  readonly arn: string;
  readonly createdMs: number;
  trustPolicy: string;
  description?: string | undefined;
  maxSessionSeconds: number;
  permissionsBoundaryArn?: string | undefined;
  tags: TagRecord[];
}

export interface InlinePolicyRecord {
  readonly name: string;
  readonly document: string;
}

export interface PolicyVersionRecord {
  readonly id: string;
  readonly document: string;
  readonly createdMs: number;
}

export interface PolicyRecord {
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly description?: string | undefined;
  updatedMs: number;
  tags: TagRecord[];
  /** Oldest first. */
  versions: PolicyVersionRecord[];
  nextVersion: number;
  defaultVersionId: string;
}

export interface InstanceProfileRecord {
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly arn: string;
  readonly createdMs: number;
  roleName?: string | undefined;
  tags: TagRecord[];
}

export interface UserRecord extends PolicyHolder {
  readonly id: string;
  readonly path: string;
  readonly arn: string;
  readonly createdMs: number;
  permissionsBoundaryArn?: string | undefined;
  tags: TagRecord[];
  groupNames: string[];
  accessKeys: AccessKeyRecord[];
  loginProfile?: { readonly createdMs: number; passwordResetRequired: boolean } | undefined;
}

export interface AccessKeyRecord {
  readonly id: string;
  /** Kept for the templates that ask for it; IAM itself gives it once. */
  readonly secret: string;
  readonly createdMs: number;
  status: "Active" | "Inactive";
}

export interface GroupRecord extends PolicyHolder {
  readonly id: string;
  readonly path: string;
  readonly arn: string;
  readonly createdMs: number;
}

/** Users and groups by their names in lower case. */
export interface IdentityState {
  users: NameTable<UserRecord>;
  groups: NameTable<GroupRecord>;
}

/** Names of roles and instance profiles are keys in lower case: IAM does not tell names by case. */
export interface IamState {
  roles: NameTable<RoleRecord>;
  /** Customer managed policies by ARN. */
  policies: NameTable<PolicyRecord>;
  instanceProfiles: NameTable<InstanceProfileRecord>;
}
