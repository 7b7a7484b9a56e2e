import { expect, test } from "vitest";
import { createResourceContext } from "../../testing/createResourceContext.ts";
import { createTestKernel } from "../../testing/createTestKernel.ts";
import { makeResource } from "../../testing/makeResource.ts";
import { sqs } from "../sqs/sqs.ts";
import { subscriptionResource } from "./resources/subscriptionResource.ts";
import { topicPolicyResource } from "./resources/topicPolicyResource.ts";
import { topicResource } from "./resources/topicResource.ts";
import { sns } from "./sns.ts";

const QUEUE_ARN = "arn:aws:sqs:us-west-2:123456789012:jobs";

function withTopic(properties: Parameters<typeof topicResource.create>[0] = {}) {
  const context = createResourceContext(createTestKernel({ modules: [sns, sqs] }), "Topic", [
    { Key: "team", Value: "ml" },
  ]);
  context.call("sqs", "CreateQueue", { QueueName: "jobs" });
  const { physicalId } = makeResource(topicResource, properties, context);
  const receive = (): unknown =>
    context.call("sqs", "ReceiveMessage", { QueueUrl: "jobs" }).Messages?.[0]?.Body;
  return { context, TopicArn: physicalId, receive };
}

test("a topic of a template is its ARN, with a generated name and stack tags", () => {
  const { context, TopicArn } = withTopic();
  expect(TopicArn).toMatch(/^arn:aws:sns:us-west-2:123456789012:ml-cluster-Topic-[0-9A-Z]{12}$/);
  expect(topicResource.read(TopicArn, {}, context)).toEqual({
    ref: TopicArn,
    attributes: { TopicArn, TopicName: TopicArn.split(":").at(-1) },
  });
  expect(context.call("sns", "ListTagsForResource", { ResourceArn: TopicArn }).Tags).toEqual([
    { Key: "team", Value: "ml" },
  ]);
});

test("what is published reaches the subscribed queue in an envelope", () => {
  const { context, TopicArn, receive } = withTopic({
    Subscription: [{ Protocol: "sqs", Endpoint: QUEUE_ARN }],
  });
  const { MessageId } = context.call("sns", "Publish", { TopicArn, Message: "done", Subject: "job" });
  expect(JSON.parse(String(receive()))).toEqual({
    Type: "Notification",
    MessageId,
    TopicArn,
    Subject: "job",
    Message: "done",
    Timestamp: "2026-01-05T08:00:00.000Z",
  });
});

test("raw delivery sends the message alone", () => {
  const { context, TopicArn, receive } = withTopic();
  context.call("sns", "Subscribe", {
    TopicArn,
    Protocol: "sqs",
    Endpoint: QUEUE_ARN,
    Attributes: { RawMessageDelivery: "true" },
  });
  context.call("sns", "Publish", { TopicArn, Message: "done" });
  expect(receive()).toBe("done");
});

test("a mail address waits for confirmation", () => {
  const { context, TopicArn } = withTopic();
  const subscription = { TopicArn, Protocol: "email", Endpoint: "a@example.org" };
  expect(context.call("sns", "Subscribe", subscription).SubscriptionArn).toBe("pending confirmation");
  expect(context.call("sns", "GetTopicAttributes", { TopicArn }).Attributes).toMatchObject({
    SubscriptionsPending: "1",
    SubscriptionsConfirmed: "0",
  });
});

test("an update changes attributes, subscriptions and tags in place", () => {
  const before = {
    DisplayName: "one",
    Subscription: [{ Protocol: "sqs", Endpoint: QUEUE_ARN }],
    Tags: [{ Key: "own", Value: "1" }],
  };
  const { context, TopicArn } = withTopic(before);
  topicResource.update?.(
    TopicArn,
    { before, after: { DisplayName: "two" }, changed: ["DisplayName"] },
    context,
  );
  expect(context.call("sns", "GetTopicAttributes", { TopicArn }).Attributes).toMatchObject({
    DisplayName: "two",
    SubscriptionsConfirmed: "0",
    SubscriptionsDeleted: "1",
  });
  expect(context.call("sns", "ListTagsForResource", { ResourceArn: TopicArn }).Tags).toEqual([
    { Key: "team", Value: "ml" },
  ]);
});

test("a topic that is gone is not found, and deleting it again is no error", () => {
  const { context, TopicArn } = withTopic();
  topicResource.delete(TopicArn, {}, context);
  topicResource.delete(TopicArn, {}, context);
  expect(() => context.call("sns", "GetTopicAttributes", { TopicArn })).toThrow("Topic does not exist");
});

test.each([
  { input: { Name: "a b" }, message: "Invalid parameter: Topic Name" },
  { input: { Name: "new", Attributes: { Colour: "red" } }, message: "Invalid parameter: AttributeName" },
])("a topic is refused: $message", ({ input, message }) => {
  const { context } = withTopic();
  expect(() => context.call("sns", "CreateTopic", input)).toThrow(message);
});

test("a topic policy of a template gives way to the first policy when it goes", () => {
  const { context, TopicArn } = withTopic();
  const policy = (): unknown =>
    context.call("sns", "GetTopicAttributes", { TopicArn }).Attributes?.["Policy"];
  const first = policy();
  const properties = { Topics: [TopicArn], PolicyDocument: { Version: "2012-10-17", Statement: [] } };
  const { physicalId } = makeResource(topicPolicyResource, properties, context);
  expect(policy()).toBe('{"Version":"2012-10-17","Statement":[]}');
  topicPolicyResource.delete(physicalId, properties, context);
  expect(policy()).toBe(first);
});

test("a subscription of a template delivers, changes in place and goes", () => {
  const { context, TopicArn, receive } = withTopic();
  const before = { TopicArn, Protocol: "sqs", Endpoint: QUEUE_ARN };
  const after = { ...before, RawMessageDelivery: true };
  const { physicalId } = makeResource(subscriptionResource, before, context);
  expect(physicalId.startsWith(`${TopicArn}:`)).toBe(true);
  subscriptionResource.update?.(physicalId, { before, after, changed: ["RawMessageDelivery"] }, context);
  const { Attributes } = context.call("sns", "GetSubscriptionAttributes", { SubscriptionArn: physicalId });
  expect(Attributes).toMatchObject({ RawMessageDelivery: "true", PendingConfirmation: "false" });
  context.call("sns", "Publish", { TopicArn, Message: "done" });
  expect(receive()).toBe("done");
  subscriptionResource.delete(physicalId, after, context);
  subscriptionResource.delete(physicalId, after, context);
  expect(context.call("sns", "ListSubscriptions", {}).Subscriptions).toEqual([]);
});
