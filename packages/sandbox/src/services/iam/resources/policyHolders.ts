import type { ResourceContext } from "../../../cloudformation/ResourceProvider.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties } from "../../../kernel/readProperties.ts";
import { documentText } from "./documentText.ts";
import { ignoreMissing } from "./ignoreMissing.ts";

/** Roles, users and groups, with the operations that put policies on them. */
export interface HolderCalls {
  /** Property of AWS::IAM::Policy and AWS::IAM::ManagedPolicy that names them. */
  readonly property: "Roles" | "Users" | "Groups";
  putInline(holder: string, policy: InlinePolicy, context: ResourceContext): void;
  removeInline(holder: string, policyName: string, context: ResourceContext): void;
  attach(holder: string, arn: string, context: ResourceContext): void;
  detach(holder: string, arn: string, context: ResourceContext): void;
}

interface InlinePolicy {
  readonly PolicyName: string;
  readonly PolicyDocument: string;
}

export const ROLE_CALLS: HolderCalls = {
  property: "Roles",
  putInline: (RoleName, policy, context) =>
    void context.call("iam", "PutRolePolicy", { RoleName, ...policy }),
  removeInline: (RoleName, PolicyName, context) =>
    ignoreMissing(() => context.call("iam", "DeleteRolePolicy", { RoleName, PolicyName })),
  attach: (RoleName, PolicyArn, context) =>
    void context.call("iam", "AttachRolePolicy", { RoleName, PolicyArn }),
  detach: (RoleName, PolicyArn, context) =>
    ignoreMissing(() => context.call("iam", "DetachRolePolicy", { RoleName, PolicyArn })),
};

export const USER_CALLS: HolderCalls = {
  property: "Users",
  putInline: (UserName, policy, context) =>
    void context.call("iam", "PutUserPolicy", { UserName, ...policy }),
  removeInline: (UserName, PolicyName, context) =>
    ignoreMissing(() => context.call("iam", "DeleteUserPolicy", { UserName, PolicyName })),
  attach: (UserName, PolicyArn, context) =>
    void context.call("iam", "AttachUserPolicy", { UserName, PolicyArn }),
  detach: (UserName, PolicyArn, context) =>
    ignoreMissing(() => context.call("iam", "DetachUserPolicy", { UserName, PolicyArn })),
};

export const GROUP_CALLS: HolderCalls = {
  property: "Groups",
  putInline: (GroupName, policy, context) =>
    void context.call("iam", "PutGroupPolicy", { GroupName, ...policy }),
  removeInline: (GroupName, PolicyName, context) =>
    ignoreMissing(() => context.call("iam", "DeleteGroupPolicy", { GroupName, PolicyName })),
  attach: (GroupName, PolicyArn, context) =>
    void context.call("iam", "AttachGroupPolicy", { GroupName, PolicyArn }),
  detach: (GroupName, PolicyArn, context) =>
    ignoreMissing(() => context.call("iam", "DetachGroupPolicy", { GroupName, PolicyArn })),
};

const ALL_CALLS = [ROLE_CALLS, USER_CALLS, GROUP_CALLS];

export interface NamedHolder {
  readonly calls: HolderCalls;
  readonly name: string;
}

/** Whom a policy of a template names. */
export function holdersOf(properties: JsonObject): NamedHolder[] {
  const read = readProperties(properties);
  return ALL_CALLS.flatMap((calls) => (read.texts(calls.property) ?? []).map((name) => ({ calls, name })));
}

export function isAmong(holders: readonly NamedHolder[], { calls, name }: NamedHolder): boolean {
  return holders.some((each) => each.calls.property === calls.property && each.name === name);
}

interface HolderChange {
  readonly before: JsonObject;
  readonly after: JsonObject;
}

/** Gives a role, user or group the `ManagedPolicyArns` and `Policies` of its template in the place of those before. */
export function changeOwnPolicies(
  calls: HolderCalls,
  holder: string,
  { before, after }: HolderChange,
  context: ResourceContext,
): void {
  const [had, has] = [attachedArns(before), attachedArns(after)];
  for (const arn of had.filter((each) => !has.includes(each))) calls.detach(holder, arn, context);
  for (const arn of has.filter((each) => !had.includes(each))) calls.attach(holder, arn, context);
  const kept = inlinePolicies(after);
  for (const { PolicyName } of inlinePolicies(before))
    if (!kept.some((policy) => policy.PolicyName === PolicyName))
      calls.removeInline(holder, PolicyName, context);
  for (const policy of kept) calls.putInline(holder, policy, context);
}

function attachedArns(properties: JsonObject): string[] {
  return readProperties(properties).texts("ManagedPolicyArns") ?? [];
}

function inlinePolicies(properties: JsonObject): InlinePolicy[] {
  return readProperties(properties)
    .objects("Policies")
    .map((policy) => ({
      PolicyName: policy.text("PolicyName") ?? "",
      PolicyDocument: documentText(policy.properties, "PolicyDocument"),
    }));
}
