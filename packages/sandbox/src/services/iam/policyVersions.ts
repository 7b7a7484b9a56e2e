import { defineOperations } from "../../kernel/ServiceModule.ts";
import type { CallContext } from "../../kernel/CallContext.ts";
import { awsManagedPolicy } from "./awsManagedPolicies.ts";
import {
  constraintError,
  deleteConflict,
  limitExceeded,
  noSuchEntity,
  validationError,
} from "./iamErrors.ts";
import { wholeSeconds } from "./iamNames.ts";
import { iamPage } from "./iamPaging.ts";
import type { PolicyRecord, PolicyVersionRecord } from "./IamState.ts";
import { checkManagedPolicy } from "./policies.ts";
import { encodedPolicy } from "./policyDocument.ts";
import { customerPolicy, ownPolicy } from "./policyLookup.ts";

const MAX_VERSIONS = 5;

export const policyVersionOperations = defineOperations<"iam">()({
  CreatePolicyVersion: {
    members: ["PolicyArn", "PolicyDocument", "SetAsDefault"],
    run(input, context) {
      const policy = ownPolicy(input.PolicyArn, context);
      const document = input.PolicyDocument ?? "";
      checkManagedPolicy(document);
      if (policy.versions.length >= MAX_VERSIONS)
        throw limitExceeded(
          `A managed policy can have up to ${MAX_VERSIONS} versions. Before you create a new version, you must delete an existing version.`,
        );
      const version = { id: `v${policy.nextVersion}`, document, createdMs: context.clock.nowMs() };
      policy.nextVersion += 1;
      policy.versions = [...policy.versions, version];
      policy.updatedMs = version.createdMs;
      if (input.SetAsDefault === true) policy.defaultVersionId = version.id;
      return { PolicyVersion: versionView(policy, version) };
    },
  },
  GetPolicyVersion: {
    members: ["PolicyArn", "VersionId"],
    run(input, context) {
      const versionId = checkedVersionId(input.VersionId);
      if (awsManagedPolicy(input.PolicyArn ?? "") !== undefined)
        throw validationError("The sandbox does not model the documents of AWS managed policies.");
      const { policy, version } = versionOf(input.PolicyArn, versionId, context);
      return {
        PolicyVersion: { ...versionView(policy, version), Document: encodedPolicy(version.document) },
      };
    },
  },
  ListPolicyVersions: {
    members: ["PolicyArn", "Marker", "MaxItems"],
    run(input, context) {
      const policy = ownPolicy(input.PolicyArn, context);
      const { items, ...page } = iamPage(policy.versions, newestFirst, input);
      return { ...page, Versions: items.map((version) => versionView(policy, version)) };
    },
  },
  SetDefaultPolicyVersion: {
    members: ["PolicyArn", "VersionId"],
    run(input, context) {
      const { policy, version } = versionOf(input.PolicyArn, checkedVersionId(input.VersionId), context);
      policy.defaultVersionId = version.id;
      policy.updatedMs = context.clock.nowMs();
      return {};
    },
  },
  DeletePolicyVersion: {
    members: ["PolicyArn", "VersionId"],
    run(input, context) {
      const { policy, version } = versionOf(input.PolicyArn, checkedVersionId(input.VersionId), context);
      if (version.id === policy.defaultVersionId)
        throw deleteConflict("Cannot delete the default version of a policy.");
      policy.versions = policy.versions.filter((other) => other.id !== version.id);
      return {};
    },
  },
});

function versionView(
  policy: PolicyRecord,
  version: PolicyVersionRecord,
): { VersionId: string; IsDefaultVersion: boolean; CreateDate: Date } {
  return {
    VersionId: version.id,
    IsDefaultVersion: version.id === policy.defaultVersionId,
    CreateDate: wholeSeconds(version.createdMs),
  };
}

function versionOf(
  arn: string | undefined,
  versionId: string,
  context: CallContext,
): { policy: PolicyRecord; version: PolicyVersionRecord } {
  const policy = customerPolicy(arn ?? "", context);
  const version = policy?.versions.find((candidate) => candidate.id === versionId);
  if (policy === undefined || version === undefined)
    throw noSuchEntity(`Policy ${arn ?? ""} version ${versionId} does not exist or is not attachable.`);
  return { policy, version };
}

function checkedVersionId(versionId: string | undefined): string {
  if (versionId !== undefined && /^v[1-9][0-9]*(\.[A-Za-z0-9-]*)?$/.test(versionId)) return versionId;
  throw constraintError(
    "versionId",
    "Member must satisfy regular expression pattern: v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?",
  );
}

function newestFirst(version: PolicyVersionRecord): string {
  return String(1e9 - Number(version.id.slice(1))).padStart(12, "0");
}
