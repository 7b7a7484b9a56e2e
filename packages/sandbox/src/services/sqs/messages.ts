import { createHash } from "node:crypto";
import type { Message } from "@aws-sdk/client-sqs";
import { AwsError } from "../../kernel/AwsError.ts";
import type { CallContext, RegionContext } from "../../kernel/CallContext.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { secondsOf } from "./queueAttributes.ts";
import { queueOf } from "./queues.ts";
import type { MessageRecord, QueueRecord } from "./SqsState.ts";

const DEDUPLICATION_MS = 5 * 60_000;
const PURGE_PAUSE_MS = 60_000;

export const messageOperations = defineOperations<"sqs">()({
  SendMessage: {
    members: ["QueueUrl", "MessageBody", "DelaySeconds", "MessageDeduplicationId", "MessageGroupId"],
    run(input, context) {
      const { id, body, sequence } = send(queueOf(input.QueueUrl, context), input, context);
      return { MD5OfMessageBody: md5(body), MessageId: id, ...sequenceView(sequence, input.MessageGroupId) };
    },
  },
  SendMessageBatch: {
    members: ["QueueUrl", "Entries"],
    run(input, context) {
      const queue = queueOf(input.QueueUrl, context);
      const entries = input.Entries ?? [];
      if (entries.length === 0)
        throw new AwsError(
          "EmptyBatchRequest",
          "There should be at least one SendMessageBatchRequestEntry in the request.",
        );
      if (entries.length > 10)
        throw new AwsError(
          "TooManyEntriesInBatchRequest",
          `Maximum number of entries per request are 10. You have sent ${entries.length}.`,
        );
      if (new Set(entries.map(({ Id }) => Id)).size !== entries.length)
        throw new AwsError(
          "BatchEntryIdsNotDistinct",
          "Two or more batch entries in the request have the same Id.",
        );
      const Successful = entries.map((entry) => {
        const { id, body, sequence } = send(queue, entry, context);
        const sent = { Id: entry.Id, MessageId: id, MD5OfMessageBody: md5(body) };
        return Object.assign(sent, sequenceView(sequence, entry.MessageGroupId));
      });
      return { Successful, Failed: [] };
    },
  },
  ReceiveMessage: {
    members: [
      "QueueUrl",
      "AttributeNames",
      "MessageSystemAttributeNames",
      "MessageAttributeNames",
      "MaxNumberOfMessages",
      "VisibilityTimeout",
      "WaitTimeSeconds",
    ],
    run(input, context) {
      const queue = queueOf(input.QueueUrl, context);
      const most = input.MaxNumberOfMessages ?? 1;
      if (most < 1 || most > 10)
        throw new AwsError(
          "InvalidParameterValue",
          `Value ${most} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.`,
        );
      const seconds = input.VisibilityTimeout ?? secondsOf(queue, "VisibilityTimeout");
      const names: readonly string[] = [
        ...(input.AttributeNames ?? []),
        ...(input.MessageSystemAttributeNames ?? []),
      ];
      const received = receivable(queue, context).slice(0, most);
      for (const message of received) markReceived(message, seconds, context);
      return received.length === 0
        ? {}
        : { Messages: received.map((message) => messageView(message, names)) };
    },
  },
  DeleteMessage: {
    members: ["QueueUrl", "ReceiptHandle"],
    run(input, context) {
      const queue = queueOf(input.QueueUrl, context);
      const { id } = messageOf(queue, input.ReceiptHandle);
      queue.messages = queue.messages.filter((message) => message.id !== id);
      return {};
    },
  },
  ChangeMessageVisibility: {
    members: ["QueueUrl", "ReceiptHandle", "VisibilityTimeout"],
    run(input, context) {
      const message = messageOf(queueOf(input.QueueUrl, context), input.ReceiptHandle);
      message.visibleMs = context.clock.nowMs() + (input.VisibilityTimeout ?? 0) * 1000;
      return {};
    },
  },
  PurgeQueue: {
    members: ["QueueUrl"],
    run(input, context) {
      const queue = queueOf(input.QueueUrl, context);
      const nowMs = context.clock.nowMs();
      if (nowMs - (queue.purgedMs ?? -Infinity) < PURGE_PAUSE_MS)
        throw new AwsError(
          "PurgeQueueInProgress",
          `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
          { httpStatus: 403 },
        );
      queue.purgedMs = nowMs;
      queue.messages = [];
      return {};
    },
  },
});

interface SendRequest {
  readonly MessageBody?: string | undefined;
  readonly DelaySeconds?: number | undefined;
  readonly MessageDeduplicationId?: string | undefined;
  readonly MessageGroupId?: string | undefined;
}

function send(queue: QueueRecord, request: SendRequest, context: CallContext): MessageRecord {
  const body = request.MessageBody ?? "";
  if (Buffer.byteLength(body) > secondsOf(queue, "MaximumMessageSize"))
    throw new AwsError(
      "InvalidParameterValue",
      `One or more parameters are invalid. Reason: Message must be shorter than ${secondsOf(queue, "MaximumMessageSize")} bytes.`,
    );
  const deduplicationId = deduplicationOf(queue, request, body);
  const nowMs = context.clock.nowMs();
  const twin = queue.messages.find(
    (message) =>
      deduplicationId !== undefined &&
      message.deduplicationId === deduplicationId &&
      nowMs - message.sentMs < DEDUPLICATION_MS,
  );
  if (twin !== undefined) return twin;
  queue.lastSequence += 1;
  const delaySeconds = request.DelaySeconds ?? secondsOf(queue, "DelaySeconds");
  const message: MessageRecord = {
    id: context.ids.uuid("sqs-message"),
    body,
    sentMs: nowMs,
    groupId: request.MessageGroupId,
    deduplicationId,
    sequence: queue.lastSequence,
    visibleMs: nowMs + delaySeconds * 1000,
    receiveCount: 0,
  };
  queue.messages.push(message);
  return message;
}

function deduplicationOf(queue: QueueRecord, request: SendRequest, body: string): string | undefined {
  if (queue.attributes["FifoQueue"] !== "true") return undefined;
  if (request.MessageGroupId === undefined)
    throw new AwsError("MissingParameter", "The request must contain the parameter MessageGroupId.");
  if (request.MessageDeduplicationId !== undefined) return request.MessageDeduplicationId;
  if (queue.attributes["ContentBasedDeduplication"] === "true")
    return createHash("sha256").update(body).digest("hex");
  throw new AwsError(
    "InvalidParameterValue",
    "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
  );
}

/** Messages that can be received now; of a FIFO queue only those with nothing of their group in flight before them. */
function receivable(queue: QueueRecord, context: RegionContext): MessageRecord[] {
  const nowMs = context.clock.nowMs();
  const keptMs = nowMs - secondsOf(queue, "MessageRetentionPeriod") * 1000;
  queue.messages = queue.messages.filter((message) => message.sentMs >= keptMs);
  const blocked = new Set(
    queue.messages.filter((message) => message.visibleMs > nowMs).flatMap(({ groupId }) => groupId ?? []),
  );
  return queue.messages.filter(
    (message) =>
      message.visibleMs <= nowMs && !(message.groupId !== undefined && blocked.has(message.groupId)),
  );
}

function markReceived(message: MessageRecord, seconds: number, context: CallContext): void {
  const nowMs = context.clock.nowMs();
  message.receiveCount += 1;
  message.firstReceivedMs ??= nowMs;
  message.visibleMs = nowMs + seconds * 1000;
  message.receiptHandle = Buffer.from(`${message.id} ${context.ids.hex("sqs-receipt", 16)}`).toString(
    "base64",
  );
}

function messageOf(queue: QueueRecord, receiptHandle: string | undefined): MessageRecord {
  const id = Buffer.from(receiptHandle ?? "", "base64")
    .toString()
    .split(" ")[0];
  const message = queue.messages.find((candidate) => candidate.id === id);
  if (message === undefined)
    throw new AwsError(
      "ReceiptHandleIsInvalid",
      `The input receipt handle "${receiptHandle ?? ""}" is not a valid receipt handle.`,
    );
  return message;
}

function messageView(message: MessageRecord, names: readonly string[]): Message {
  const attributes: Record<string, string> = {
    SenderId: "AIDASANDBOXUSER000000",
    SentTimestamp: String(message.sentMs),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedMs ?? 0),
    ...(message.groupId === undefined ? {} : { MessageGroupId: message.groupId }),
    ...(message.deduplicationId === undefined
      ? {}
      : { MessageDeduplicationId: message.deduplicationId, SequenceNumber: String(message.sequence) }),
  };
  const wanted = Object.entries(attributes).filter(([name]) => names.includes("All") || names.includes(name));
  return {
    MessageId: message.id,
    ...(message.receiptHandle === undefined ? {} : { ReceiptHandle: message.receiptHandle }),
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(wanted.length === 0 ? {} : { Attributes: Object.fromEntries(wanted) }),
  };
}

function sequenceView(sequence: number, groupId: string | undefined): { SequenceNumber?: string } {
  return groupId === undefined ? {} : { SequenceNumber: String(sequence).padStart(20, "0") };
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
