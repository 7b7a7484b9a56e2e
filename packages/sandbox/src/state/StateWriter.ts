const QUIET_MS = 300;
const LONGEST_UNSAVED_MS = 2_000;
const RETRY_MS = 2_000;

/**
 * Saves after changes: when they have paused for a moment, and at the latest after two seconds. What could not be saved
 * is tried again until it can; only the first failure in a row is told.
 */
export class StateWriter {
  readonly #save: () => Promise<void>;
  readonly #onError: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #firstChangeMs: number | undefined;
  #lastChangeMs = 0;
  #saving: Promise<void> | undefined;
  #isFailing = false;
  #stopped = false;

  constructor(save: () => Promise<void>, onError: (error: unknown) => void) {
    this.#save = save;
    this.#onError = onError;
  }

  touch(): void {
    this.#stopped = false;
    this.#lastChangeMs = performance.now();
    this.#firstChangeMs ??= this.#lastChangeMs;
    if (this.#timer === undefined && this.#saving === undefined) this.#arm(QUIET_MS);
  }

  /** Stops saving by itself and waits for a save that is under way. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#firstChangeMs = undefined;
    this.#stopped = true;
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
    this.#saving = this.#saveAndGoOn(nowMs);
  }

  async #saveAndGoOn(changedMs: number): Promise<void> {
    const saved = await this.#trySave();
    this.#saving = undefined;
    if (this.#stopped) return;
    if (!saved) this.#firstChangeMs ??= changedMs;
    if (this.#firstChangeMs !== undefined) this.#arm(saved ? QUIET_MS : RETRY_MS);
  }

  async #trySave(): Promise<boolean> {
    try {
      await this.#save();
      this.#isFailing = false;
      return true;
    } catch (error) {
      if (!this.#isFailing) this.#onError(error);
      this.#isFailing = true;
      return false;
    }
  }
}
