import type { Clock } from "@trainyard/core";

/** A clock whose sleeps end at once and move its time. */
export function createFakeClock(startMs = 0): Clock {
  let nowMs = startMs;
  return {
    nowMs: () => nowMs,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      nowMs += ms;
      await Promise.resolve();
    },
  };
}
