import { findNamed, listNamed } from "../../kernel/NameTable.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { awsManagedPolicy } from "./awsManagedPolicies.ts";
import { noSuchPolicy, validationError } from "./iamErrors.ts";
import type { PolicyRecord } from "./IamState.ts";
import { iamStore } from "./iamStore.ts";

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

export function attachmentCount(arn: string, context: RegionContext): number {
  return listNamed(context.store(iamStore).roles).filter((role) => role.attachedPolicyArns.includes(arn))
    .length;
}

export function boundaryCount(arn: string, context: RegionContext): number {
  return listNamed(context.store(iamStore).roles).filter((role) => role.permissionsBoundaryArn === arn)
    .length;
}

function checkPolicyArn(arn: string): void {
  if (!/^arn:[a-z-]+:iam::(\d{12}|aws):policy\/.+/.test(arn))
    throw validationError(`ARN ${arn} is not valid.`);
}
