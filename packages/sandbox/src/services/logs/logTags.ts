import type { CallContext } from "../../kernel/CallContext.ts";
import { AwsError } from "../../kernel/AwsError.ts";
import { findNamed } from "../../kernel/NameTable.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { groupNameOfArn, groupOf } from "./logGroupLookup.ts";
import { logsStore, type LogGroupRecord } from "./LogsState.ts";

export const logTagOperations = defineOperations<"logs">()({
  TagLogGroup: {
    members: ["logGroupName", "tags"],
    run(input, context) {
      addTags(groupOf({ logGroupName: input.logGroupName ?? "" }, context), input.tags);
      return {};
    },
  },
  UntagLogGroup: {
    members: ["logGroupName", "tags"],
    run(input, context) {
      removeTags(groupOf({ logGroupName: input.logGroupName ?? "" }, context), input.tags);
      return {};
    },
  },
  ListTagsLogGroup: {
    members: ["logGroupName"],
    run: (input, context) => ({
      tags: { ...groupOf({ logGroupName: input.logGroupName ?? "" }, context).tags },
    }),
  },
  TagResource: {
    members: ["resourceArn", "tags"],
    run(input, context) {
      addTags(taggedGroup(input.resourceArn, context), input.tags);
      return {};
    },
  },
  UntagResource: {
    members: ["resourceArn", "tagKeys"],
    run(input, context) {
      removeTags(taggedGroup(input.resourceArn, context), input.tagKeys);
      return {};
    },
  },
  ListTagsForResource: {
    members: ["resourceArn"],
    run: (input, context) => ({ tags: { ...taggedGroup(input.resourceArn, context).tags } }),
  },
});

function taggedGroup(arn: string | undefined, context: CallContext): LogGroupRecord {
  const group = findNamed(context.store(logsStore).groups, groupNameOfArn(arn ?? ""));
  if (group === undefined)
    throw new AwsError("ResourceNotFoundException", "The specified resource does not exist.");
  return group;
}

function addTags(group: LogGroupRecord, tags: Record<string, string> | undefined): void {
  const merged = { ...group.tags, ...tags };
  if (Object.keys(merged).length > 50)
    throw new AwsError("TooManyTagsException", "Too many tags: a resource can have at most 50 tags.");
  group.tags = merged;
}

function removeTags(group: LogGroupRecord, keys: readonly string[] | undefined): void {
  group.tags = Object.fromEntries(Object.entries(group.tags).filter(([key]) => !(keys ?? []).includes(key)));
}
