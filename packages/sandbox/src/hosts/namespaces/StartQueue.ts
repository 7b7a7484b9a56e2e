/** Lets a bounded number of hosts start at a time, in the order in which they ask. */
export class StartQueue {
  readonly #limit: number;
  readonly #waiting: (() => void)[] = [];
  #busyCount = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Resolves with a function that gives the place back; it may be called more than once. */
  async take(): Promise<() => void> {
    if (this.#busyCount >= this.#limit) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#busyCount += 1;
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const next = this.#waiting.shift();
      if (next === undefined) this.#busyCount -= 1;
      else next();
    };
  }
}
