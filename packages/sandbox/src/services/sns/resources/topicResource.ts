import type { ResourceContext, ResourceProvider } from "../../../cloudformation/ResourceProvider.ts";
import { generatedName } from "../../../kernel/generatedName.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { readProperties, refuseOtherProperties, resourceTags } from "../../../kernel/readProperties.ts";

const TYPE = "AWS::SNS::Topic";
/** Properties that are attributes of the same name. */
const ATTRIBUTES = [
  "DisplayName",
  "KmsMasterKeyId",
  "SignatureVersion",
  "TracingConfig",
  "FifoTopic",
  "ContentBasedDeduplication",
];
const MODELLED = [...ATTRIBUTES, "TopicName", "Subscription", "Tags"];

export const topicResource: ResourceProvider = {
  type: TYPE,
  durations: { createMs: 11_000, updateMs: 11_000, deleteMs: 1000 },
  create(properties, context) {
    refuseOtherProperties(TYPE, properties, MODELLED);
    const { TopicArn } = context.call("sns", "CreateTopic", {
      Name: readProperties(properties).text("TopicName") ?? ownName(properties, context),
      Attributes: attributesOf(properties),
      Tags: resourceTags(properties, context.stackTags),
    });
    return { physicalId: TopicArn ?? "" };
  },
  configure: subscribe,
  read: (physicalId) => ({
    ref: physicalId,
    attributes: { TopicArn: physicalId, TopicName: physicalId.slice(physicalId.lastIndexOf(":") + 1) },
  }),
  update(physicalId, { before, after }, context) {
    refuseOtherProperties(TYPE, after, MODELLED);
    const [had, has] = [attributesOf(before), attributesOf(after)];
    for (const AttributeName of new Set([...Object.keys(had), ...Object.keys(has)]))
      if (had[AttributeName] !== has[AttributeName])
        context.call("sns", "SetTopicAttributes", {
          TopicArn: physicalId,
          AttributeName,
          AttributeValue: has[AttributeName] ?? "",
        });
    changeSubscriptions(physicalId, before, after, context);
    changeTags(physicalId, before, after, context);
  },
  delete(physicalId, _properties, context) {
    context.call("sns", "DeleteTopic", { TopicArn: physicalId });
  },
};

function ownName(properties: JsonObject, context: ResourceContext): string {
  const isFifo = readProperties(properties).boolean("FifoTopic") === true;
  return isFifo ? `${generatedName(context, 251)}.fifo` : generatedName(context, 256);
}

function attributesOf(properties: JsonObject): Record<string, string> {
  const read = readProperties(properties);
  return Object.fromEntries(
    ATTRIBUTES.flatMap((name) => {
      const value = read.text(name);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

function subscriptionsOf(properties: JsonObject): { Protocol: string; Endpoint: string }[] {
  return readProperties(properties)
    .objects("Subscription")
    .map((one) => ({ Protocol: one.text("Protocol") ?? "", Endpoint: one.text("Endpoint") ?? "" }));
}

function subscribe(TopicArn: string, properties: JsonObject, context: ResourceContext): void {
  for (const { Protocol, Endpoint } of subscriptionsOf(properties))
    context.call("sns", "Subscribe", { TopicArn, Protocol, Endpoint });
}

function changeSubscriptions(
  TopicArn: string,
  before: JsonObject,
  after: JsonObject,
  context: ResourceContext,
): void {
  const kept = subscriptionsOf(after).map((one) => `${one.Protocol} ${one.Endpoint}`);
  const gone = subscriptionsOf(before).filter((one) => !kept.includes(`${one.Protocol} ${one.Endpoint}`));
  const { Subscriptions } = context.call("sns", "ListSubscriptionsByTopic", { TopicArn });
  for (const { SubscriptionArn, Protocol, Endpoint } of Subscriptions ?? [])
    if (gone.some((one) => one.Protocol === Protocol && one.Endpoint === Endpoint))
      if (SubscriptionArn?.startsWith("arn:") === true)
        context.call("sns", "Unsubscribe", { SubscriptionArn });
  subscribe(TopicArn, after, context);
}

function changeTags(
  ResourceArn: string,
  before: JsonObject,
  after: JsonObject,
  context: ResourceContext,
): void {
  const Tags = resourceTags(after, context.stackTags);
  const TagKeys = resourceTags(before, [])
    .map(({ Key }) => Key)
    .filter((key) => !Tags.some((tag) => tag.Key === key));
  if (TagKeys.length > 0) context.call("sns", "UntagResource", { ResourceArn, TagKeys });
  if (Tags.length > 0) context.call("sns", "TagResource", { ResourceArn, Tags });
}
