import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "@trainyard/core";

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }),
};
