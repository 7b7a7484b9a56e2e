const QUIET_MS = 300;
const LONGEST_UNSAVED_MS = 2_000;

/** Saves after changes: when they have paused for a moment, and at the latest after two seconds. */
export class StateWriter {
  readonly #save: () => Promise<void>;
  readonly #onError: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #firstChangeMs: number | undefined;
  #lastChangeMs = 0;
  #saving: Promise<void> | undefined;

  constructor(save: () => Promise<void>, onError: (error: unknown) => void) {
    this.#save = save;
    this.#onError = onError;
  }

  touch(): void {
    this.#lastChangeMs = performance.now();
    this.#firstChangeMs ??= this.#lastChangeMs;
    if (this.#timer === undefined && this.#saving === undefined) this.#arm(QUIET_MS);
  }

  /** Stops saving by itself and waits for a save that is under way. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#firstChangeMs = undefined;
    await this.#saving;
  }

  #arm(delayMs: number): void {
    this.#timer = setTimeout(() => this.#wake(), delayMs);
    this.#timer.unref();
  }

  #wake(): void {
    this.#timer = undefined;
    const nowMs = performance.now();
    const quietMs = nowMs - this.#lastChangeMs;
    const unsavedMs = nowMs - (this.#firstChangeMs ?? nowMs);
    if (quietMs < QUIET_MS && unsavedMs < LONGEST_UNSAVED_MS) {
      this.#arm(Math.min(QUIET_MS - quietMs, LONGEST_UNSAVED_MS - unsavedMs));
      return;
    }
    this.#firstChangeMs = undefined;
    this.#saving = this.#save()
      .catch(this.#onError)
      .finally(() => {
        this.#saving = undefined;
        if (this.#firstChangeMs !== undefined) this.#arm(QUIET_MS);
      });
  }
}
