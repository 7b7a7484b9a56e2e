import type { ResourceContext, ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { AwsError } from "../../../kernel/AwsError.ts";
import { generatedName } from "../../../kernel/generatedName.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties, refuseOtherProperties, resourceTags } from "../../../kernel/readProperties.ts";

const TYPE = "AWS::SQS::Queue";
/** Properties that are attributes of the same name. */
const ATTRIBUTES = [
  "DelaySeconds",
  "MaximumMessageSize",
  "MessageRetentionPeriod",
  "ReceiveMessageWaitTimeSeconds",
  "VisibilityTimeout",
  "SqsManagedSseEnabled",
  "RedrivePolicy",
  "RedriveAllowPolicy",
  "KmsMasterKeyId",
  "KmsDataKeyReusePeriodSeconds",
  "FifoQueue",
  "ContentBasedDeduplication",
  "DeduplicationScope",
  "FifoThroughputLimit",
];
/** What a property that a template no longer has goes back to. */
const DEFAULTS: Readonly<Record<string, string>> = {
  DelaySeconds: "0",
  MaximumMessageSize: "1048576",
  MessageRetentionPeriod: "345600",
  ReceiveMessageWaitTimeSeconds: "0",
  VisibilityTimeout: "30",
  SqsManagedSseEnabled: "true",
  KmsDataKeyReusePeriodSeconds: "300",
};

export const queueResource: ResourceProvider = {
  type: TYPE,
  durations: { createMs: 62_000, updateMs: 62_000, deleteMs: 62_000 },
  create(properties, context) {
    refuseOtherProperties(TYPE, properties, [...ATTRIBUTES, "QueueName", "Tags"]);
    const { QueueUrl } = context.call("sqs", "CreateQueue", {
      QueueName: readProperties(properties).text("QueueName") ?? ownName(properties, context),
      Attributes: attributesOf(properties),
      tags: tagMap(properties, context),
    });
    return { physicalId: QueueUrl ?? "" };
  },
  read: (physicalId, _properties, context) => {
    const QueueName = physicalId.slice(physicalId.lastIndexOf("/") + 1);
    const Arn = `arn:aws:sqs:${context.region}:${context.accountId}:${QueueName}`;
    return { ref: physicalId, attributes: { Arn, QueueName, QueueUrl: physicalId } };
  },
  update(physicalId, { before, after }, context) {
    refuseOtherProperties(TYPE, after, [...ATTRIBUTES, "QueueName", "Tags"]);
    const gone = Object.keys(attributesOf(before)).filter(
      (name) => !Object.hasOwn(attributesOf(after), name),
    );
    const reset = Object.fromEntries(gone.map((name) => [name, DEFAULTS[name] ?? ""]));
    const { FifoQueue: _fixed, ...Attributes } = { ...reset, ...attributesOf(after) };
    context.call("sqs", "SetQueueAttributes", { QueueUrl: physicalId, Attributes });
    const Tags = tagMap(after, context);
    const TagKeys = Object.keys(tagMap(before, context)).filter((key) => !Object.hasOwn(Tags, key));
    if (TagKeys.length > 0) context.call("sqs", "UntagQueue", { QueueUrl: physicalId, TagKeys });
    if (Object.keys(Tags).length > 0) context.call("sqs", "TagQueue", { QueueUrl: physicalId, Tags });
  },
  delete(physicalId, _properties, context) {
    try {
      context.call("sqs", "DeleteQueue", { QueueUrl: physicalId });
    } catch (error) {
      if (!(error instanceof AwsError && error.code === "QueueDoesNotExist")) throw error;
    }
  },
};

function ownName(properties: JsonObject, context: ResourceContext): string {
  const isFifo = readProperties(properties).boolean("FifoQueue") === true;
  return isFifo ? `${generatedName(context, 75)}.fifo` : generatedName(context, 80);
}

/** Policies are objects in templates and texts in the API. */
function attributesOf(properties: JsonObject): Record<string, string> {
  const entries = ATTRIBUTES.flatMap((name) => {
    const value = properties[name];
    if (value === undefined || value === null) return [];
    return [[name, typeof value === "object" ? JSON.stringify(value) : String(value)] as const];
  });
  return Object.fromEntries(entries);
}

function tagMap(properties: JsonObject, context: ResourceContext): Record<string, string> {
  return Object.fromEntries(
    resourceTags(properties, context.stackTags).map(({ Key, Value }) => [Key, Value]),
  );
}
