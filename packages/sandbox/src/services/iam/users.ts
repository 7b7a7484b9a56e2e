import type { User } from "@aws-sdk/client-iam";
import type { CallContext } from "../../kernel/CallContext.ts";
import { findNamed, listNamed, putNamed, removeNamed } from "../../kernel/NameTable.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { deleteConflict, entityAlreadyExists, noSuchPolicy, noSuchUser } from "./iamErrors.ts";
import { checkedPath, checkName, copyTag, mergedTags, remainingTags, wholeSeconds } from "./iamNames.ts";
import { iamPage } from "./iamPaging.ts";
import type { UserRecord } from "./IamState.ts";
import { identityStore } from "./iamStore.ts";
import { policyExists } from "./policyLookup.ts";

/** The user whom every access key of the sandbox stands for. */
const CALLER = "sandbox";

export const userOperations = defineOperations<"iam">()({
  CreateUser: {
    members: ["Path", "UserName", "PermissionsBoundary", "Tags"],
    run(input, context) {
      const name = freeUserName(input.UserName ?? "", context);
      const path = checkedPath(input.Path);
      const user: UserRecord = {
        name,
        id: `AIDA${context.ids.upperAlphanumeric("iam-user", 17)}`,
        path,
        arn: arnOf(name, path, context),
        createdMs: context.clock.nowMs(),
        permissionsBoundaryArn: checkedBoundary(input.PermissionsBoundary, context),
        tags: mergedTags([], input.Tags, tagRules(context)),
        groupNames: [],
        accessKeys: [],
        inlinePolicies: {},
        attachedPolicyArns: [],
      };
      putNamed(context.store(identityStore).users, name.toLowerCase(), user);
      return { User: userDetails(user) };
    },
  },
  GetUser: {
    members: ["UserName"],
    run: (input, context) => ({ User: userDetails(userNamed(input.UserName ?? CALLER, context)) }),
  },
  ListUsers: {
    members: ["PathPrefix", "Marker", "MaxItems"],
    run(input, context) {
      const prefix = input.PathPrefix ?? "/";
      const users = listNamed(context.store(identityStore).users).filter((user) =>
        user.path.startsWith(prefix),
      );
      const { items, ...page } = iamPage(users, (user) => user.name.toLowerCase(), input);
      return { ...page, Users: items.map(userSummary) };
    },
  },
  UpdateUser: {
    members: ["UserName", "NewPath", "NewUserName"],
    run(input, context) {
      const user = userNamed(input.UserName, context);
      const isRenamed = (input.NewUserName ?? user.name).toLowerCase() !== user.name.toLowerCase();
      const name = isRenamed
        ? freeUserName(input.NewUserName ?? "", context)
        : (input.NewUserName ?? user.name);
      const path = input.NewPath === undefined ? user.path : checkedPath(input.NewPath);
      const { users } = context.store(identityStore);
      removeNamed(users, user.name.toLowerCase());
      putNamed(users, name.toLowerCase(), { ...user, name, path, arn: arnOf(name, path, context) });
      return {};
    },
  },
  DeleteUser: {
    members: ["UserName"],
    run(input, context) {
      const user = userNamed(input.UserName, context);
      refuseRemoval(user);
      removeNamed(context.store(identityStore).users, user.name.toLowerCase());
      return {};
    },
  },
  PutUserPermissionsBoundary: {
    members: ["UserName", "PermissionsBoundary"],
    run(input, context) {
      const user = userNamed(input.UserName, context);
      user.permissionsBoundaryArn = checkedBoundary(input.PermissionsBoundary, context);
      return {};
    },
  },
  DeleteUserPermissionsBoundary: {
    members: ["UserName"],
    run(input, context) {
      userNamed(input.UserName, context).permissionsBoundaryArn = undefined;
      return {};
    },
  },
  TagUser: {
    members: ["UserName", "Tags"],
    run(input, context) {
      const user = userNamed(input.UserName, context);
      user.tags = mergedTags(user.tags, input.Tags, tagRules(context));
      return {};
    },
  },
  UntagUser: {
    members: ["UserName", "TagKeys"],
    run(input, context) {
      const user = userNamed(input.UserName, context);
      user.tags = remainingTags(user.tags, input.TagKeys ?? []);
      return {};
    },
  },
  ListUserTags: {
    members: ["UserName", "Marker", "MaxItems"],
    run(input, context) {
      const { items, ...page } = iamPage(userNamed(input.UserName, context).tags, (tag) => tag.Key, input);
      return { ...page, Tags: items.map(copyTag) };
    },
  },
});

/** @throws {AwsError} `NoSuchEntity`. */
export function userNamed(name: string | undefined, context: CallContext): UserRecord {
  const user = findNamed(context.store(identityStore).users, (name ?? "").toLowerCase());
  if (user === undefined) throw noSuchUser(name ?? "");
  return user;
}

/** A user as lists give it. */
export function userSummary(user: UserRecord): User {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: wholeSeconds(user.createdMs),
  };
}

function userDetails(user: UserRecord): User {
  const arn = user.permissionsBoundaryArn;
  return {
    ...userSummary(user),
    ...(arn === undefined
      ? {}
      : {
          PermissionsBoundary: {
            PermissionsBoundaryType: "PermissionsBoundaryPolicy",
            PermissionsBoundaryArn: arn,
          },
        }),
    ...(user.tags.length === 0 ? {} : { Tags: user.tags.map(copyTag) }),
  };
}

function freeUserName(name: string, context: CallContext): string {
  checkName(name, "userName", 64);
  if (findNamed(context.store(identityStore).users, name.toLowerCase()) !== undefined)
    throw entityAlreadyExists(`User with name ${name} already exists.`);
  return name;
}

function refuseRemoval(user: UserRecord): void {
  if (user.loginProfile !== undefined)
    throw deleteConflict("Cannot delete entity, must delete login profile first.");
  if (user.accessKeys.length > 0)
    throw deleteConflict("Cannot delete entity, must delete access keys first.");
  if (user.groupNames.length > 0)
    throw deleteConflict("Cannot delete entity, must remove users from group first.");
  if (user.attachedPolicyArns.length > 0)
    throw deleteConflict("Cannot delete entity, must detach all policies first.");
  if (Object.keys(user.inlinePolicies).length > 0)
    throw deleteConflict("Cannot delete entity, must delete policies first.");
}

function arnOf(name: string, path: string, context: CallContext): string {
  return `arn:aws:iam::${context.accountId}:user${path}${name}`;
}

function checkedBoundary(arn: string | undefined, context: CallContext): string | undefined {
  if (arn !== undefined && !policyExists(arn, context)) throw noSuchPolicy(arn);
  return arn;
}

function tagRules(context: CallContext): { caseSensitive: boolean; systemTags: boolean } {
  return { caseSensitive: false, systemTags: context.accessKeyId === "sandbox" };
}
