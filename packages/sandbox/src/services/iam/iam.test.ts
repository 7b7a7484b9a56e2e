import { expect, test } from "vitest";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { createTestKernel } from "../../testing/createTestKernel.ts";
import { iam } from "./iam.ts";

const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const READ_S3 = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }],
});
const S3_ARN = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";

function freshContext(): RegionContext {
  return createTestKernel({ modules: [iam] }).context("us-west-2");
}

function withRole(): RegionContext {
  const context = freshContext();
  context.call("iam", "CreateRole", { RoleName: "node", AssumeRolePolicyDocument: TRUST });
  return context;
}

test("a role keeps what it was made with, and its policies are percent-encoded", () => {
  const context = withRole();
  const { Role } = context.call("iam", "GetRole", { RoleName: "node" });
  expect(Role).toMatchObject({
    Arn: "arn:aws:iam::123456789012:role/node",
    Path: "/",
    MaxSessionDuration: 3600,
    RoleLastUsed: {},
  });
  expect(Role?.RoleId).toMatch(/^AROA[0-9A-Z]{17}$/);
  expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).toBe(TRUST);
  expect(Role?.AssumeRolePolicyDocument).not.toContain("{");
});

test("names of roles are not told apart by case", () => {
  const context = withRole();
  expect(() =>
    context.call("iam", "CreateRole", { RoleName: "NODE", AssumeRolePolicyDocument: TRUST }),
  ).toThrow("Role with name NODE already exists.");
});

test.each([
  { policy: "{", message: "This policy contains invalid Json" },
  {
    policy: TRUST.replace("sts:AssumeRole", "s3:GetObject"),
    message: "AssumeRole policy may only specify STS AssumeRole actions.",
  },
  { policy: TRUST.replace('"Action"', '"Resource":"*","Action"'), message: "Has prohibited field Resource" },
])("a trust policy is refused with $message", ({ policy, message }) => {
  const context = withRole();
  expect(() =>
    context.call("iam", "UpdateAssumeRolePolicy", { RoleName: "node", PolicyDocument: policy }),
  ).toThrow(message);
});

test.each([
  { policy: "nonsense", message: "Syntax errors in policy." },
  { policy: READ_S3.replace("s3:", ""), message: "Actions/Conditions must be prefaced by a vendor" },
  {
    policy: READ_S3.replace('"Resource":"*"', '"Sid":"a"'),
    message: "Policy statement must contain resources.",
  },
  { policy: READ_S3.replace('"*"', '"bucket"'), message: 'Resource bucket must be in ARN format or "*".' },
  {
    policy: READ_S3.replace("2012-10-17", "2020"),
    message: "The policy must contain a valid version string",
  },
])("an inline policy is refused with $message", ({ policy, message }) => {
  const context = withRole();
  expect(() =>
    context.call("iam", "PutRolePolicy", { RoleName: "node", PolicyName: "p", PolicyDocument: policy }),
  ).toThrow(message);
});

test("a role cannot be deleted before its policies and instance profiles are gone", () => {
  const context = withRole();
  const role = { RoleName: "node" };
  const remove = (): unknown => context.call("iam", "DeleteRole", role);
  context.call("iam", "AttachRolePolicy", { ...role, PolicyArn: S3_ARN });
  expect(remove).toThrow("Cannot delete entity, must detach all policies first.");
  context.call("iam", "DetachRolePolicy", { ...role, PolicyArn: S3_ARN });
  context.call("iam", "PutRolePolicy", { ...role, PolicyName: "p", PolicyDocument: READ_S3 });
  expect(remove).toThrow("Cannot delete entity, must delete policies first.");
  context.call("iam", "DeleteRolePolicy", { ...role, PolicyName: "p" });
  context.call("iam", "CreateInstanceProfile", { InstanceProfileName: "profile" });
  context.call("iam", "AddRoleToInstanceProfile", { ...role, InstanceProfileName: "profile" });
  expect(remove).toThrow("Cannot delete entity, must remove roles from instance profile first.");
  context.call("iam", "RemoveRoleFromInstanceProfile", { ...role, InstanceProfileName: "profile" });
  remove();
  expect(() => context.call("iam", "GetRole", role)).toThrow("The role with name node cannot be found.");
});

test("only AWS managed policies that exist can be read and attached", () => {
  const context = withRole();
  expect(context.call("iam", "GetPolicy", { PolicyArn: S3_ARN }).Policy?.PolicyName).toBe(
    "AmazonS3ReadOnlyAccess",
  );
  const missing = "arn:aws:iam::aws:policy/Nope";
  expect(() => context.call("iam", "GetPolicy", { PolicyArn: missing })).toThrow(
    `Policy ${missing} was not found.`,
  );
  expect(() => context.call("iam", "AttachRolePolicy", { RoleName: "node", PolicyArn: missing })).toThrow(
    `Policy ${missing} does not exist or is not attachable.`,
  );
  expect(() => context.call("iam", "GetPolicy", { PolicyArn: "name" })).toThrow("ARN name is not valid.");
});

test("a managed policy holds five versions and gives them newest first", () => {
  const context = freshContext();
  const { Policy } = context.call("iam", "CreatePolicy", { PolicyName: "own", PolicyDocument: READ_S3 });
  const PolicyArn = Policy?.Arn;
  for (let version = 2; version <= 5; version += 1)
    context.call("iam", "CreatePolicyVersion", { PolicyArn, PolicyDocument: READ_S3 });
  expect(() => context.call("iam", "CreatePolicyVersion", { PolicyArn, PolicyDocument: READ_S3 })).toThrow(
    "A managed policy can have up to 5 versions.",
  );
  expect(
    context.call("iam", "ListPolicyVersions", { PolicyArn }).Versions?.map((version) => version.VersionId),
  ).toEqual(["v5", "v4", "v3", "v2", "v1"]);
  expect(() => context.call("iam", "DeletePolicyVersion", { PolicyArn, VersionId: "v1" })).toThrow(
    "Cannot delete the default version of a policy.",
  );
});

test("lists are paged by marker", () => {
  const context = freshContext();
  for (const name of ["c", "a", "b"])
    context.call("iam", "CreateRole", { RoleName: name, Path: "/p/", AssumeRolePolicyDocument: TRUST });
  const first = context.call("iam", "ListRoles", { PathPrefix: "/p/", MaxItems: 2 });
  expect(first.Roles?.map((role) => role.RoleName)).toEqual(["a", "b"]);
  expect(first.IsTruncated).toBe(true);
  const second = context.call("iam", "ListRoles", { PathPrefix: "/p/", Marker: first.Marker });
  expect(second).toMatchObject({ IsTruncated: false, Roles: [{ RoleName: "c" }] });
  expect(second.Marker).toBeUndefined();
});

test("tags of a role are merged without regard to case of the key", () => {
  const context = withRole();
  context.call("iam", "TagRole", { RoleName: "node", Tags: [{ Key: "Team", Value: "a" }] });
  context.call("iam", "TagRole", { RoleName: "node", Tags: [{ Key: "team", Value: "b" }] });
  expect(context.call("iam", "ListRoleTags", { RoleName: "node" }).Tags).toEqual([
    { Key: "team", Value: "b" },
  ]);
  const twice = ["k", "K"].map((Key) => ({ Key, Value: "" }));
  expect(() => context.call("iam", "TagRole", { RoleName: "node", Tags: twice })).toThrow(
    "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
  );
});

test("the account's own user and its service-linked roles exist", () => {
  const context = freshContext();
  expect(context.call("iam", "GetUser", {}).User?.UserName).toBe("sandbox");
  context.call("iam", "CreateServiceLinkedRole", { AWSServiceName: "fsx.amazonaws.com" });
  expect(() =>
    context.call("iam", "CreateServiceLinkedRole", { AWSServiceName: "fsx.amazonaws.com" }),
  ).toThrow("Service role name AWSServiceRoleForAmazonFSx has been taken in this account");
  expect(context.call("iam", "GetAccountSummary", {}).SummaryMap?.["Roles"]).toBe(3);
});

test("IAM is one for all regions", () => {
  const context = withRole();
  expect(context.inRegion("eu-west-1").call("iam", "GetRole", { RoleName: "node" }).Role).toBeDefined();
});
