import type { WallClock } from "../kernel/ModelClock.ts";

/** The machine's clock and timers. */
export function createWallClock(): WallClock {
  return {
    nowMs: () => Date.now(),
    callLater(delayMs, callback) {
      if (delayMs <= 0) {
        const immediate = setImmediate(callback);
        return () => clearImmediate(immediate);
      }
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
  };
}
