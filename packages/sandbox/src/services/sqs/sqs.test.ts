import { expect, test } from "vitest";
import { createResourceContext } from "../../testing/createResourceContext.ts";
import { createTestKernel } from "../../testing/createTestKernel.ts";
import { queuePolicyResource } from "./resources/queuePolicyResource.ts";
import { queueResource } from "./resources/queueResource.ts";
import { sqs } from "./sqs.ts";

function withQueue() {
  const kernel = createTestKernel({ modules: [sqs] });
  const context = kernel.context("us-west-2");
  const { QueueUrl } = context.call("sqs", "CreateQueue", { QueueName: "jobs" });
  const receive = () =>
    context.call("sqs", "ReceiveMessage", { QueueUrl, MessageSystemAttributeNames: ["All"] });
  return { kernel, context, QueueUrl, receive };
}

test("a message is hidden while in flight, comes again, and is gone once deleted", () => {
  const { kernel, context, QueueUrl, receive } = withQueue();
  const sent = context.call("sqs", "SendMessage", { QueueUrl, MessageBody: "hello" });
  expect(sent.MD5OfMessageBody).toBe("5d41402abc4b2a76b9719d911017c592");
  expect(receive().Messages).toMatchObject([{ Body: "hello", MessageId: sent.MessageId }]);
  expect(receive().Messages).toBeUndefined();
  kernel.clock.advance(30_000);
  const again = receive().Messages?.[0];
  expect(again?.Attributes?.ApproximateReceiveCount).toBe("2");
  context.call("sqs", "DeleteMessage", { QueueUrl, ReceiptHandle: again?.ReceiptHandle });
  kernel.clock.advance(30_000);
  expect(receive().Messages).toBeUndefined();
});

test("a queue has attributes, one name, and a pause after its deletion", () => {
  const { kernel, context, QueueUrl } = withQueue();
  expect(QueueUrl).toBe("http://127.0.0.1:4566/123456789012/jobs");
  expect(
    context.call("sqs", "GetQueueAttributes", {
      QueueUrl,
      AttributeNames: ["QueueArn", "VisibilityTimeout"],
    }),
  ).toEqual({
    Attributes: { QueueArn: "arn:aws:sqs:us-west-2:123456789012:jobs", VisibilityTimeout: "30" },
  });
  expect(context.call("sqs", "CreateQueue", { QueueName: "jobs" }).QueueUrl).toBe(QueueUrl);
  expect(() =>
    context.call("sqs", "CreateQueue", { QueueName: "jobs", Attributes: { VisibilityTimeout: "5" } }),
  ).toThrow("a different value for attribute VisibilityTimeout");
  context.call("sqs", "DeleteQueue", { QueueUrl });
  expect(() => context.call("sqs", "CreateQueue", { QueueName: "jobs" })).toThrow("You must wait 60 seconds");
  kernel.clock.advance(60_000);
  context.call("sqs", "CreateQueue", { QueueName: "jobs" });
});

test("a FIFO queue sends one message once and keeps its groups in order", () => {
  const kernel = createTestKernel({ modules: [sqs] });
  const context = kernel.context("us-west-2");
  const { QueueUrl } = context.call("sqs", "CreateQueue", {
    QueueName: "steps.fifo",
    Attributes: { FifoQueue: "true", ContentBasedDeduplication: "true" },
  });
  for (const MessageBody of ["one", "one", "two"])
    context.call("sqs", "SendMessage", { QueueUrl, MessageBody, MessageGroupId: "g" });
  expect(context.call("sqs", "ReceiveMessage", { QueueUrl }).Messages?.[0]?.Body).toBe("one");
  expect(context.call("sqs", "ReceiveMessage", { QueueUrl }).Messages).toBeUndefined();
});

test.each([
  {
    name: "a b",
    attributes: {},
    message: "Can only include alphanumeric characters, hyphens, or underscores",
  },
  {
    name: "q",
    attributes: { VisibilityTimeout: "50000" },
    message: "Invalid value for the parameter VisibilityTimeout.",
  },
  { name: "q", attributes: { FifoQueue: "true" }, message: "must end with .fifo suffix" },
])("a queue is refused: $message", ({ name, attributes, message }) => {
  const { context } = withQueue();
  expect(() => context.call("sqs", "CreateQueue", { QueueName: name, Attributes: attributes })).toThrow(
    message,
  );
});

test("a queue of a template gives its URL, changes in place and goes", () => {
  const context = createResourceContext(createTestKernel({ modules: [sqs] }), "Queue", [
    { Key: "team", Value: "ml" },
  ]);
  const before = { VisibilityTimeout: 60, RedrivePolicy: { maxReceiveCount: 3 } };
  const { physicalId } = queueResource.create(before, context);
  const { ref, attributes } = queueResource.read(physicalId, before, context);
  expect(ref).toMatch(/^http:\/\/127\.0\.0\.1:4566\/123456789012\/ml-cluster-Queue-[0-9A-Z]{12}$/);
  expect(attributes["Arn"]).toBe(`arn:aws:sqs:us-west-2:123456789012:${String(ref.split("/").at(-1))}`);
  queueResource.update?.(physicalId, { before, after: {}, changed: ["VisibilityTimeout"] }, context);
  const all = context.call("sqs", "GetQueueAttributes", { QueueUrl: physicalId, AttributeNames: ["All"] });
  expect(all.Attributes).toMatchObject({ VisibilityTimeout: "30" });
  expect(all.Attributes).not.toHaveProperty("RedrivePolicy");
  expect(context.call("sqs", "ListQueueTags", { QueueUrl: physicalId }).Tags).toEqual({ team: "ml" });
  queueResource.delete(physicalId, {}, context);
  queueResource.delete(physicalId, {}, context);
});

test("a queue policy of a template stands on its queues until it goes", () => {
  const context = createResourceContext(createTestKernel({ modules: [sqs] }), "Policy");
  const urls = ["one", "two"].map(
    (QueueName) => context.call("sqs", "CreateQueue", { QueueName }).QueueUrl ?? "",
  );
  const policies = (): unknown[] =>
    urls.map(
      (QueueUrl) =>
        context.call("sqs", "GetQueueAttributes", { QueueUrl, AttributeNames: ["All"] }).Attributes?.[
          "Policy"
        ],
    );
  const before = { Queues: urls, PolicyDocument: { Version: "2012-10-17", Statement: [] } };
  const after = { ...before, Queues: urls.slice(1) };
  const { physicalId } = queuePolicyResource.create(before, context);
  expect(policies()).toEqual(Array(2).fill('{"Version":"2012-10-17","Statement":[]}'));
  queuePolicyResource.update?.(physicalId, { before, after, changed: ["Queues"] }, context);
  expect(policies()).toEqual([undefined, '{"Version":"2012-10-17","Statement":[]}']);
  queuePolicyResource.delete(physicalId, after, context);
  expect(policies()).toEqual([undefined, undefined]);
  context.call("sqs", "DeleteQueue", { QueueUrl: urls[1] });
  queuePolicyResource.delete(physicalId, after, context);
});
