import { expect, test } from "vitest";
import type { RegionContext } from "../../kernel/CallContext.ts";
import { createTestKernel, TEST_START_MS } from "../../testing/createTestKernel.ts";
import { logs } from "./logs.ts";

const GROUP = { logGroupName: "/aws/parallelcluster/ml" };
const STREAM = { ...GROUP, logStreamName: "ip-10-0-0-1.i-1.cloud-init" };

function freshContext(): RegionContext {
  const context = createTestKernel({ modules: [logs] }).context("us-west-2");
  context.call("logs", "CreateLogGroup", GROUP);
  context.call("logs", "CreateLogStream", STREAM);
  return context;
}

function put(context: RegionContext, ...messages: string[]): void {
  const timestamp = context.clock.nowMs();
  context.call("logs", "PutLogEvents", {
    ...STREAM,
    logEvents: messages.map((message, index) => ({ timestamp: timestamp + index, message })),
  });
}

function messagesOf(answer: { events?: { message?: string | undefined }[] | undefined }): unknown[] {
  return (answer.events ?? []).map((event) => event.message);
}

test("a log group is described as AWS does", () => {
  const context = freshContext();
  context.call("logs", "PutRetentionPolicy", { ...GROUP, retentionInDays: 180 });
  const arn = "arn:aws:logs:us-west-2:123456789012:log-group:/aws/parallelcluster/ml";
  expect(context.call("logs", "DescribeLogGroups", { logGroupNamePrefix: "/aws" }).logGroups).toEqual([
    {
      logGroupName: GROUP.logGroupName,
      creationTime: TEST_START_MS,
      retentionInDays: 180,
      metricFilterCount: 0,
      arn: `${arn}:*`,
      logGroupArn: arn,
      logGroupClass: "STANDARD",
      deletionProtectionEnabled: false,
      storedBytes: 0,
    },
  ]);
  expect(context.inRegion("us-east-1").call("logs", "DescribeLogGroups", {}).logGroups).toEqual([]);
});

test.each([
  {
    when: "a group is made twice",
    run: (context: RegionContext) => context.call("logs", "CreateLogGroup", GROUP),
    message: "The specified log group already exists",
  },
  {
    when: "a group is not there",
    run: (context: RegionContext) =>
      context.call("logs", "GetLogEvents", { ...STREAM, logGroupName: "other" }),
    message: "The specified log group does not exist.",
  },
  {
    when: "a stream is not there",
    run: (context: RegionContext) =>
      context.call("logs", "GetLogEvents", { ...STREAM, logStreamName: "other" }),
    message: "The specified log stream does not exist.",
  },
  {
    when: "a retention is not one of the days",
    run: (context: RegionContext) =>
      context.call("logs", "PutRetentionPolicy", { ...GROUP, retentionInDays: 4 }),
    message: "Value '4' at 'retentionInDays'",
  },
  {
    when: "a limit is too large",
    run: (context: RegionContext) => context.call("logs", "GetLogEvents", { ...STREAM, limit: 10_001 }),
    message:
      "Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
  },
  {
    when: "a token is nonsense",
    run: (context: RegionContext) => context.call("logs", "GetLogEvents", { ...STREAM, nextToken: "x" }),
    message: "The specified nextToken is invalid.",
  },
  {
    when: "events are not in order",
    run: (context: RegionContext) =>
      context.call("logs", "PutLogEvents", {
        ...STREAM,
        logEvents: [
          { timestamp: TEST_START_MS + 1, message: "b" },
          { timestamp: TEST_START_MS, message: "a" },
        ],
      }),
    message: "Log events in a single PutLogEvents request must be in chronological order.",
  },
])("the call is refused when $when", ({ run, message }) => {
  expect(() => run(freshContext())).toThrow(message);
});

test("events too old and too new are rejected by their place, the others are kept", () => {
  const context = freshContext();
  const answer = context.call("logs", "PutLogEvents", {
    ...STREAM,
    logEvents: [
      { timestamp: TEST_START_MS + 2 * 3_600_000, message: "kept" },
      { timestamp: TEST_START_MS + 2 * 3_600_000 + 1, message: "too new" },
    ],
  });
  expect(answer.rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 1 });
  const old = context.call("logs", "PutLogEvents", {
    ...STREAM,
    logEvents: [{ timestamp: TEST_START_MS - 15 * 86_400_000, message: "too old" }],
  });
  expect(old.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 });
  expect(messagesOf(context.call("logs", "GetLogEvents", STREAM))).toEqual(["kept"]);
});

test("the forward token goes on where the page ended and stays the same at the end", () => {
  const context = freshContext();
  put(context, "1", "2", "3");
  const first = context.call("logs", "GetLogEvents", { ...STREAM, startFromHead: true, limit: 2 });
  expect(messagesOf(first)).toEqual(["1", "2"]);
  expect(first.nextForwardToken).toMatch(/^f\/\d{56}\/s$/);
  const second = context.call("logs", "GetLogEvents", { ...STREAM, nextToken: first.nextForwardToken });
  expect(messagesOf(second)).toEqual(["3"]);
  const end = context.call("logs", "GetLogEvents", { ...STREAM, nextToken: second.nextForwardToken });
  expect(messagesOf(end)).toEqual([]);
  expect(end.nextForwardToken).toBe(second.nextForwardToken);
  put(context, "4");
  const later = context.call("logs", "GetLogEvents", { ...STREAM, nextToken: end.nextForwardToken });
  expect(messagesOf(later)).toEqual([]);
});

test("an event that comes later with a later time is behind the forward token", () => {
  const kernel = createTestKernel({ modules: [logs] });
  const context = kernel.context("us-west-2");
  context.call("logs", "CreateLogGroup", GROUP);
  context.call("logs", "CreateLogStream", STREAM);
  put(context, "1");
  const first = context.call("logs", "GetLogEvents", { ...STREAM, startFromHead: true });
  kernel.clock.advance(1000);
  put(context, "2");
  expect(
    messagesOf(context.call("logs", "GetLogEvents", { ...STREAM, nextToken: first.nextForwardToken })),
  ).toEqual(["2"]);
});

test("without a token the newest events come, and the backward token leads to older ones", () => {
  const context = freshContext();
  put(context, "1", "2", "3", "4");
  const newest = context.call("logs", "GetLogEvents", { ...STREAM, limit: 2 });
  expect(messagesOf(newest)).toEqual(["3", "4"]);
  const older = context.call("logs", "GetLogEvents", {
    ...STREAM,
    limit: 2,
    nextToken: newest.nextBackwardToken,
  });
  expect(messagesOf(older)).toEqual(["1", "2"]);
});

test("events are filtered over streams in order of time, by pages", () => {
  const context = freshContext();
  const other = { ...GROUP, logStreamName: "ip-10-0-0-2.i-2.syslog" };
  context.call("logs", "CreateLogStream", other);
  put(context, "ERROR one", "fine");
  context.call("logs", "PutLogEvents", {
    ...other,
    logEvents: [{ timestamp: TEST_START_MS, message: "ERROR two" }],
  });
  const first = context.call("logs", "FilterLogEvents", { ...GROUP, filterPattern: "ERROR", limit: 1 });
  expect(messagesOf(first)).toEqual(["ERROR one"]);
  const second = context.call("logs", "FilterLogEvents", {
    ...GROUP,
    filterPattern: "ERROR",
    nextToken: first.nextToken,
  });
  expect(second.events).toMatchObject([{ message: "ERROR two", logStreamName: other.logStreamName }]);
  expect(
    messagesOf(context.call("logs", "FilterLogEvents", { ...GROUP, logStreamNamePrefix: "ip-10-0-0-2" })),
  ).toEqual(["ERROR two"]);
});

test("streams are listed by prefix, by time and downwards, with the times of their events", () => {
  const context = freshContext();
  context.call("logs", "CreateLogStream", { ...GROUP, logStreamName: "a" });
  put(context, "1", "2");
  const byTime = context.call("logs", "DescribeLogStreams", {
    ...GROUP,
    orderBy: "LastEventTime",
    descending: true,
  });
  expect(byTime.logStreams).toMatchObject([
    {
      logStreamName: STREAM.logStreamName,
      firstEventTimestamp: TEST_START_MS,
      lastEventTimestamp: TEST_START_MS + 1,
      lastIngestionTime: TEST_START_MS,
      storedBytes: 0,
    },
    { logStreamName: "a" },
  ]);
  const prefixed = context.call("logs", "DescribeLogStreams", { ...GROUP, logStreamNamePrefix: "ip-" });
  expect(prefixed.logStreams).toHaveLength(1);
  const page = context.call("logs", "DescribeLogStreams", { ...GROUP, limit: 1 });
  expect(
    context.call("logs", "DescribeLogStreams", { ...GROUP, nextToken: page.nextToken }).logStreams,
  ).toHaveLength(1);
});

test("what is older than the retention is gone", () => {
  const kernel = createTestKernel({ modules: [logs] });
  const context = kernel.context("us-west-2");
  context.call("logs", "CreateLogGroup", GROUP);
  context.call("logs", "CreateLogStream", STREAM);
  context.call("logs", "PutRetentionPolicy", { ...GROUP, retentionInDays: 1 });
  put(context, "old");
  kernel.clock.advance(25 * 3_600_000);
  expect(messagesOf(context.call("logs", "GetLogEvents", STREAM))).toEqual([]);
});

test("tags are one set, whichever operations change them", () => {
  const context = freshContext();
  const resourceArn = `arn:aws:logs:us-west-2:123456789012:log-group:${GROUP.logGroupName}`;
  context.call("logs", "TagResource", { resourceArn, tags: { a: "1", b: "2" } });
  context.call("logs", "UntagLogGroup", { ...GROUP, tags: ["a"] });
  expect(context.call("logs", "ListTagsLogGroup", GROUP).tags).toEqual({ b: "2" });
});
