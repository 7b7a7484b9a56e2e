import { findNamed, listNamed } from "../../kernel/NameTable.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { awsManagedPolicy } from "./awsManagedPolicies.ts";
import { noSuchPolicy, validationError } from "./iamErrors.ts";
import type { PolicyRecord } from "./IamState.ts";
import { iamStore, identityStore } from "./iamStore.ts";

/** True for customer managed and AWS managed policies. */
export function policyExists(arn: string, context: RegionContext): boolean {
  checkPolicyArn(arn);
  return awsManagedPolicy(arn) !== undefined || customerPolicy(arn, context) !== undefined;
}

export function customerPolicy(arn: string, context: RegionContext): PolicyRecord | undefined {
  return findNamed(context.store(iamStore).policies, arn);
}

/** @throws {AwsError} `NoSuchEntity`, also for AWS managed policies: they cannot be changed. */
export function ownPolicy(arn: string | undefined, context: RegionContext): PolicyRecord {
  checkPolicyArn(arn ?? "");
  const policy = customerPolicy(arn ?? "", context);
  if (policy === undefined) throw noSuchPolicy(arn ?? "");
  return policy;
}

/** Roles, users and groups that a managed policy is attached to. */
export function attachmentCount(arn: string, context: RegionContext): number {
  const { users, groups } = context.store(identityStore);
  const holders = [...listNamed(context.store(iamStore).roles), ...listNamed(users), ...listNamed(groups)];
  return holders.filter((holder) => holder.attachedPolicyArns.includes(arn)).length;
}

export function boundaryCount(arn: string, context: RegionContext): number {
  const bound = [
    ...listNamed(context.store(iamStore).roles),
    ...listNamed(context.store(identityStore).users),
  ];
  return bound.filter((each) => each.permissionsBoundaryArn === arn).length;
}

function checkPolicyArn(arn: string): void {
  if (!/^arn:[a-z-]+:iam::(\d{12}|aws):policy\/.+/.test(arn))
    throw validationError(`ARN ${arn} is not valid.`);
}
