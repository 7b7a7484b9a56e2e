import { defineService } from "../../kernel/ServiceModule.ts";
import { subscriptionResource } from "./resources/subscriptionResource.ts";
import { topicPolicyResource } from "./resources/topicPolicyResource.ts";
import { topicResource } from "./resources/topicResource.ts";
import { subscriptionOperations } from "./subscriptions.ts";
import { topicOperations } from "./topics.ts";

/** Amazon SNS: topics, subscriptions, delivery to queues. */
export const sns = defineService("sns", {
  operations: { ...topicOperations, ...subscriptionOperations },
  resourceTypes: [subscriptionResource, topicPolicyResource, topicResource],
});
