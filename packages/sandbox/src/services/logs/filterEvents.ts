import type { FilteredLogEvent } from "@aws-sdk/client-cloudwatch-logs";
import { listNamed } from "../../kernel/NameTable.ts";
import { pageByKey } from "../../kernel/paging.ts";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { groupOf, streamOf } from "./logGroupLookup.ts";
import { checkedLimit, invalidParameter, invalidToken } from "./logsErrors.ts";
import { positionOf } from "./logEvents.ts";
import type { EventRecord, LogGroupRecord, StreamRecord } from "./LogsState.ts";
import { compileFilterPattern } from "./patterns/compileFilterPattern.ts";
import { keptEvents } from "./storedEvents.ts";

export const filterOperations = defineOperations<"logs">()({
  FilterLogEvents: {
    members: [
      "logGroupName",
      "logGroupIdentifier",
      "logStreamNames",
      "logStreamNamePrefix",
      "startTime",
      "endTime",
      "filterPattern",
      "nextToken",
      "limit",
      "interleaved",
      "unmask",
    ],
    run(input, context) {
      const limit = checkedLimit(input.limit, 10_000);
      const group = groupOf(input, context);
      const matches = compileFilterPattern(input.filterPattern ?? "");
      const streams = searchedStreams(group, input.logStreamNames, input.logStreamNamePrefix);
      const found = streams.flatMap((stream) =>
        keptEvents(group, stream, context.clock.nowMs())
          .filter(
            ([timestampMs, , , message]) =>
              timestampMs >= (input.startTime ?? -Infinity) &&
              timestampMs <= (input.endTime ?? Infinity) &&
              matches(message),
          )
          .map((event) => ({ event, streamName: stream.name })),
      );
      const page = pageByKey(found, ({ event }) => positionOf(event), {
        token: input.nextToken,
        pageSize: limit,
        badToken: invalidToken,
      });
      return {
        events: page.items.map(({ event, streamName }) => eventView(event, streamName)),
        searchedLogStreams: [],
        ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }),
      };
    },
  },
});

function searchedStreams(
  group: LogGroupRecord,
  names: readonly string[] | undefined,
  prefix: string | undefined,
): StreamRecord[] {
  if (names !== undefined && prefix !== undefined)
    throw invalidParameter("LogStream names and LogStream name prefix are mutually exclusive parameters.");
  if (names !== undefined) return names.map((name) => streamOf(group, name));
  return listNamed(group.streams).filter((stream) => stream.name.startsWith(prefix ?? ""));
}

function eventView(event: EventRecord, logStreamName: string): FilteredLogEvent {
  const [timestamp, ingestionTime, , message] = event;
  return { logStreamName, timestamp, message, ingestionTime, eventId: positionOf(event) };
}
