import type { RegionContext } from "../../kernel/CallContext.ts";
import { snsStore, type TopicRecord } from "./SnsState.ts";

/** All attributes as GetTopicAttributes gives them. */
export function topicAttributes(topic: TopicRecord, context: RegionContext): Record<string, string> {
  const own = context.store(snsStore).subscriptions.filter(({ topicArn }) => topicArn === topic.arn);
  const confirmed = own.filter(({ isConfirmed }) => isConfirmed).length;
  return {
    TopicArn: topic.arn,
    Owner: context.accountId,
    DisplayName: "",
    Policy: defaultPolicy(topic.arn, context),
    SubscriptionsConfirmed: String(confirmed),
    SubscriptionsPending: String(own.length - confirmed),
    SubscriptionsDeleted: String(topic.deletedSubscriptions),
    EffectiveDeliveryPolicy: JSON.stringify({
      http: {
        defaultHealthyRetryPolicy: {
          minDelayTarget: 20,
          maxDelayTarget: 20,
          numRetries: 3,
          numMaxDelayRetries: 0,
          numNoDelayRetries: 0,
          numMinDelayRetries: 0,
          backoffFunction: "linear",
        },
        disableSubscriptionOverrides: false,
        defaultRequestPolicy: { headerContentType: "text/plain; charset=UTF-8" },
      },
    }),
    ...topic.attributes,
  };
}

/** The policy that every topic begins with: its owner may do everything. */
export function defaultPolicy(topicArn: string, context: RegionContext): string {
  return JSON.stringify({
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: [
          "SNS:GetTopicAttributes",
          "SNS:SetTopicAttributes",
          "SNS:AddPermission",
          "SNS:RemovePermission",
          "SNS:DeleteTopic",
          "SNS:Subscribe",
          "SNS:ListSubscriptionsByTopic",
          "SNS:Publish",
        ],
        Resource: topicArn,
        Condition: { StringEquals: { "AWS:SourceOwner": context.accountId } },
      },
    ],
  });
}
