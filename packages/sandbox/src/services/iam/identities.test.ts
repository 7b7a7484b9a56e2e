import { expect, test } from "vitest";
import { AwsError } from "../../kernel/AwsError.ts";
import { createTestKernel } from "../../testing/createTestKernel.ts";
import { iam } from "./iam.ts";

const UserName = "ada";
const GroupName = "admins";
const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
const PolicyDocument = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "s3:ListBucket", Resource: "*" },
});

function withUserAndGroup() {
  const context = createTestKernel({ modules: [iam] }).context("us-east-1");
  context.call("iam", "CreateUser", { UserName });
  context.call("iam", "CreateGroup", { GroupName });
  return context;
}

type Context = ReturnType<typeof withUserAndGroup>;

function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof AwsError) return `${error.code} ${error.httpStatus}: ${error.message}`;
    throw error;
  }
  return "no error";
}

// localstack: tests/aws/services/iam/test_iam_users.snapshot.json, test_iam_groups.snapshot.json
test.each<{ what: string; act: (context: Context) => unknown; words: string }>([
  {
    what: "a user of the same name",
    act: (context) => context.call("iam", "CreateUser", { UserName: "Ada" }),
    words: "EntityAlreadyExists 409: User with name Ada already exists.",
  },
  {
    what: "a group of the same name",
    act: (context) => context.call("iam", "CreateGroup", { GroupName }),
    words: "EntityAlreadyExists 409: Group with name admins already exists.",
  },
  {
    what: "an unknown group",
    act: (context) => context.call("iam", "AddUserToGroup", { UserName, GroupName: "none" }),
    words: "NoSuchEntity 404: The group with name none cannot be found.",
  },
  {
    what: "an unknown user out of an unknown group",
    act: (context) => context.call("iam", "RemoveUserFromGroup", { UserName: "any-user", GroupName: "none" }),
    words: "NoSuchEntity 404: The user with name any-user cannot be found.",
  },
  {
    what: "an unknown inline policy",
    act: (context) => context.call("iam", "GetGroupPolicy", { GroupName, PolicyName: "p" }),
    words: "NoSuchEntity 404: The group policy with name p cannot be found.",
  },
  {
    what: "a policy that is not attached",
    act: (context) => context.call("iam", "DetachGroupPolicy", { GroupName, PolicyArn }),
    words: `NoSuchEntity 404: Policy ${PolicyArn} was not found.`,
  },
  {
    what: "a password that is not there",
    act: (context) => context.call("iam", "DeleteLoginProfile", { UserName }),
    words: "NoSuchEntity 404: Login Profile for User ada cannot be found.",
  },
])("$what is refused in IAM's words", ({ act, words }) => {
  const context = withUserAndGroup();
  expect(refusal(() => act(context))).toBe(words);
});

test.each<{ what: string; give: (context: Context) => unknown; words: string }>([
  {
    what: "an access key",
    give: (context) => context.call("iam", "CreateAccessKey", { UserName }),
    words: "must delete access keys first.",
  },
  {
    what: "a password",
    give: (context) => context.call("iam", "CreateLoginProfile", { UserName, Password: "secret-0" }),
    words: "must delete login profile first.",
  },
  {
    what: "an inline policy",
    give: (context) => context.call("iam", "PutUserPolicy", { UserName, PolicyName: "p", PolicyDocument }),
    words: "must delete policies first.",
  },
  {
    what: "a managed policy",
    give: (context) => context.call("iam", "AttachUserPolicy", { UserName, PolicyArn }),
    words: "must detach all policies first.",
  },
  {
    what: "a group",
    give: (context) => context.call("iam", "AddUserToGroup", { UserName, GroupName }),
    words: "must remove users from group first.",
  },
])("a user with $what cannot be deleted", ({ give, words }) => {
  const context = withUserAndGroup();
  give(context);
  expect(refusal(() => context.call("iam", "DeleteUser", { UserName }))).toBe(
    `DeleteConflict 409: Cannot delete entity, ${words}`,
  );
});

test("a renamed group keeps its members, and one with members cannot be deleted", () => {
  const context = withUserAndGroup();
  context.call("iam", "AddUserToGroup", { UserName, GroupName });
  context.call("iam", "UpdateGroup", { GroupName, NewGroupName: "heads", NewPath: "/new/" });
  const { Group, Users } = context.call("iam", "GetGroup", { GroupName: "heads" });
  expect(Group?.Arn).toBe("arn:aws:iam::123456789012:group/new/heads");
  expect(Users?.map((user) => user.UserName)).toEqual([UserName]);
  expect(refusal(() => context.call("iam", "DeleteGroup", { GroupName: "heads" }))).toContain(
    "must remove users from group first.",
  );
});

test("a renamed user is found by the new name only", () => {
  const context = withUserAndGroup();
  context.call("iam", "UpdateUser", { UserName, NewUserName: "lovelace", NewPath: "/math/" });
  expect(context.call("iam", "GetUser", { UserName: "lovelace" }).User?.Arn).toBe(
    "arn:aws:iam::123456789012:user/math/lovelace",
  );
  expect(refusal(() => context.call("iam", "GetUser", { UserName }))).toContain("cannot be found");
});

test("a user has two access keys at most, and their secrets are given once", () => {
  const context = withUserAndGroup();
  const { AccessKey } = context.call("iam", "CreateAccessKey", { UserName });
  context.call("iam", "CreateAccessKey", { UserName });
  expect(AccessKey?.SecretAccessKey).toHaveLength(40);
  expect(refusal(() => context.call("iam", "CreateAccessKey", { UserName }))).toBe(
    "LimitExceeded 409: Cannot exceed quota for AccessKeysPerUser: 2",
  );
  context.call("iam", "UpdateAccessKey", {
    UserName,
    AccessKeyId: AccessKey?.AccessKeyId,
    Status: "Inactive",
  });
  const { AccessKeyMetadata = [] } = context.call("iam", "ListAccessKeys", { UserName });
  expect(new Set(AccessKeyMetadata.map((key) => key.Status))).toEqual(new Set(["Active", "Inactive"]));
  expect(JSON.stringify(AccessKeyMetadata)).not.toContain("Secret");
});
