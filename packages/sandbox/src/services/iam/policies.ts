import type { Policy } from "@aws-sdk/client-iam";
import type { CallContext } from "../../kernel/CallContext.ts";
import { listNamed, putNamed, removeNamed } from "../../kernel/NameTable.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { AWS_MANAGED_POLICIES, awsManagedPolicy, type AwsManagedPolicy } from "./awsManagedPolicies.ts";
import { deleteConflict, entityAlreadyExists, limitExceeded, noSuchPolicy } from "./iamErrors.ts";
import { checkedPath, checkName, mergedTags, copyTag, remainingTags, wholeSeconds } from "./iamNames.ts";
import { iamPage } from "./iamPaging.ts";
import type { PolicyRecord } from "./IamState.ts";
import { iamStore, identityStore } from "./iamStore.ts";
import { attachmentCount, boundaryCount, ownPolicy, policyExists } from "./policyLookup.ts";
import { checkIdentityPolicy, sizeOf } from "./policyDocument.ts";

const AWS_POLICY_CREATED_MS = Date.UTC(2015, 1, 6, 18, 40);

export const policyOperations = defineOperations<"iam">()({
  CreatePolicy: {
    members: ["PolicyName", "Path", "PolicyDocument", "Description", "Tags"],
    run(input, context) {
      const name = input.PolicyName ?? "";
      checkName(name, "policyName", 128);
      const path = checkedPath(input.Path);
      const document = input.PolicyDocument ?? "";
      checkManagedPolicy(document);
      const { policies } = context.store(iamStore);
      if (listNamed(policies).some((policy) => policy.name.toLowerCase() === name.toLowerCase()))
        throw entityAlreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
      const nowMs = context.clock.nowMs();
      const policy: PolicyRecord = {
        name,
        id: `ANPA${context.ids.upperAlphanumeric("iam-policy", 17)}`,
        path,
        arn: `arn:aws:iam::${context.accountId}:policy${path}${name}`,
        createdMs: nowMs,
        updatedMs: nowMs,
        description: input.Description,
        tags: mergedTags([], input.Tags, tagRules(context)),
        versions: [{ id: "v1", document, createdMs: nowMs }],
        nextVersion: 2,
        defaultVersionId: "v1",
      };
      putNamed(policies, policy.arn, policy);
      return { Policy: { ...policyView(policy, context), ...tagsView(policy) } };
    },
  },
  GetPolicy: {
    members: ["PolicyArn"],
    run(input, context) {
      const arn = input.PolicyArn ?? "";
      if (!policyExists(arn, context)) throw noSuchPolicy(arn);
      const provided = awsManagedPolicy(arn);
      if (provided !== undefined) return { Policy: { ...providedView(provided, context), Tags: [] } };
      const policy = ownPolicy(arn, context);
      return {
        Policy: {
          ...policyView(policy, context),
          ...(policy.description === undefined ? {} : { Description: policy.description }),
          Tags: policy.tags.map(copyTag),
        },
      };
    },
  },
  ListPolicies: {
    members: ["Scope", "OnlyAttached", "PathPrefix", "Marker", "MaxItems"],
    run(input, context) {
      const own = listNamed(context.store(iamStore).policies).map((policy) => policyView(policy, context));
      const provided = AWS_MANAGED_POLICIES.map((policy) => providedView(policy, context));
      const inScope = [
        ...(input.Scope === "AWS" ? [] : own),
        ...(input.Scope === "Local" ? [] : provided),
      ].filter(
        (policy) =>
          (policy.Path ?? "").startsWith(input.PathPrefix ?? "/") &&
          (input.OnlyAttached !== true || (policy.AttachmentCount ?? 0) > 0),
      );
      const { items, ...page } = iamPage(inScope, (policy) => policy.Arn ?? "", input);
      return { ...page, Policies: items };
    },
  },
  DeletePolicy: {
    members: ["PolicyArn"],
    run(input, context) {
      const policy = ownPolicy(input.PolicyArn, context);
      if (attachmentCount(policy.arn, context) + boundaryCount(policy.arn, context) > 0)
        throw deleteConflict("Cannot delete a policy attached to entities.");
      if (policy.versions.length > 1)
        throw deleteConflict(
          "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
        );
      removeNamed(context.store(iamStore).policies, policy.arn);
      return {};
    },
  },
  TagPolicy: {
    members: ["PolicyArn", "Tags"],
    run(input, context) {
      const policy = ownPolicy(input.PolicyArn, context);
      policy.tags = mergedTags(policy.tags, input.Tags, tagRules(context));
      return {};
    },
  },
  UntagPolicy: {
    members: ["PolicyArn", "TagKeys"],
    run(input, context) {
      const policy = ownPolicy(input.PolicyArn, context);
      policy.tags = remainingTags(policy.tags, input.TagKeys ?? []);
      return {};
    },
  },
  ListPolicyTags: {
    members: ["PolicyArn", "Marker", "MaxItems"],
    run(input, context) {
      const { items, ...page } = iamPage(ownPolicy(input.PolicyArn, context).tags, (tag) => tag.Key, input);
      return { ...page, Tags: items.map(copyTag) };
    },
  },
  ListEntitiesForPolicy: {
    members: ["PolicyArn", "EntityFilter", "Marker", "MaxItems"],
    run(input, context) {
      const arn = input.PolicyArn ?? "";
      if (!policyExists(arn, context)) throw noSuchPolicy(arn);
      const { items, ...page } = iamPage(
        holdersOf(arn, input.EntityFilter, context),
        ({ kind, holder }) => `${kind}/${holder.name}`,
        input,
      );
      const having = (wanted: string) =>
        items.filter(({ kind }) => kind === wanted).map(({ holder }) => holder);
      return {
        ...page,
        PolicyGroups: having("Group").map(({ name, id }) => ({ GroupName: name, GroupId: id })),
        PolicyUsers: having("User").map(({ name, id }) => ({ UserName: name, UserId: id })),
        PolicyRoles: having("Role").map(({ name, id }) => ({ RoleName: name, RoleId: id })),
      };
    },
  },
});

function holdersOf(arn: string, filter: string | undefined, context: CallContext) {
  const { users, groups } = context.store(identityStore);
  return [
    ...listNamed(groups).map((holder) => ({ kind: "Group", holder })),
    ...listNamed(context.store(iamStore).roles).map((holder) => ({ kind: "Role", holder })),
    ...listNamed(users).map((holder) => ({ kind: "User", holder })),
  ].filter(
    ({ kind, holder }) =>
      (filter === undefined || filter === kind) && holder.attachedPolicyArns.includes(arn),
  );
}

/** @throws {AwsError} `MalformedPolicyDocument` or `LimitExceeded`. */
export function checkManagedPolicy(document: string): void {
  checkIdentityPolicy(document);
  if (sizeOf(document) > 6144) throw limitExceeded("Cannot exceed quota for PolicySize: 6144");
}

function policyView(policy: PolicyRecord, context: CallContext): Policy {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: attachmentCount(policy.arn, context),
    PermissionsBoundaryUsageCount: boundaryCount(policy.arn, context),
    IsAttachable: true,
    CreateDate: wholeSeconds(policy.createdMs),
    UpdateDate: wholeSeconds(policy.updatedMs),
  };
}

function tagsView(policy: PolicyRecord): Pick<Policy, "Tags"> {
  return policy.tags.length === 0 ? {} : { Tags: policy.tags.map(copyTag) };
}

function providedView(policy: AwsManagedPolicy, context: CallContext): Policy {
  return {
    PolicyName: policy.name,
    PolicyId: `ANPA${Buffer.from(policy.arn).toString("hex").slice(-17).toUpperCase()}`,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: "v1",
    AttachmentCount: attachmentCount(policy.arn, context),
    PermissionsBoundaryUsageCount: boundaryCount(policy.arn, context),
    IsAttachable: true,
    CreateDate: new Date(AWS_POLICY_CREATED_MS),
    UpdateDate: new Date(AWS_POLICY_CREATED_MS),
  };
}

function tagRules(context: CallContext): { caseSensitive: boolean; systemTags: boolean } {
  return { caseSensitive: true, systemTags: context.accessKeyId === "sandbox" };
}
