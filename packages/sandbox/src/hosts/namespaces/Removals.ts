/** Removals of disks that nobody knows any more: any id may be among them. */
const OTHERS = "";

/** Disks on their way to be removed, by host: an id that is used again waits for that of its predecessor. */
export class Removals {
  readonly #onDefect: (error: unknown, what: string) => void;
  readonly #pending = new Map<string, Promise<void>>();

  constructor(onDefect: (error: unknown, what: string) => void) {
    this.#onDefect = onDefect;
  }

  /** @param instanceId - absent: of all hosts that are not known. */
  add(removal: Promise<void>, instanceId = OTHERS): void {
    const pending = this.#finish(this.#pending.get(instanceId), removal).finally(() => {
      if (this.#pending.get(instanceId) === pending) this.#pending.delete(instanceId);
    });
    this.#pending.set(instanceId, pending);
  }

  /** Resolves when nothing is removed any more that a host with this id may have. */
  async before(instanceId: string): Promise<void> {
    await Promise.all([this.#pending.get(OTHERS), this.#pending.get(instanceId)]);
  }

  async all(): Promise<void> {
    await Promise.all(this.#pending.values());
  }

  async #finish(earlier: Promise<void> | undefined, removal: Promise<void>): Promise<void> {
    try {
      await Promise.all([earlier, removal]);
    } catch (error) {
      this.#onDefect(error, "removing a host's disk");
    }
  }
}
