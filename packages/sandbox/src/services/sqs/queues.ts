import { AwsError } from "../../kernel/AwsError.ts";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { findNamed, listNamed, putNamed, removeNamed } from "../../kernel/NameTable.ts";
import { pageByKey } from "../../kernel/paging.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { attributesOf, checkedAttributes } from "./queueAttributes.ts";
import { sqsStore, type QueueRecord } from "./SqsState.ts";

const REUSE_AFTER_MS = 60_000;

export const queueOperations = defineOperations<"sqs">()({
  CreateQueue: {
    members: ["QueueName", "Attributes", "tags"],
    run(input, context) {
      const name = input.QueueName ?? "";
      const attributes = checkedAttributes(input.Attributes);
      checkName(name, attributes["FifoQueue"] === "true");
      const { queues, deletedMs } = context.store(sqsStore);
      const nowMs = context.clock.nowMs();
      const present = findNamed(queues, name);
      if (present !== undefined) {
        refuseOtherAttributes(present, attributes, context);
        return { QueueUrl: queueUrl(name, context) };
      }
      if (nowMs - (findNamed(deletedMs, name) ?? -Infinity) < REUSE_AFTER_MS)
        throw new AwsError(
          "QueueDeletedRecently",
          "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
        );
      const queue: QueueRecord = {
        name,
        createdMs: nowMs,
        modifiedMs: nowMs,
        attributes,
        tags: { ...input.tags },
        messages: [],
        lastSequence: 0,
      };
      putNamed(queues, name, queue);
      return { QueueUrl: queueUrl(name, context) };
    },
  },
  GetQueueUrl: {
    members: ["QueueName", "QueueOwnerAWSAccountId"],
    run: (input, context) => ({ QueueUrl: queueUrl(queueOf(input.QueueName, context).name, context) }),
  },
  ListQueues: {
    members: ["QueueNamePrefix", "NextToken", "MaxResults"],
    run(input, context) {
      const queues = listNamed(context.store(sqsStore).queues).filter((queue) =>
        queue.name.startsWith(input.QueueNamePrefix ?? ""),
      );
      const page = pageByKey(queues, (queue) => queue.name, {
        token: input.NextToken,
        pageSize: input.MaxResults ?? 1000,
        badToken: () => new AwsError("InvalidParameterValue", "Invalid or expired next token."),
      });
      const urls = page.items.map((queue) => queueUrl(queue.name, context));
      return {
        ...(urls.length === 0 ? {} : { QueueUrls: urls }),
        ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
      };
    },
  },
  GetQueueAttributes: {
    members: ["QueueUrl", "AttributeNames"],
    run(input, context) {
      const all = Object.entries(attributesOf(queueOf(input.QueueUrl, context), context));
      const names: readonly string[] = input.AttributeNames ?? [];
      const unknown = names.find((name) => name !== "All" && !isAttribute(name));
      if (unknown !== undefined) throw new AwsError("InvalidAttributeName", `Unknown Attribute ${unknown}.`);
      const wanted = all.filter(([name]) => names.includes("All") || names.includes(name));
      return wanted.length === 0 ? {} : { Attributes: Object.fromEntries(wanted) };
    },
  },
  SetQueueAttributes: {
    members: ["QueueUrl", "Attributes"],
    run(input, context) {
      const queue = queueOf(input.QueueUrl, context);
      queue.attributes = { ...queue.attributes, ...checkedAttributes(input.Attributes) };
      queue.modifiedMs = context.clock.nowMs();
      return {};
    },
  },
  DeleteQueue: {
    members: ["QueueUrl"],
    run(input, context) {
      const { name } = queueOf(input.QueueUrl, context);
      const { queues, deletedMs } = context.store(sqsStore);
      removeNamed(queues, name);
      putNamed(deletedMs, name, context.clock.nowMs());
      return {};
    },
  },
  TagQueue: {
    members: ["QueueUrl", "Tags"],
    run(input, context) {
      const queue = queueOf(input.QueueUrl, context);
      queue.tags = { ...queue.tags, ...input.Tags };
      return {};
    },
  },
  UntagQueue: {
    members: ["QueueUrl", "TagKeys"],
    run(input, context) {
      const queue = queueOf(input.QueueUrl, context);
      const kept = Object.entries(queue.tags).filter(([key]) => !(input.TagKeys ?? []).includes(key));
      queue.tags = Object.fromEntries(kept);
      return {};
    },
  },
  ListQueueTags: {
    members: ["QueueUrl"],
    run(input, context) {
      const { tags } = queueOf(input.QueueUrl, context);
      return Object.keys(tags).length === 0 ? {} : { Tags: { ...tags } };
    },
  },
});

/** @param reference - URL or name; of a URL only its last part counts. */
export function queueOf(reference: string | undefined, context: RegionContext): QueueRecord {
  const name = (reference ?? "").split("/").at(-1) ?? "";
  const queue = findNamed(context.store(sqsStore).queues, name);
  if (queue === undefined) throw new AwsError("QueueDoesNotExist", "The specified queue does not exist.");
  return queue;
}

/** Clients send their calls to the host of this URL: it is the sandbox's own. */
function queueUrl(name: string, context: RegionContext): string {
  return `${context.endpointUrl}/${context.accountId}/${name}`;
}

function checkName(name: string, isFifo: boolean): void {
  const stem = isFifo ? name.replace(/\.fifo$/, "") : name;
  if (name.length > 80 || !/^[\w-]+$/.test(stem) || (isFifo && stem === name))
    throw new AwsError(
      "InvalidParameterValue",
      isFifo
        ? "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length"
        : "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
    );
}

function refuseOtherAttributes(
  queue: QueueRecord,
  attributes: Readonly<Record<string, string>>,
  context: RegionContext,
): void {
  const present = attributesOf(queue, context);
  const other = Object.entries(attributes).find(([name, value]) => present[name] !== value);
  if (other !== undefined)
    throw new AwsError(
      "QueueNameExists",
      `A queue already exists with the same name and a different value for attribute ${other[0]}`,
    );
}

function isAttribute(name: string): boolean {
  return /^(Approximate(NumberOfMessages(Delayed|NotVisible)?)|CreatedTimestamp|LastModifiedTimestamp|QueueArn|Policy|RedrivePolicy|RedriveAllowPolicy|DelaySeconds|MaximumMessageSize|MessageRetentionPeriod|ReceiveMessageWaitTimeSeconds|VisibilityTimeout|SqsManagedSseEnabled|Kms\w+|FifoQueue|ContentBasedDeduplication|DeduplicationScope|FifoThroughputLimit)$/.test(
    name,
  );
}
