import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { findNamed, listNamed, putNamed, removeNamed } from "../../kernel/NameTable.ts";
import { limitExceeded, noSuchEntity, noSuchPolicy } from "./iamErrors.ts";
import { checkName } from "./iamNames.ts";
import { iamPage, type IamPageInput } from "./iamPaging.ts";
import type { InlinePolicyRecord, PolicyHolder } from "./IamState.ts";
import { checkIdentityPolicy, encodedPolicy, sizeOf } from "./policyDocument.ts";
import { policyExists } from "./policyLookup.ts";

const MAX_ATTACHED = 10;

/** A kind of holder with the names and limits that IAM has for its policies. */
export interface HolderKind {
  readonly word: "role" | "user" | "group";
  readonly maxInlineCharacters: number;
  readonly quotaName: string;
}

export const HOLDER_KINDS = {
  role: { word: "role", maxInlineCharacters: 10_240, quotaName: "PoliciesPerRole" },
  user: { word: "user", maxInlineCharacters: 2048, quotaName: "PoliciesPerUser" },
  group: { word: "group", maxInlineCharacters: 5120, quotaName: "PoliciesPerGroup" },
} as const satisfies Readonly<Record<string, HolderKind>>;

interface InlineInput {
  readonly PolicyName?: string | undefined;
  readonly PolicyDocument?: string | undefined;
}

/** @throws {AwsError} `MalformedPolicyDocument`, `LimitExceeded`, `ValidationError` */
export function putInlinePolicy(holder: PolicyHolder, kind: HolderKind, input: InlineInput): void {
  const { PolicyName: name = "", PolicyDocument: document = "" } = input;
  checkName(name, "policyName", 128);
  checkIdentityPolicy(document);
  const others = listNamed(holder.inlinePolicies).filter((policy) => policy.name !== name);
  const size = others.reduce((sum, policy) => sum + sizeOf(policy.document), sizeOf(document));
  if (size > kind.maxInlineCharacters)
    throw limitExceeded(
      `Maximum policy size of ${kind.maxInlineCharacters} bytes exceeded for ${kind.word} ${holder.name}`,
    );
  putNamed(holder.inlinePolicies, name, { name, document });
}

/** An inline policy as the Get operations answer it. @throws {AwsError} `NoSuchEntity` */
export function inlinePolicyAnswer(holder: PolicyHolder, kind: HolderKind, name: string | undefined) {
  const policy = inlinePolicy(holder, kind, name);
  return { PolicyName: policy.name, PolicyDocument: encodedPolicy(policy.document) };
}

/** @throws {AwsError} `NoSuchEntity` */
export function removeInlinePolicy(holder: PolicyHolder, kind: HolderKind, name: string | undefined): void {
  removeNamed(holder.inlinePolicies, inlinePolicy(holder, kind, name).name);
}

export function inlinePolicyNames(holder: PolicyHolder, input: IamPageInput) {
  const { items, ...page } = iamPage(listNamed(holder.inlinePolicies), (policy) => policy.name, input);
  return { ...page, PolicyNames: items.map((policy) => policy.name) };
}

/** @throws {AwsError} `NoSuchEntity`, `PolicyNotAttachable`, `LimitExceeded` */
export function attachPolicy(
  holder: PolicyHolder,
  kind: HolderKind,
  arn: string,
  context: RegionContext,
): void {
  if (!policyExists(arn, context)) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  if (arn.includes(":policy/aws-service-role/"))
    throw new AwsError("PolicyNotAttachable", "Cannot attach a Service Role Policy to a Customer Role.");
  if (holder.attachedPolicyArns.includes(arn)) return;
  if (holder.attachedPolicyArns.length >= MAX_ATTACHED)
    throw limitExceeded(`Cannot exceed quota for ${kind.quotaName}: ${MAX_ATTACHED}`);
  holder.attachedPolicyArns = [...holder.attachedPolicyArns, arn];
}

/** @throws {AwsError} `NoSuchEntity` */
export function detachPolicy(holder: PolicyHolder, arn: string): void {
  if (!holder.attachedPolicyArns.includes(arn)) throw noSuchPolicy(arn);
  holder.attachedPolicyArns = holder.attachedPolicyArns.filter((attached) => attached !== arn);
}

export function attachedPolicies(
  holder: PolicyHolder,
  input: IamPageInput & { readonly PathPrefix?: string | undefined },
) {
  const prefix = input.PathPrefix ?? "/";
  const inPath = holder.attachedPolicyArns.filter((arn) =>
    arn.slice(arn.indexOf(":policy/") + 7).startsWith(prefix),
  );
  const { items, ...page } = iamPage(inPath, (arn) => arn, input);
  return {
    ...page,
    AttachedPolicies: items.map((arn) => ({
      PolicyName: arn.slice(arn.lastIndexOf("/") + 1),
      PolicyArn: arn,
    })),
  };
}

function inlinePolicy(holder: PolicyHolder, kind: HolderKind, name: string | undefined): InlinePolicyRecord {
  const policy = findNamed(holder.inlinePolicies, name ?? "");
  if (policy === undefined)
    throw noSuchEntity(`The ${kind.word} policy with name ${name ?? ""} cannot be found.`);
  return policy;
}
