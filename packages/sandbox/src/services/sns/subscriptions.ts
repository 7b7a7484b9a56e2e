import type { Subscription } from "@aws-sdk/client-sns";
import { AwsError } from "../../kernel/AwsError.ts";
import type { CallContext, RegionContext } from "../../kernel/CallContext.ts";
import { pageByKey, type Page } from "../../kernel/paging.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { snsStore, type SubscriptionRecord, type TopicRecord } from "./SnsState.ts";
import { invalidParameter, topicOf } from "./topics.ts";

const PROTOCOLS = ["http", "https", "email", "email-json", "sms", "sqs", "application", "lambda", "firehose"];
const AT_ONCE = ["sqs", "lambda", "firehose", "sms", "application"];

export const subscriptionOperations = defineOperations<"sns">()({
  Subscribe: {
    members: ["TopicArn", "Protocol", "Endpoint", "Attributes", "ReturnSubscriptionArn"],
    run(input, context) {
      const topic = topicOf(input.TopicArn, context);
      const { Protocol: protocol = "", Endpoint: endpoint = "" } = input;
      if (!PROTOCOLS.includes(protocol))
        throw invalidParameter(`Does not support this protocol string: ${protocol}`);
      const attributes = Object.keys(input.Attributes ?? {}).filter((name) => name !== "RawMessageDelivery");
      if (attributes.length > 0)
        throw invalidParameter(`Attributes Reason: the sandbox does not model ${attributes.join(", ")}`);
      const { subscriptions } = context.store(snsStore);
      const present = subscriptions.find(
        (one) => one.topicArn === topic.arn && one.protocol === protocol && one.endpoint === endpoint,
      );
      const isConfirmed = AT_ONCE.includes(protocol);
      const subscription: SubscriptionRecord = present ?? {
        arn: `${topic.arn}:${context.ids.uuid("sns-subscription")}`,
        topicArn: topic.arn,
        protocol,
        endpoint,
        isConfirmed,
        isRaw: input.Attributes?.["RawMessageDelivery"] === "true",
      };
      if (present === undefined) subscriptions.push(subscription);
      const isShown = isConfirmed || input.ReturnSubscriptionArn === true;
      return { SubscriptionArn: isShown ? subscription.arn : "pending confirmation" };
    },
  },
  Unsubscribe: {
    members: ["SubscriptionArn"],
    run(input, context) {
      const state = context.store(snsStore);
      const gone = subscriptionOf(input.SubscriptionArn, context);
      state.subscriptions = state.subscriptions.filter((subscription) => subscription !== gone);
      topicOf(gone.topicArn, context).deletedSubscriptions += 1;
      return {};
    },
  },
  GetSubscriptionAttributes: {
    members: ["SubscriptionArn"],
    run: (input, context) => ({
      Attributes: subscriptionAttributes(subscriptionOf(input.SubscriptionArn, context), context),
    }),
  },
  SetSubscriptionAttributes: {
    members: ["SubscriptionArn", "AttributeName", "AttributeValue"],
    run(input, context) {
      const subscription = subscriptionOf(input.SubscriptionArn, context);
      const { AttributeName: name = "", AttributeValue: value = "" } = input;
      if (name !== "RawMessageDelivery")
        throw invalidParameter(`Attributes Reason: the sandbox does not model ${name}`);
      subscription.isRaw = value === "true";
      return {};
    },
  },
  ListSubscriptions: {
    members: ["NextToken"],
    run: (input, context) => listed(context.store(snsStore).subscriptions, input.NextToken, context),
  },
  ListSubscriptionsByTopic: {
    members: ["TopicArn", "NextToken"],
    run(input, context) {
      const topic = topicOf(input.TopicArn, context);
      const own = context.store(snsStore).subscriptions.filter(({ topicArn }) => topicArn === topic.arn);
      return listed(own, input.NextToken, context);
    },
  },
  Publish: {
    members: ["TopicArn", "TargetArn", "Message", "Subject", "MessageGroupId", "MessageDeduplicationId"],
    run(input, context) {
      const topic = topicOf(input.TopicArn ?? input.TargetArn, context);
      const { Message = "" } = input;
      if (Message === "") throw invalidParameter("Empty message");
      if (Buffer.byteLength(Message) > 262_144) throw invalidParameter("Message too long");
      const MessageId = context.ids.uuid("sns-message");
      const note = { MessageId, Message, Subject: input.Subject };
      for (const subscription of context.store(snsStore).subscriptions)
        if (subscription.topicArn === topic.arn && subscription.protocol === "sqs")
          deliver(topic, subscription, note, context);
      return { MessageId };
    },
  },
});

/** @throws {AwsError} `NotFound`. */
function subscriptionOf(arn: string | undefined, context: RegionContext): SubscriptionRecord {
  const found = context.store(snsStore).subscriptions.find((subscription) => subscription.arn === arn);
  if (found === undefined) throw new AwsError("NotFound", "Subscription does not exist", { httpStatus: 404 });
  return found;
}

function subscriptionAttributes(
  subscription: SubscriptionRecord,
  context: CallContext,
): Record<string, string> {
  return {
    ConfirmationWasAuthenticated: String(subscription.isConfirmed),
    Endpoint: subscription.endpoint,
    Owner: context.accountId,
    PendingConfirmation: String(!subscription.isConfirmed),
    Protocol: subscription.protocol,
    RawMessageDelivery: String(subscription.isRaw),
    SubscriptionArn: subscription.arn,
    SubscriptionPrincipal: `arn:aws:iam::${context.accountId}:root`,
    TopicArn: subscription.topicArn,
  };
}

interface Note {
  readonly MessageId: string;
  readonly Message: string;
  readonly Subject: string | undefined;
}

/** Puts the message into the subscribed queue; a queue that is gone loses it, as on AWS. */
function deliver(
  topic: TopicRecord,
  subscription: SubscriptionRecord,
  note: Note,
  context: CallContext,
): void {
  const envelope = {
    Type: "Notification",
    MessageId: note.MessageId,
    TopicArn: topic.arn,
    ...(note.Subject === undefined ? {} : { Subject: note.Subject }),
    Message: note.Message,
    Timestamp: new Date(context.clock.nowMs()).toISOString(),
  };
  const queueName = subscription.endpoint.split(":").at(-1) ?? "";
  try {
    context.call("sqs", "SendMessage", {
      QueueUrl: queueName,
      MessageBody: subscription.isRaw ? note.Message : JSON.stringify(envelope),
    });
  } catch (error) {
    if (!(error instanceof AwsError && error.code === "QueueDoesNotExist")) throw error;
  }
}

function listed(
  subscriptions: readonly SubscriptionRecord[],
  token: string | undefined,
  context: CallContext,
): { Subscriptions: Subscription[]; NextToken?: string } {
  const page: Page<SubscriptionRecord> = pageByKey(subscriptions, ({ arn }) => arn, {
    token,
    pageSize: 100,
    badToken: () => invalidParameter("NextToken"),
  });
  return {
    Subscriptions: page.items.map((subscription) => ({
      SubscriptionArn: subscription.isConfirmed ? subscription.arn : "PendingConfirmation",
      Owner: context.accountId,
      Protocol: subscription.protocol,
      Endpoint: subscription.endpoint,
      TopicArn: subscription.topicArn,
    })),
    ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
  };
}
