/** Wall clock of the work on hosts, which modelled time does not rule. */
export interface WallTimer {
  nowMs(): number;
  /** Calls back once; answers a function that cancels. Does not keep the program alive. */
  callLater(delayMs: number, callback: () => void): () => void;
}

export const wallTimer: WallTimer = {
  nowMs: () => Date.now(),
  callLater(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
