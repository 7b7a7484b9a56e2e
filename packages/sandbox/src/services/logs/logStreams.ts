import type { LogStream } from "@aws-sdk/client-cloudwatch-logs";
import { AwsError } from "../../kernel/AwsError.ts";
import type { CallContext } from "../../kernel/CallContext.ts";
import { findNamed, listNamed, putNamed, removeNamed } from "../../kernel/NameTable.ts";
import { pageByKey } from "../../kernel/paging.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { checkLogName, groupArn, groupOf, streamOf } from "./logGroupLookup.ts";
import { checkedLimit, constraintError, invalidParameter, invalidToken } from "./logsErrors.ts";
import type { LogGroupRecord, StreamRecord } from "./LogsState.ts";
import { keptEvents } from "./storedEvents.ts";

export const logStreamOperations = defineOperations<"logs">()({
  CreateLogStream: {
    members: ["logGroupName", "logStreamName"],
    run(input, context) {
      const name = input.logStreamName ?? "";
      checkLogName(name);
      if (!/^[^:*]+$/.test(name))
        throw constraintError(
          name,
          "logStreamName",
          "Member must satisfy regular expression pattern: [^:*]*",
        );
      const group = groupOf({ logGroupName: input.logGroupName ?? "" }, context);
      if (findNamed(group.streams, name) !== undefined)
        throw new AwsError("ResourceAlreadyExistsException", "The specified log stream already exists");
      putNamed(group.streams, name, { name, createdMs: context.clock.nowMs(), events: [] });
      return {};
    },
  },
  DeleteLogStream: {
    members: ["logGroupName", "logStreamName"],
    run(input, context) {
      const group = groupOf({ logGroupName: input.logGroupName ?? "" }, context);
      removeNamed(group.streams, streamOf(group, input.logStreamName).name);
      return {};
    },
  },
  DescribeLogStreams: {
    members: [
      "logGroupName",
      "logGroupIdentifier",
      "logStreamNamePrefix",
      "orderBy",
      "descending",
      "nextToken",
      "limit",
    ],
    run(input, context) {
      const byTime = input.orderBy === "LastEventTime";
      if (byTime && input.logStreamNamePrefix !== undefined)
        throw invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
      const group = groupOf(input, context);
      const streams = listNamed(group.streams).filter((stream) =>
        stream.name.startsWith(input.logStreamNamePrefix ?? ""),
      );
      const page = pageByKey(streams, byTime ? timeKey : nameKey, {
        token: input.nextToken,
        pageSize: checkedLimit(input.limit, 50),
        descending: input.descending ?? false,
        badToken: invalidToken,
      });
      return {
        logStreams: page.items.map((stream) => streamView(group, stream, context)),
        ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }),
      };
    },
  },
});

function nameKey(stream: StreamRecord): string {
  return stream.name;
}

function timeKey(stream: StreamRecord): string {
  const lastMs = stream.events.at(-1)?.[0] ?? 0;
  return `${String(lastMs).padStart(16, "0")} ${stream.name}`;
}

function streamView(group: LogGroupRecord, stream: StreamRecord, context: CallContext): LogStream {
  const events = keptEvents(group, stream, context.clock.nowMs());
  const [first, last] = [events[0], events.at(-1)];
  return {
    logStreamName: stream.name,
    creationTime: stream.createdMs,
    ...(first === undefined || last === undefined
      ? {}
      : {
          firstEventTimestamp: first[0],
          lastEventTimestamp: last[0],
          lastIngestionTime: events.reduce((latest, event) => Math.max(latest, event[1]), 0),
          uploadSequenceToken: sequenceToken(group.lastSequence),
        }),
    arn: `${groupArn(group, context)}:log-stream:${stream.name}`,
    storedBytes: 0,
  };
}

/** Tokens are answered as ever, though the service has not asked for them since 2023. */
export function sequenceToken(sequence: number): string {
  return `4964${String(sequence).padStart(52, "0")}`;
}
