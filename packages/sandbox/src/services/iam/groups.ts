import type { Group } from "@aws-sdk/client-iam";
import type { CallContext } from "../../kernel/CallContext.ts";
import { findNamed, listNamed, putNamed, removeNamed } from "../../kernel/NameTable.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { deleteConflict, entityAlreadyExists, limitExceeded, noSuchGroup } from "./iamErrors.ts";
import { checkedPath, checkName, wholeSeconds } from "./iamNames.ts";
import { iamPage } from "./iamPaging.ts";
import type { GroupRecord, UserRecord } from "./IamState.ts";
import { identityStore } from "./iamStore.ts";
import { userNamed, userSummary } from "./users.ts";

const MAX_GROUPS_PER_USER = 10;

export const groupOperations = defineOperations<"iam">()({
  CreateGroup: {
    members: ["Path", "GroupName"],
    run(input, context) {
      const name = freeGroupName(input.GroupName ?? "", context);
      const path = checkedPath(input.Path);
      const group: GroupRecord = {
        name,
        id: `AGPA${context.ids.upperAlphanumeric("iam-group", 17)}`,
        path,
        arn: arnOf(name, path, context),
        createdMs: context.clock.nowMs(),
        inlinePolicies: {},
        attachedPolicyArns: [],
      };
      putNamed(context.store(identityStore).groups, name.toLowerCase(), group);
      return { Group: groupView(group) };
    },
  },
  GetGroup: {
    members: ["GroupName", "Marker", "MaxItems"],
    run(input, context) {
      const group = groupNamed(input.GroupName, context);
      const { items, ...page } = iamPage(usersOf(group, context), (user) => user.name.toLowerCase(), input);
      return { ...page, Group: groupView(group), Users: items.map(userSummary) };
    },
  },
  ListGroups: {
    members: ["PathPrefix", "Marker", "MaxItems"],
    run(input, context) {
      const prefix = input.PathPrefix ?? "/";
      const groups = listNamed(context.store(identityStore).groups).filter((group) =>
        group.path.startsWith(prefix),
      );
      const { items, ...page } = iamPage(groups, (group) => group.name.toLowerCase(), input);
      return { ...page, Groups: items.map(groupView) };
    },
  },
  ListGroupsForUser: {
    members: ["UserName", "Marker", "MaxItems"],
    run(input, context) {
      const groups = userNamed(input.UserName, context).groupNames.map((name) => groupNamed(name, context));
      const { items, ...page } = iamPage(groups, (group) => group.name.toLowerCase(), input);
      return { ...page, Groups: items.map(groupView) };
    },
  },
  UpdateGroup: {
    members: ["GroupName", "NewPath", "NewGroupName"],
    run(input, context) {
      const group = groupNamed(input.GroupName, context);
      const isRenamed = (input.NewGroupName ?? group.name).toLowerCase() !== group.name.toLowerCase();
      const name = isRenamed
        ? freeGroupName(input.NewGroupName ?? "", context)
        : (input.NewGroupName ?? group.name);
      const path = input.NewPath === undefined ? group.path : checkedPath(input.NewPath);
      for (const user of usersOf(group, context))
        user.groupNames = user.groupNames.map((each) => (each === group.name ? name : each));
      const { groups } = context.store(identityStore);
      removeNamed(groups, group.name.toLowerCase());
      putNamed(groups, name.toLowerCase(), { ...group, name, path, arn: arnOf(name, path, context) });
      return {};
    },
  },
  DeleteGroup: {
    members: ["GroupName"],
    run(input, context) {
      const group = groupNamed(input.GroupName, context);
      if (usersOf(group, context).length > 0)
        throw deleteConflict("Cannot delete entity, must remove users from group first.");
      if (group.attachedPolicyArns.length > 0)
        throw deleteConflict("Cannot delete entity, must detach all policies first.");
      if (Object.keys(group.inlinePolicies).length > 0)
        throw deleteConflict("Cannot delete entity, must delete policies first.");
      removeNamed(context.store(identityStore).groups, group.name.toLowerCase());
      return {};
    },
  },
  AddUserToGroup: {
    members: ["GroupName", "UserName"],
    run(input, context) {
      const user = userNamed(input.UserName, context);
      const group = groupNamed(input.GroupName, context);
      if (user.groupNames.includes(group.name)) return {};
      if (user.groupNames.length >= MAX_GROUPS_PER_USER)
        throw limitExceeded(`Cannot exceed quota for GroupsPerUser: ${MAX_GROUPS_PER_USER}`);
      user.groupNames.push(group.name);
      return {};
    },
  },
  RemoveUserFromGroup: {
    members: ["GroupName", "UserName"],
    run(input, context) {
      const user = userNamed(input.UserName, context);
      const group = groupNamed(input.GroupName, context);
      user.groupNames = user.groupNames.filter((name) => name !== group.name);
      return {};
    },
  },
});

/** @throws {AwsError} `NoSuchEntity`. */
export function groupNamed(name: string | undefined, context: CallContext): GroupRecord {
  const group = findNamed(context.store(identityStore).groups, (name ?? "").toLowerCase());
  if (group === undefined) throw noSuchGroup(name ?? "");
  return group;
}

function usersOf(group: GroupRecord, context: CallContext): UserRecord[] {
  return listNamed(context.store(identityStore).users).filter((user) => user.groupNames.includes(group.name));
}

function groupView(group: GroupRecord): Group {
  return {
    Path: group.path,
    GroupName: group.name,
    GroupId: group.id,
    Arn: group.arn,
    CreateDate: wholeSeconds(group.createdMs),
  };
}

function freeGroupName(name: string, context: CallContext): string {
  checkName(name, "groupName", 128);
  if (findNamed(context.store(identityStore).groups, name.toLowerCase()) !== undefined)
    throw entityAlreadyExists(`Group with name ${name} already exists.`);
  return name;
}

function arnOf(name: string, path: string, context: CallContext): string {
  return `arn:aws:iam::${context.accountId}:group${path}${name}`;
}
