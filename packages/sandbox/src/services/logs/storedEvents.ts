import { listNamed } from "../../kernel/NameTable.ts";
import type { EventRecord, LogGroupRecord, StreamRecord } from "./LogsState.ts";

const DAY_MS = 86_400_000;
/** What the service adds to the size of each message. */
export const EVENT_OVERHEAD_BYTES = 26;

/** Events that the retention of the group still keeps. */
export function keptEvents(
  group: LogGroupRecord,
  stream: StreamRecord,
  nowMs: number,
): readonly EventRecord[] {
  if (group.retentionDays === undefined) return stream.events;
  const oldestMs = nowMs - group.retentionDays * DAY_MS;
  return stream.events.filter(([timestampMs]) => timestampMs >= oldestMs);
}

/** Adds events, which are in order among themselves, and forgets what the retention does not keep. */
export function addEvents(
  group: LogGroupRecord,
  stream: StreamRecord,
  events: readonly { readonly timestampMs: number; readonly message: string }[],
  nowMs: number,
): void {
  const added = events.map(({ timestampMs, message }): EventRecord => {
    group.lastSequence += 1;
    return [timestampMs, nowMs, group.lastSequence, message];
  });
  const lastMs = stream.events.at(-1)?.[0] ?? -Infinity;
  const inOrder = (added[0]?.[0] ?? Infinity) >= lastMs;
  stream.events.push(...added);
  if (!inOrder) stream.events.sort(compareEvents);
  if (group.retentionDays !== undefined) stream.events = [...keptEvents(group, stream, nowMs)];
}

export function compareEvents(left: EventRecord, right: EventRecord): number {
  return left[0] - right[0] || left[2] - right[2];
}

export function storedBytes(group: LogGroupRecord, nowMs: number): number {
  return listNamed(group.streams)
    .flatMap((stream) => keptEvents(group, stream, nowMs))
    .reduce((sum, event) => sum + Buffer.byteLength(event[3]) + EVENT_OVERHEAD_BYTES, 0);
}
