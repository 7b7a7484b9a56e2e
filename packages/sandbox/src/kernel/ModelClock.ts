import type { Json } from "./json.ts";

/** A thing to do at a modelled time; plain data, so that it survives a stop and start of the sandbox. */
export interface TimerRecord {
  readonly id: number;
  readonly atMs: number;
  /** Which handler gets it: `<service>.<event>`. */
  readonly kind: string;
  readonly region: string;
  readonly payload: Json;
  /** True for what waits for a date (a reservation's end): it never pulls the time forward. */
  readonly background: boolean;
}

export interface TimerRequest {
  readonly kind: string;
  readonly region: string;
  readonly payload: Json;
  /** Modelled delay; 0 means as soon as the current work has ended. */
  readonly afterMs: number;
  readonly background?: boolean;
}

/** The part of the clock's state that is saved. */
export interface ClockState {
  modelMs: number;
  nextTimerId: number;
  timers: TimerRecord[];
}

export type ClockMode =
  /** Modelled time runs `factor` times as fast as the wall clock. */
  | { readonly kind: "speed"; readonly factor: number }
  /**
   * Modelled time jumps to the next foreground timer. Between timers it follows the wall clock, or stands
   * still when `frozen`, which makes a run reproducible byte for byte.
   */
  | { readonly kind: "max"; readonly frozen: boolean }
  /** Time moves only by `runUntilIdle` and `advance`: for tests. */
  | { readonly kind: "manual" };

/** What the clock needs from the machine; the server passes the real ones. */
export interface WallClock {
  nowMs(): number;
  /** Calls back after `delayMs` of wall time, or in the next turn when 0; answers a function that cancels. */
  callLater(delayMs: number, callback: () => void): () => void;
}

const SLICE_WALL_MS = 8;
/** How long one look at the state may wait for the work before it. */
const SETTLE_WALL_MS = 1_000;
/** Changes that clients send at once begin at one modelled time: time jumps only after this much quiet. */
const QUIET_WALL_MS = 25;
/** How long time waits for the client that has begun something to look at it. */
const AWAITED_LOOK_WALL_MS = 2_000;
const LONGEST_SLEEP_MS = 2_000_000_000;

/** Modelled time and its timers. Timers fire in order of time, then of scheduling; while one runs, `nowMs` is its due time. */
export class ModelClock {
  readonly #state: ClockState;
  readonly #mode: ClockMode;
  readonly #wall: WallClock;
  #baseModelMs: number;
  #baseWallMs: number;
  #firingAtMs: number | undefined;
  #holds = 0;
  #jumpFromWallMs = 0;
  #awaitedClient: object | undefined;
  #cancelWake: (() => void) | undefined;
  #fire: (timer: TimerRecord) => void = () => undefined;
  #stopped = true;

  constructor(state: ClockState, mode: ClockMode, wall: WallClock) {
    this.#state = state;
    this.#mode = mode;
    this.#wall = wall;
    this.#baseModelMs = state.modelMs;
    this.#baseWallMs = wall.nowMs();
  }

  /** Modelled milliseconds since 1970. */
  nowMs(): number {
    if (this.#firingAtMs !== undefined) return this.#firingAtMs;
    const elapsedMs = (this.#wall.nowMs() - this.#baseWallMs) * this.#rate();
    const nowMs = Math.floor(this.#baseModelMs + elapsedMs);
    if (nowMs > this.#state.modelMs) this.#state.modelMs = nowMs;
    return this.#state.modelMs;
  }

  /** Wall clock time that `modelMs` take; 0 when modelled time jumps. By hand modelled time is all there is. */
  wallMsOf(modelMs: number): number {
    switch (this.#mode.kind) {
      case "speed":
        return modelMs / this.#mode.factor;
      case "max":
        return 0;
      case "manual":
        return modelMs;
    }
  }

  /** Modelled time that passes in `wallMs` for a timer in the background. */
  modelMsOf(wallMs: number): number {
    return this.#mode.kind === "speed" ? wallMs * this.#mode.factor : wallMs;
  }

  /** Adds a timer and answers its id for `cancel`. */
  schedule(request: TimerRequest): number {
    const id = this.#state.nextTimerId;
    this.#state.nextTimerId += 1;
    const timer: TimerRecord = {
      id,
      atMs: this.nowMs() + Math.max(0, Math.round(request.afterMs)),
      kind: request.kind,
      region: request.region,
      payload: request.payload,
      background: request.background ?? false,
    };
    this.#state.timers.splice(this.#placeOf(timer.atMs), 0, timer);
    this.#arm();
    return id;
  }

  cancel(id: number): void {
    const index = this.#state.timers.findIndex((timer) => timer.id === id);
    if (index >= 0) this.#state.timers.splice(index, 1);
  }

  /** Says that real work is under way: until the answered function is called, time follows the wall clock instead of jumping or running. */
  hold(): () => void {
    this.#rebase();
    this.#holds += 1;
    this.#arm();
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.#rebase();
      this.#holds -= 1;
      this.#arm();
    };
  }

  /** Says that a client has changed something; others may be about to (mode `max`). */
  clientChanged(): void {
    this.#jumpFromWallMs = this.#wall.nowMs() + QUIET_WALL_MS;
    this.#awaitedClient = undefined;
  }

  /**
   * Says that a client has begun something at which it looks in its next call: that look is to find it under way,
   * so that time waits for it (mode `max`).
   */
  clientBegan(client: object): void {
    this.clientChanged();
    this.#jumpFromWallMs = this.#wall.nowMs() + AWAITED_LOOK_WALL_MS;
    this.#awaitedClient = client;
  }

  /**
   * In mode `max`, does what is due before a client looks, so that nobody waits for what takes no time: without
   * it a client that polls each 30 seconds would see the state before last.
   */
  settle(client?: object): void {
    if (this.#isAwaited(client)) return;
    if (this.#stopped || this.#firingAtMs !== undefined || !this.#jumps()) return;
    const endMs = this.#wall.nowMs() + SETTLE_WALL_MS;
    if (this.#wall.nowMs() < this.#jumpFromWallMs) return;
    while (this.#hasForeground() && this.#jumps() && this.#wall.nowMs() <= endMs) this.#fireNext();
    this.#arm();
  }

  /** The look for which time has waited; one of another client ends the wait, too. */
  #isAwaited(client: object | undefined): boolean {
    const awaited = this.#awaitedClient;
    if (awaited === undefined) return false;
    this.#awaitedClient = undefined;
    this.#jumpFromWallMs = this.#wall.nowMs();
    this.#arm();
    return awaited === client;
  }

  /** Starts firing timers into `fire`. */
  start(fire: (timer: TimerRecord) => void): void {
    this.#fire = fire;
    this.#stopped = false;
    this.#rebase();
    this.#arm();
  }

  stop(): void {
    this.nowMs();
    this.#stopped = true;
    this.#cancelWake?.();
    this.#cancelWake = undefined;
  }

  /** Fires timers until no foreground timer is left (manual mode). Stops with an error after `maxTimers`. */
  runUntilIdle(maxTimers = 100_000): void {
    for (let count = 0; count < maxTimers; count += 1) {
      if (!this.#state.timers.some((timer) => !timer.background)) return;
      this.#fireNext();
    }
    throw new Error(`the clock did not become idle within ${maxTimers} timers`);
  }

  /** Fires what is due within the next `forMs` of modelled time and moves the time there (manual mode). */
  advance(forMs: number): void {
    const untilMs = this.nowMs() + forMs;
    while ((this.#state.timers[0]?.atMs ?? Infinity) <= untilMs) this.#fireNext();
    this.#jumpTo(untilMs);
  }

  #rate(): number {
    if (this.#holds > 0 && this.#mode.kind !== "manual") return 1;
    switch (this.#mode.kind) {
      case "speed":
        return this.#mode.factor;
      case "max":
        return this.#mode.frozen ? 0 : 1;
      case "manual":
        return 0;
    }
  }

  #rebase(): void {
    const nowMs = this.nowMs();
    this.#baseModelMs = nowMs;
    this.#baseWallMs = this.#wall.nowMs();
  }

  #jumpTo(modelMs: number): void {
    if (modelMs > this.#state.modelMs) this.#state.modelMs = modelMs;
    this.#baseModelMs = this.#state.modelMs;
    this.#baseWallMs = this.#wall.nowMs();
  }

  #placeOf(atMs: number): number {
    const timers = this.#state.timers;
    let low = 0;
    let high = timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((timers[middle]?.atMs ?? 0) <= atMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #hasForeground(): boolean {
    return this.#state.timers.some((timer) => !timer.background);
  }

  #jumps(): boolean {
    return this.#mode.kind === "max" && this.#holds === 0;
  }

  #fireNext(): void {
    const timer = this.#state.timers.shift();
    if (timer === undefined) return;
    if (this.#mode.kind !== "speed" && timer.atMs > this.nowMs()) this.#jumpTo(timer.atMs);
    this.#firingAtMs = Math.max(timer.atMs, 0);
    try {
      this.#fire(timer);
    } finally {
      this.#firingAtMs = undefined;
    }
  }

  #arm(): void {
    if (this.#stopped || this.#mode.kind === "manual" || this.#firingAtMs !== undefined) return;
    this.#cancelWake?.();
    this.#cancelWake = undefined;
    const next = this.#state.timers[0];
    if (next === undefined) return;
    const jumping = this.#jumps() && this.#hasForeground();
    const rate = this.#rate();
    if (!jumping && rate === 0) return;
    const quietMs = Math.max(0, this.#jumpFromWallMs - this.#wall.nowMs());
    const delayMs = jumping ? quietMs : Math.max(0, Math.ceil((next.atMs - this.nowMs()) / rate));
    this.#cancelWake = this.#wall.callLater(Math.min(delayMs, LONGEST_SLEEP_MS), () => this.#wake());
  }

  #wake(): void {
    this.#cancelWake = undefined;
    const sliceEndMs = this.#wall.nowMs() + SLICE_WALL_MS;
    while (!this.#stopped && this.#wall.nowMs() <= sliceEndMs) {
      const next = this.#state.timers[0];
      if (next === undefined) return;
      const jumping = this.#jumps() && this.#hasForeground() && this.#wall.nowMs() >= this.#jumpFromWallMs;
      if (!jumping && next.atMs > this.nowMs()) break;
      this.#fireNext();
    }
    this.#arm();
  }
}
