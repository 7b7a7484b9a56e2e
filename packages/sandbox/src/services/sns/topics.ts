import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { findNamed, listNamed, putNamed, removeNamed } from "../../kernel/NameTable.ts";
import { pageByKey } from "../../kernel/paging.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { snsStore, type TopicRecord } from "./SnsState.ts";
import { topicAttributes } from "./topicAttributes.ts";

const SETTABLE = [
  "DisplayName",
  "Policy",
  "DeliveryPolicy",
  "KmsMasterKeyId",
  "SignatureVersion",
  "TracingConfig",
  "FifoTopic",
  "ContentBasedDeduplication",
  "ArchivePolicy",
];

export const topicOperations = defineOperations<"sns">()({
  CreateTopic: {
    members: ["Name", "Attributes", "Tags"],
    run(input, context) {
      const name = input.Name ?? "";
      const attributes = { ...input.Attributes };
      const stem = attributes["FifoTopic"] === "true" ? name.replace(/\.fifo$/, "") : name;
      if (name.length > 256 || !/^[\w-]+$/.test(stem)) throw invalidParameter("Topic Name");
      for (const attribute of Object.keys(attributes)) checkAttribute(attribute);
      const { topics } = context.store(snsStore);
      const present = findNamed(topics, name);
      if (present !== undefined) {
        refuseOther(present, attributes, input.Tags ?? []);
        return { TopicArn: present.arn };
      }
      const topic: TopicRecord = {
        name,
        arn: `arn:aws:sns:${context.region}:${context.accountId}:${name}`,
        attributes,
        tags: (input.Tags ?? []).map(({ Key = "", Value = "" }) => ({ Key, Value })),
        deletedSubscriptions: 0,
      };
      putNamed(topics, name, topic);
      return { TopicArn: topic.arn };
    },
  },
  DeleteTopic: {
    members: ["TopicArn"],
    run(input, context) {
      const state = context.store(snsStore);
      removeNamed(state.topics, nameOf(input.TopicArn));
      state.subscriptions = state.subscriptions.filter(({ topicArn }) => topicArn !== input.TopicArn);
      return {};
    },
  },
  ListTopics: {
    members: ["NextToken"],
    run(input, context) {
      const page = pageByKey(listNamed(context.store(snsStore).topics), (topic) => topic.name, {
        token: input.NextToken,
        pageSize: 100,
        badToken: () => invalidParameter("NextToken"),
      });
      return {
        Topics: page.items.map((topic) => ({ TopicArn: topic.arn })),
        ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
      };
    },
  },
  GetTopicAttributes: {
    members: ["TopicArn"],
    run: (input, context) => ({ Attributes: topicAttributes(topicOf(input.TopicArn, context), context) }),
  },
  SetTopicAttributes: {
    members: ["TopicArn", "AttributeName", "AttributeValue"],
    run(input, context) {
      const topic = topicOf(input.TopicArn, context);
      checkAttribute(input.AttributeName ?? "");
      topic.attributes = { ...topic.attributes, [input.AttributeName ?? ""]: input.AttributeValue ?? "" };
      return {};
    },
  },
  TagResource: {
    members: ["ResourceArn", "Tags"],
    run(input, context) {
      const topic = taggedTopic(input.ResourceArn, context);
      const added = (input.Tags ?? []).map(({ Key = "", Value = "" }) => ({ Key, Value }));
      topic.tags = [...topic.tags.filter(({ Key }) => !added.some((tag) => tag.Key === Key)), ...added];
      return {};
    },
  },
  UntagResource: {
    members: ["ResourceArn", "TagKeys"],
    run(input, context) {
      const topic = taggedTopic(input.ResourceArn, context);
      topic.tags = topic.tags.filter(({ Key }) => !(input.TagKeys ?? []).includes(Key));
      return {};
    },
  },
  ListTagsForResource: {
    members: ["ResourceArn"],
    run: (input, context) => ({ Tags: structuredClone(taggedTopic(input.ResourceArn, context).tags) }),
  },
});

export function topicOf(arn: string | undefined, context: RegionContext): TopicRecord {
  const topic = findNamed(context.store(snsStore).topics, nameOf(arn));
  if (topic === undefined) throw new AwsError("NotFound", "Topic does not exist", { httpStatus: 404 });
  return topic;
}

export function invalidParameter(what: string): AwsError {
  return new AwsError("InvalidParameter", `Invalid parameter: ${what}`);
}

function taggedTopic(arn: string | undefined, context: RegionContext): TopicRecord {
  const topic = findNamed(context.store(snsStore).topics, nameOf(arn));
  if (topic === undefined)
    throw new AwsError("ResourceNotFound", "Resource does not exist", { httpStatus: 404 });
  return topic;
}

function nameOf(arn: string | undefined): string {
  return (arn ?? "").split(":")[5] ?? "";
}

function checkAttribute(name: string): void {
  if (!SETTABLE.includes(name)) throw invalidParameter("AttributeName");
}

function refuseOther(
  topic: TopicRecord,
  attributes: Readonly<Record<string, string>>,
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[],
): void {
  if (Object.entries(attributes).some(([name, value]) => topic.attributes[name] !== value))
    throw invalidParameter("Attributes Reason: Topic already exists with different attributes");
  const isOther = tags.some((tag) => topic.tags.find(({ Key }) => Key === tag.Key)?.Value !== tag.Value);
  if (isOther) throw invalidParameter("Tags Reason: Topic already exists with different tags");
}
