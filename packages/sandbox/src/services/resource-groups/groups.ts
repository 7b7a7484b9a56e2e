import type { Group } from "@aws-sdk/client-resource-groups";
import { findNamed, listNamed, putNamed, removeNamed } from "../../kernel/NameTable.ts";
import { pageByKey } from "../../kernel/paging.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { allowsType, configurationView, readConfiguration } from "./groupConfiguration.ts";
import { badRequest, groupOf } from "./groupLookup.ts";
import { resourceGroupsStore, type GroupRecord } from "./ResourceGroupsState.ts";

export const groupOperations = defineOperations<"resource-groups">()({
  CreateGroup: {
    members: ["Name", "Description", "Configuration", "Tags"],
    run(input, context) {
      const name = input.Name ?? "";
      if (!/^[a-zA-Z0-9_.-]{1,300}$/.test(name) || /^aws/i.test(name))
        throw badRequest(`The group name ${name} is not valid.`);
      if ((input.Configuration ?? []).length === 0)
        throw badRequest(
          "A group must have a configuration: the sandbox does not model groups by resource query.",
        );
      const { groups } = context.store(resourceGroupsStore);
      if (findNamed(groups, name) !== undefined)
        throw badRequest(`Unable to create group. A group with the name '${name}' already exists.`);
      const group: GroupRecord = {
        name,
        arn: `arn:aws:resource-groups:${context.region}:${context.accountId}:group/${name}`,
        description: input.Description ?? "",
        configuration: readConfiguration(input.Configuration ?? []),
        tags: { ...input.Tags },
        members: [],
      };
      putNamed(groups, name, group);
      return {
        Group: groupView(group),
        GroupConfiguration: { Configuration: configurationView(group), Status: "UPDATE_COMPLETE" },
        Tags: { ...group.tags },
      };
    },
  },
  GetGroup: {
    members: ["Group", "GroupName"],
    run: (input, context) => ({ Group: groupView(groupOf(input, context)) }),
  },
  UpdateGroup: {
    members: ["Group", "GroupName", "Description"],
    run(input, context) {
      const group = groupOf(input, context);
      group.description = input.Description ?? group.description;
      return { Group: groupView(group) };
    },
  },
  GetGroupConfiguration: {
    members: ["Group"],
    run: (input, context) => ({
      GroupConfiguration: {
        Configuration: configurationView(groupOf(input, context)),
        Status: "UPDATE_COMPLETE",
      },
    }),
  },
  ListGroups: {
    members: ["Filters", "MaxResults", "NextToken"],
    run(input, context) {
      const filters = input.Filters ?? [];
      const groups = listNamed(context.store(resourceGroupsStore).groups).filter((group) =>
        filters.every(({ Name, Values = [] }) => {
          if (Name === "resource-type") return Values.some((type) => allowsType(group, type));
          if (Name === "configuration-type")
            return Values.some((type) => group.configuration.some((item) => item.type === type));
          throw badRequest(`The sandbox does not model the filter ${Name ?? ""} of groups.`);
        }),
      );
      const page = pageByKey(groups, (group) => group.name, {
        token: input.NextToken,
        pageSize: checkedSize(input.MaxResults),
        badToken: () => badRequest("The pagination token is not valid."),
      });
      return {
        GroupIdentifiers: page.items.map((group) => ({ GroupName: group.name, GroupArn: group.arn })),
        Groups: page.items.map(groupView),
        ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
      };
    },
  },
  DeleteGroup: {
    members: ["Group", "GroupName"],
    run(input, context) {
      const group = groupOf(input, context);
      removeNamed(context.store(resourceGroupsStore).groups, group.name);
      return { Group: groupView(group) };
    },
  },
  GetTags: {
    members: ["Arn"],
    run(input, context) {
      const group = groupOf({ Group: input.Arn }, context);
      return { Arn: group.arn, Tags: { ...group.tags } };
    },
  },
  Tag: {
    members: ["Arn", "Tags"],
    run(input, context) {
      const group = groupOf({ Group: input.Arn }, context);
      group.tags = { ...group.tags, ...input.Tags };
      return { Arn: group.arn, Tags: { ...input.Tags } };
    },
  },
  Untag: {
    members: ["Arn", "Keys"],
    run(input, context) {
      const group = groupOf({ Group: input.Arn }, context);
      const keys = input.Keys ?? [];
      group.tags = Object.fromEntries(Object.entries(group.tags).filter(([key]) => !keys.includes(key)));
      return { Arn: group.arn, Keys: keys };
    },
  },
});

export function checkedSize(size: number | undefined): number {
  if (size === undefined || (size >= 1 && size <= 50)) return size ?? 50;
  throw badRequest("MaxResults must be between 1 and 50");
}

function groupView(group: GroupRecord): Group {
  return {
    GroupArn: group.arn,
    Name: group.name,
    ...(group.description === "" ? {} : { Description: group.description }),
  };
}
