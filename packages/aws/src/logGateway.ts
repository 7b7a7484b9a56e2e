import {
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  type CloudWatchLogsClient,
} from "@aws-sdk/client-cloudwatch-logs";
import type { LogEvent, LogGateway, LogQuery, LogStreamDescription } from "@trainyard/core";
import { abortOptions } from "./abortOptions.ts";
import { awsCodeOf, translated } from "./translateError.ts";

/** FilterLogEvents takes at most this many names. */
const STREAMS_PER_CALL = 100;

export function createLogGateway(logs: CloudWatchLogsClient): LogGateway {
  return {
    streams: (group, signal) => translated("DescribeLogStreams", () => listStreams(logs, group, signal)),
    events: (group, query, signal) =>
      translated("FilterLogEvents", () => filterEvents(logs, group, query, signal)),
    tail: (group, stream, count, signal) =>
      translated("GetLogEvents", async () => {
        const answer = await unlessMissing(() =>
          logs.send(
            new GetLogEventsCommand({
              logGroupName: group,
              logStreamName: stream,
              limit: count,
              startFromHead: false,
            }),
            abortOptions(signal),
          ),
        );
        const events = answer?.events ?? [];
        return events.map(({ timestamp = 0, message = "" }, index) => ({
          id: `${stream} ${timestamp} ${index}`,
          stream,
          atMs: timestamp,
          message,
        }));
      }),
  };
}

async function listStreams(
  logs: CloudWatchLogsClient,
  group: string,
  signal: AbortSignal | undefined,
): Promise<readonly LogStreamDescription[] | "absent"> {
  const streams: LogStreamDescription[] = [];
  let next: string | undefined;
  do {
    const token = next;
    const page = await unlessMissing(() =>
      logs.send(
        new DescribeLogStreamsCommand({ logGroupName: group, nextToken: token }),
        abortOptions(signal),
      ),
    );
    if (page === undefined) return "absent";
    for (const { logStreamName = "", lastEventTimestamp } of page.logStreams ?? [])
      streams.push({ name: logStreamName, lastEventAtMs: lastEventTimestamp });
    next = page.nextToken;
  } while (next !== undefined);
  return streams;
}

async function filterEvents(
  logs: CloudWatchLogsClient,
  group: string,
  { streams, sinceMs }: LogQuery,
  signal: AbortSignal | undefined,
): Promise<LogEvent[]> {
  const events: LogEvent[] = [];
  for (let at = 0; at < streams.length; at += STREAMS_PER_CALL) {
    let next: string | undefined;
    do {
      const token = next;
      const page = await unlessMissing(() =>
        logs.send(
          new FilterLogEventsCommand({
            logGroupName: group,
            logStreamNames: streams.slice(at, at + STREAMS_PER_CALL),
            startTime: sinceMs,
            nextToken: token,
          }),
          abortOptions(signal),
        ),
      );
      for (const { eventId = "", logStreamName = "", timestamp = 0, message = "" } of page?.events ?? [])
        events.push({ id: eventId, stream: logStreamName, atMs: timestamp, message });
      next = page?.nextToken;
    } while (next !== undefined);
  }
  return events.sort((left, right) => left.atMs - right.atMs);
}

async function unlessMissing<Answer>(call: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call();
  } catch (error) {
    if (awsCodeOf(error) === "ResourceNotFoundException") return undefined;
    throw error;
  }
}
