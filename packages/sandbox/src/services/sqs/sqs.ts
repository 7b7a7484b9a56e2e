import { defineService } from "../../kernel/ServiceModule.ts";
import { messageOperations } from "./messages.ts";
import { queueOperations } from "./queues.ts";
import { queuePolicyResource } from "./resources/queuePolicyResource.ts";
import { queueResource } from "./resources/queueResource.ts";

/** Amazon SQS: queues and their messages. */
export const sqs = defineService("sqs", {
  operations: { ...queueOperations, ...messageOperations },
  resourceTypes: [queuePolicyResource, queueResource],
});
