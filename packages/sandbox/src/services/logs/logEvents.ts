import type { OutputLogEvent } from "@aws-sdk/client-cloudwatch-logs";
import { defineOperations } from "../../kernel/ServiceModule.ts";
import { groupOf, streamOf } from "./logGroupLookup.ts";
import { checkedLimit, constraintError, invalidParameter, invalidToken } from "./logsErrors.ts";
import { sequenceToken } from "./logStreams.ts";
import type { EventRecord } from "./LogsState.ts";
import { addEvents, EVENT_OVERHEAD_BYTES, keptEvents } from "./storedEvents.ts";

const DAY_MS = 86_400_000;
const TOO_OLD_MS = 14 * DAY_MS;
const TOO_NEW_MS = 2 * 3_600_000;
const MAX_BATCH_BYTES = 1_048_576;

export const logEventOperations = defineOperations<"logs">()({
  PutLogEvents: {
    members: ["logGroupName", "logStreamName", "logEvents", "sequenceToken"],
    run(input, context) {
      const group = groupOf({ logGroupName: input.logGroupName ?? "" }, context);
      const stream = streamOf(group, input.logStreamName);
      const events = (input.logEvents ?? []).map((event) => ({
        timestampMs: event.timestamp ?? 0,
        message: event.message ?? "",
      }));
      checkBatch(events);
      const nowMs = context.clock.nowMs();
      const oldestMs = nowMs - Math.min(TOO_OLD_MS, (group.retentionDays ?? Infinity) * DAY_MS);
      const accepted = events.filter(
        ({ timestampMs }) => timestampMs >= oldestMs && timestampMs <= nowMs + TOO_NEW_MS,
      );
      addEvents(group, stream, accepted, nowMs);
      const old = events.filter(({ timestampMs }) => timestampMs < oldestMs).length;
      const firstNew = events.findIndex(({ timestampMs }) => timestampMs > nowMs + TOO_NEW_MS);
      const rejected = {
        ...(old > 0 ? { tooOldLogEventEndIndex: old } : {}),
        ...(firstNew >= 0 ? { tooNewLogEventStartIndex: firstNew } : {}),
      };
      return {
        nextSequenceToken: sequenceToken(group.lastSequence),
        ...(accepted.length === events.length ? {} : { rejectedLogEventsInfo: rejected }),
      };
    },
  },
  GetLogEvents: {
    members: [
      "logGroupName",
      "logGroupIdentifier",
      "logStreamName",
      "startTime",
      "endTime",
      "nextToken",
      "limit",
      "startFromHead",
      "unmask",
    ],
    run(input, context) {
      const limit = checkedLimit(input.limit, 10_000);
      const group = groupOf(input, context);
      const stream = streamOf(group, input.logStreamName);
      const token = input.nextToken === undefined ? undefined : parseToken(input.nextToken);
      const events = keptEvents(group, stream, context.clock.nowMs()).filter(
        ([timestampMs]) =>
          timestampMs >= (input.startTime ?? -Infinity) && timestampMs < (input.endTime ?? Infinity),
      );
      const page = pageOf(events, token ?? (input.startFromHead === true ? HEAD : TAIL), limit);
      const [first, last] = [page[0], page.at(-1)];
      return {
        events: page.map(eventView),
        nextForwardToken: `f/${last === undefined ? emptyPosition(token, "f") : positionOf(last)}/s`,
        nextBackwardToken: `b/${first === undefined ? emptyPosition(token, "b") : positionOf(first)}/s`,
      };
    },
  },
});

/** Where a page begins: after a position (forward) or before one (backward). */
interface EventsToken {
  readonly direction: "f" | "b";
  readonly position: string;
}

const POSITION_DIGITS = 56;
const HEAD: EventsToken = { direction: "f", position: "0".repeat(POSITION_DIGITS) };
const TAIL: EventsToken = { direction: "b", position: "9".repeat(POSITION_DIGITS) };

function pageOf(events: readonly EventRecord[], token: EventsToken, limit: number): readonly EventRecord[] {
  if (token.direction === "f")
    return events.filter((event) => positionOf(event) > token.position).slice(0, limit);
  return events.filter((event) => positionOf(event) < token.position).slice(-limit);
}

/** Position of an event among all of its group: text that sorts as the events do. */
export function positionOf(event: EventRecord): string {
  return `${String(event[0]).padStart(20, "0")}${String(event[2]).padStart(36, "0")}`;
}

/**
 * At the end of a stream the same token comes back, so that a caller knows that there is no more for now; the
 * token of the other direction leads back over the event at the end.
 */
function emptyPosition(token: EventsToken | undefined, direction: "f" | "b"): string {
  if (token === undefined) return HEAD.position;
  if (token.direction === direction) return token.position;
  const step = direction === "b" ? 1n : -1n;
  const moved = BigInt(token.position) + step;
  return String(moved < 0n ? 0n : moved).padStart(POSITION_DIGITS, "0");
}

function parseToken(text: string): EventsToken {
  const match = /^([fb])\/(\d{56})\/s$/.exec(text);
  if (match?.[2] === undefined) throw invalidToken();
  return { direction: match[1] === "f" ? "f" : "b", position: match[2] };
}

function eventView([timestamp, ingestionTime, , message]: EventRecord): OutputLogEvent {
  return { timestamp, message, ingestionTime };
}

function checkBatch(events: readonly { readonly timestampMs: number; readonly message: string }[]): void {
  const [first, last] = [events[0], events.at(-1)];
  if (first === undefined || last === undefined)
    throw constraintError("[]", "logEvents", "Member must have length greater than or equal to 1");
  if (events.length > 10_000)
    throw constraintError("[...]", "logEvents", "Member must have length less than or equal to 10000");
  if (events.some((event, index) => event.timestampMs < (events[index - 1]?.timestampMs ?? -Infinity)))
    throw invalidParameter("Log events in a single PutLogEvents request must be in chronological order.");
  if (last.timestampMs - first.timestampMs > DAY_MS)
    throw invalidParameter(
      "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.",
    );
  const bytes = events.reduce(
    (sum, event) => sum + Buffer.byteLength(event.message) + EVENT_OVERHEAD_BYTES,
    0,
  );
  if (bytes > MAX_BATCH_BYTES)
    throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${MAX_BATCH_BYTES}`);
}
