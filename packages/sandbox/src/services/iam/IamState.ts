import type { NameTable } from "../../kernel/NameTable.ts";

export interface TagRecord {
  readonly Key: string;
  readonly Value: string;
}

export interface RoleRecord {
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly arn: string;
  readonly createdMs: number;
  trustPolicy: string;
  description?: string | undefined;
  maxSessionSeconds: number;
  permissionsBoundaryArn?: string | undefined;
  tags: TagRecord[];
  /** Documents of the inline policies by policy name. */
  inlinePolicies: NameTable<InlinePolicyRecord>;
  attachedPolicyArns: string[];
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

export interface UserRecord {
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly arn: string;
  readonly createdMs: number;
}

/** Names of roles and instance profiles are keys in lower case: IAM does not tell names by case. */
export interface IamState {
  roles: NameTable<RoleRecord>;
  /** Customer managed policies by ARN. */
  policies: NameTable<PolicyRecord>;
  instanceProfiles: NameTable<InstanceProfileRecord>;
  users: NameTable<UserRecord>;
}
